using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Humanoids;

/// <summary>NimbRo-OP2 and OP2X: tall robots with printed shells, flat long thighs and shins, a face with two dark eyes.</summary>
/// <remarks>Source of the height: papers of team NimbRo, 1.35 m; lengths of the limbs estimated from pictures.</remarks>
sealed class Nimbro : HumanoidRobot
{
    static readonly HumanoidBuild Lengths = new()
    {
        AnkleHeight = 0.06f,
        Shin = 0.31f,
        Thigh = 0.31f,
        HipHalf = 0.085f,
        ShoulderHeight = 0.38f,
        ShoulderHalf = 0.17f,
        UpperArm = 0.24f,
        Forearm = 0.22f,
        Hand = 0.1f,
        NeckHeight = 0.45f,
        HeadHeight = 0.22f,
        FootFront = 0.14f,
        FootBack = 0.08f,
        FootHalf = 0.055f,
        TrunkDepth = 0.08f,
    };

    protected override HumanoidBuild Build(SceneRandom looks) => Lengths.ScaledTo(looks.Range(1.3f, 1.4f));

    protected override void Dress(Skeleton body, HumanoidBuild build, SceneRandom looks)
    {
        var white = looks.Chance(0.75f) ? Paint.WhiteShell(looks) : Paint.Grey(looks, 0.1f, 0.25f, 0.2f);
        var dark = Paint.Grey(looks, 0.03f, 0.15f);
        var second = looks.Chance(0.5f) ? white : dark;
        var team = looks.Chance(0.5f) ? Material.Plain(looks.Pick(new Vector3(0.85f, 0.12f, 0.6f), new(0.1f, 0.6f, 0.85f)), 0.1f) : second;
        Head(body.Head, looks.Chance(0.7f) ? white : dark, dark, looks);
        Trunk(body.Trunk, white, dark, second, looks);
        foreach (var side in body.Sides)
        {
            side.UpperArm.Ellipsoid(default, new(0.055f), second);
            side.UpperArm.Capsule(new(0, 0, -0.03f), new(0, 0, -0.2f), 0.036f, white);
            side.UpperArm.Beam(new(0, 0, -0.08f), new(0, 0, -0.16f), 0.041f, 0.041f, team);
            side.Forearm.Ellipsoid(default, new(0.042f), dark);
            side.Forearm.Capsule(new(0, 0, -0.03f), new(0, 0, -0.2f), 0.03f, white);
            // The hand: a thick tube bent to a closed loop.
            side.Forearm.CurvedTube(new(0.01f, 0, -0.27f), 0.045f, 0.016f, 0.4f, 5.9f, looks.Chance(0.7f) ? white : dark);
            Bone(side.Thigh, 0.31f, 0.055f, second, dark);
            Bone(side.Shin, 0.31f, 0.045f, white, dark);
            side.Shin.Beam(new(0, 0, -0.12f), new(0, 0, -0.2f), 0.05f, 0.058f, team);
            side.Foot.Box(new(0, 0, 0.055f), new(0.045f, 0.04f, 0.03f), dark);
            side.Foot.Box(new(0.03f, 0, 0.025f), new(0.115f, 0.055f, 0.022f), white);
            for (var slot = -1; slot <= 1; slot += 2) side.Foot.Box(new(0.09f, slot * 0.022f, 0.044f), new(0.03f, 0.008f, 0.006f), dark);
        }
    }

    // Two flat plates with a gap between and a joint on top.
    static void Bone(BodyBuilder limb, float length, float half, Material shell, Material dark)
    {
        limb.DiscAside(default, half, half * 1.15f, dark);
        limb.Pyramid(new(0.005f, 0, -length / 2), new(half * 0.85f, half, length * 0.42f), 1.2f, shell);
        limb.Box(new(half, 0, -length * 0.55f), new(0.006f, half * 0.35f, length * 0.2f), dark);
        limb.DiscAside(new(0, 0, -length), half * 0.8f, half, dark);
    }

    static void Head(BodyBuilder head, Material white, Material dark, SceneRandom looks)
    {
        head.Cylinder(new(0, 0, 0.02f), new(0.03f, 0.03f, 0.05f), dark);
        head.Ellipsoid(new(0, 0, 0.125f), new(0.085f, 0.082f, 0.095f), white);
        head.Box(new(0.04f, 0, 0.06f), new(0.04f, 0.05f, 0.03f), white);
        for (var side = -1; side <= 1; side += 2)
        {
            head.DiscAhead(new(0.07f, side * 0.034f, 0.125f), 0.022f, 0.014f, dark);
            if (looks.Chance(0.4f)) head.DiscAhead(new(0.078f, side * 0.034f, 0.125f), 0.01f, 0.012f, Paint.Lamp(looks));
        }
        head.Box(new(0.08f, 0, 0.065f), new(0.006f, 0.03f, 0.01f), dark);
        var cap = Material.Plain(looks.Chance(0.5f) ? new(0.95f, 0.45f, 0.6f) : new(0.1f));
        if (looks.Chance(0.3f)) head.Ellipsoid(new(-0.02f, 0, 0.165f), new(0.08f, 0.084f, 0.05f), cap);
    }

    static void Trunk(BodyBuilder trunk, Material white, Material dark, Material second, SceneRandom looks)
    {
        trunk.Pyramid(new(0, 0, 0.27f), new(0.06f, 0.1f, 0.12f), 1.4f, second);
        trunk.Pyramid(new(0.045f, 0, 0.28f), new(0.045f, 0.09f, 0.1f), 1.4f, white);
        trunk.Box(new(-0.08f, 0, 0.28f), new(0.03f, 0.09f, 0.09f), second);
        trunk.Box(new(0, 0, 0.38f), new(0.045f, 0.15f, 0.03f), dark);
        trunk.Box(new(0, 0, 0.1f), new(0.05f, 0.06f, 0.06f), dark);
        trunk.Box(new(0, 0, 0.03f), new(0.06f, 0.13f, 0.05f), second);
        if (looks.Chance(0.5f)) trunk.Box(new(0.105f, 0, 0.33f), new(0.006f, 0.05f, 0.03f), Paint.Jersey(looks, Paint.TeamColor(looks)));
    }
}
