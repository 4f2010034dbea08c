using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Humanoids;

/// <summary>Booster K1 and T1: smooth rounded shells in white, silver or black over dark joints, a helmet with a dark visor.</summary>
/// <remarks>Source of the heights: Booster Robotics' data sheets, 0.95 m (K1) and 1.18 m (T1); lengths of the limbs estimated from pictures.</remarks>
sealed class Booster : HumanoidRobot
{
    static readonly HumanoidBuild Lengths = new()
    {
        AnkleHeight = 0.07f,
        Shin = 0.28f,
        Thigh = 0.27f,
        HipHalf = 0.085f,
        ShoulderHeight = 0.34f,
        ShoulderHalf = 0.16f,
        UpperArm = 0.2f,
        Forearm = 0.19f,
        Hand = 0.1f,
        NeckHeight = 0.4f,
        HeadHeight = 0.16f,
        FootFront = 0.14f,
        FootBack = 0.08f,
        FootHalf = 0.05f,
        TrunkDepth = 0.08f,
    };

    protected override HumanoidBuild Build(SceneRandom looks) =>
        Lengths.ScaledTo(looks.Chance(0.5f) ? looks.Range(0.93f, 0.98f) : looks.Range(1.15f, 1.22f));

    protected override void Dress(Skeleton body, HumanoidBuild build, SceneRandom looks)
    {
        var h = build.Height;
        var roll = looks.Next();
        var shell = roll < 0.5f ? Paint.WhiteShell(looks) : roll < 0.8f ? Paint.Grey(looks, 0.5f, 0.72f, 0.5f) : Paint.Grey(looks, 0.05f, 0.16f, 0.4f);
        var dark = Paint.Grey(looks, 0.03f, 0.16f, 0.2f);
        var second = looks.Chance(0.6f) ? dark : shell;
        var lamp = looks.Chance(0.6f) ? Paint.Lamp(looks) : dark;
        Head(body.Head, h, shell, dark, lamp);
        Trunk(body.Trunk, h, shell, dark, second, looks);
        foreach (var side in body.Sides)
        {
            Arm(side, build, shell, dark, second);
            Leg(side, build, shell, dark, second);
        }
    }

    static void Head(BodyBuilder head, float h, Material shell, Material dark, Material lamp)
    {
        head.Cylinder(new Vector3(0, 0, 0.005f) * h, new Vector3(0.028f, 0.028f, 0.03f) * h, dark);
        head.Ellipsoid(new Vector3(-0.005f, 0, 0.075f) * h, new Vector3(0.062f, 0.058f, 0.062f) * h, shell);
        head.Ellipsoid(new Vector3(0.012f, 0, 0.072f) * h, new Vector3(0.054f, 0.05f, 0.042f) * h, dark);
        head.DiscAhead(new Vector3(0.064f, 0.018f, 0.078f) * h, 0.008f * h, 0.004f * h, lamp);
        head.DiscAhead(new Vector3(0.064f, -0.018f, 0.078f) * h, 0.008f * h, 0.004f * h, lamp);
        for (var side = -1; side <= 1; side += 2) head.DiscAside(new Vector3(-0.008f, side * 0.056f, 0.07f) * h, 0.026f * h, 0.008f * h, dark);
    }

    static void Trunk(BodyBuilder trunk, float h, Material shell, Material dark, Material second, SceneRandom looks)
    {
        trunk.Pyramid(new Vector3(0, 0, 0.19f) * h, new Vector3(0.055f, 0.075f, 0.085f) * h, 1.3f, shell);
        trunk.Ellipsoid(new Vector3(0, 0, 0.255f) * h, new Vector3(0.075f, 0.1f, 0.045f) * h, shell);
        trunk.Ellipsoid(new Vector3(0.018f, 0, 0.21f) * h, new Vector3(0.06f, 0.085f, 0.07f) * h, shell);
        trunk.Box(new Vector3(-0.055f, 0, 0.2f) * h, new Vector3(0.022f, 0.06f, 0.07f) * h, second);
        trunk.Cylinder(new Vector3(0, 0, 0.085f) * h, new Vector3(0.045f, 0.05f, 0.035f) * h, dark);
        trunk.Ellipsoid(new Vector3(0, 0, 0.035f) * h, new Vector3(0.055f, 0.085f, 0.045f) * h, second);
        if (looks.Chance(0.4f))
        {
            trunk.Pyramid(new Vector3(0.002f, 0, 0.19f) * h, new Vector3(0.082f, 0.09f, 0.088f) * h, 1.2f, Paint.Jersey(looks, Paint.TeamColor(looks)));
            return;
        }
        trunk.Box(new Vector3(0.075f, 0, 0.235f) * h, new Vector3(0.006f, 0.045f, 0.012f) * h, dark);
        trunk.DiscAhead(new Vector3(0.074f, 0, 0.18f) * h, 0.012f * h, 0.006f * h, looks.Chance(0.5f) ? Paint.Lamp(looks) : dark);
    }

    static void Arm(BodySide side, HumanoidBuild build, Material shell, Material dark, Material second)
    {
        var h = build.Height;
        side.UpperArm.Ellipsoid(default, new Vector3(0.042f, 0.042f, 0.042f) * h, dark);
        side.UpperArm.DiscAside(new(0, side.Side * 0.036f * h, 0), 0.034f * h, 0.012f * h, shell);
        side.UpperArm.Capsule(new(0, 0, -0.04f * h), new(0, 0, -build.UpperArm * 0.85f), 0.031f * h, shell);
        side.Forearm.Ellipsoid(default, new(0.033f * h), dark);
        side.Forearm.Cone(new(0, 0, -build.Forearm * 0.55f), new(0.022f * h, 0.022f * h, build.Forearm * 0.42f), 1.35f, second);
        side.Forearm.Ellipsoid(new(0, 0, -build.Forearm - build.Hand * 0.35f), new Vector3(0.024f, 0.02f, 0.036f) * h, dark);
    }

    static void Leg(BodySide side, HumanoidBuild build, Material shell, Material dark, Material second)
    {
        var h = build.Height;
        side.Thigh.Ellipsoid(default, new Vector3(0.05f, 0.045f, 0.05f) * h, dark);
        side.Thigh.Cone(new(0, 0, -build.Thigh * 0.5f), new(0.042f * h, 0.042f * h, build.Thigh * 0.38f), 1.25f, shell);
        side.Shin.DiscAside(default, 0.043f * h, 0.042f * h, dark);
        side.Shin.Cone(new(0.004f * h, 0, -build.Shin * 0.5f), new(0.032f * h, 0.032f * h, build.Shin * 0.4f), 1.35f, second);
        side.Shin.Ellipsoid(new(0.012f * h, 0, -build.Shin * 0.3f), new(0.038f * h, 0.038f * h, build.Shin * 0.3f), shell);
        side.Foot.Ellipsoid(new(0, 0, build.AnkleHeight), new(0.032f * h), dark);
        side.Foot.Ellipsoid(new(0.025f * h, 0, 0.022f * h), new Vector3(0.098f, 0.042f, 0.03f) * h, second);
        side.Foot.Box(new(0.025f * h, 0, 0.008f * h), new Vector3(0.088f, 0.04f, 0.008f) * h, dark);
    }
}
