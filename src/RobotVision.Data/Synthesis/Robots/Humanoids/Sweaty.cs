using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Humanoids;

/// <summary>Sweaty: an adult size robot with thin limbs of bright metal, drives along its shins, a jersey and a small head.</summary>
/// <remarks>Source of the height: papers of team Sweaty, about 1.65 m; lengths of the limbs estimated from pictures.</remarks>
sealed class Sweaty : HumanoidRobot
{
    static readonly HumanoidBuild Lengths = new()
    {
        AnkleHeight = 0.09f,
        Shin = 0.38f,
        Thigh = 0.38f,
        HipHalf = 0.1f,
        ShoulderHeight = 0.48f,
        ShoulderHalf = 0.19f,
        UpperArm = 0.28f,
        Forearm = 0.27f,
        Hand = 0.12f,
        NeckHeight = 0.55f,
        HeadHeight = 0.22f,
        FootFront = 0.17f,
        FootBack = 0.1f,
        FootHalf = 0.07f,
        TrunkDepth = 0.1f,
    };

    protected override float Squat => 0.02f;

    protected override HumanoidBuild Build(SceneRandom looks) => Lengths.ScaledTo(looks.Range(1.5f, 1.7f));

    protected override void Dress(Skeleton body, HumanoidBuild build, SceneRandom looks)
    {
        var metal = Paint.Grey(looks, 0.45f, 0.85f, 0.4f);
        var dark = Paint.Grey(looks, 0.03f, 0.18f);
        var servo = Paint.Servos(looks);
        var cloth = Paint.TeamColor(looks);
        var head = body.Head;
        head.Capsule(new(0, 0, -0.06f), new(0, 0, 0.08f), 0.03f, dark);
        head.Box(new(0.01f, 0, 0.14f), new(0.05f, 0.075f, 0.055f), looks.Chance(0.5f) ? Paint.WhiteShell(looks) : dark);
        for (var side = -1; side <= 1; side += 2) head.DiscAhead(new(0.065f, side * 0.035f, 0.145f), 0.02f, 0.012f, dark);
        var trunk = body.Trunk;
        if (looks.Chance(0.75f)) trunk.Pyramid(new(0, 0, 0.34f), new(0.1f, 0.14f, 0.16f), 1.25f, Paint.Jersey(looks, cloth));
        else trunk.Box(new(0, 0, 0.34f), new(0.08f, 0.13f, 0.14f), servo);
        trunk.Box(new(-0.11f, 0, 0.34f), new(0.05f, 0.11f, 0.12f), looks.Chance(0.5f) ? dark : metal);
        trunk.Box(new(0, 0, 0.48f), new(0.05f, 0.17f, 0.035f), metal);
        trunk.Capsule(new(0, 0, 0.04f), new(0, 0, 0.2f), 0.05f, dark);
        trunk.Box(new(0, 0, 0.03f), new(0.07f, 0.13f, 0.05f), metal);
        foreach (var side in body.Sides)
        {
            side.UpperArm.Ellipsoid(default, new(0.06f), looks.Chance(0.5f) ? Material.Plain(cloth) : dark);
            side.UpperArm.Capsule(default, new(0, 0, -build.UpperArm), 0.03f, metal);
            side.Forearm.Ellipsoid(default, new(0.04f), dark);
            side.Forearm.Capsule(default, new(0, 0, -build.Forearm), 0.024f, metal);
            side.Forearm.Ellipsoid(new(0, 0, -build.Forearm - 0.05f), new(0.03f, 0.03f, 0.06f), dark);
            side.Thigh.DiscAside(default, 0.065f, 0.06f, dark);
            side.Thigh.Beam(new(0, 0, -0.03f), new(0, 0, -build.Thigh), 0.045f, 0.035f, metal);
            side.Thigh.Capsule(new(-0.05f, 0, -0.05f), new(-0.04f, 0, -build.Thigh * 0.85f), 0.022f, dark);
            side.Shin.DiscAside(default, 0.05f, 0.055f, dark);
            side.Shin.Beam(default, new(0, 0, -build.Shin), 0.03f, 0.03f, metal);
            // The two spindle drives that move the ankle.
            for (var drive = -1; drive <= 1; drive += 2)
                side.Shin.Capsule(new(-0.045f, drive * 0.035f, -0.05f), new(-0.06f, drive * 0.04f, -build.Shin), 0.02f, servo);
            side.Foot.Box(new(0, 0, 0.07f), new(0.04f, 0.04f, 0.04f), dark);
            side.Foot.Box(new(0.03f, 0, 0.018f), new(0.135f, 0.07f, 0.018f), looks.Chance(0.5f) ? dark : metal);
        }
    }
}
