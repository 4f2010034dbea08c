using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Humanoids;

/// <summary>Wolfgang-OP: black bars, plates and servos with air between them, a cage around the camera, bright springs at the shoulders.</summary>
/// <remarks>Source of the height: papers of team Hamburg Bit-Bots, 0.8 m; lengths of the limbs estimated from pictures.</remarks>
sealed class Wolfgang : HumanoidRobot
{
    static readonly HumanoidBuild Lengths = new()
    {
        AnkleHeight = 0.05f,
        Shin = 0.18f,
        Thigh = 0.18f,
        HipHalf = 0.055f,
        ShoulderHeight = 0.23f,
        ShoulderHalf = 0.12f,
        UpperArm = 0.15f,
        Forearm = 0.15f,
        Hand = 0.05f,
        NeckHeight = 0.27f,
        HeadHeight = 0.13f,
        FootFront = 0.11f,
        FootBack = 0.09f,
        FootHalf = 0.06f,
        TrunkDepth = 0.06f,
    };

    protected override float Squat => 0.12f;

    protected override HumanoidBuild Build(SceneRandom looks) => Lengths.ScaledTo(looks.Range(0.78f, 0.88f));

    protected override void Dress(Skeleton body, HumanoidBuild build, SceneRandom looks)
    {
        var black = Paint.Grey(looks, 0.02f, 0.12f, 0.15f);
        var servo = Paint.Servos(looks);
        var metal = looks.Chance(0.5f) ? Paint.Grey(looks, 0.5f, 0.8f, 0.3f) : black;
        var printed = Material.Plain(looks.Chance(0.5f) ? looks.Hue(0.85f, 0.85f) : looks.Grey(0.1f, 0.9f), 0.1f);
        var head = body.Head;
        head.Box(new(0, 0, 0.02f), new(0.02f, 0.024f, 0.026f), servo);
        head.Box(new(0.01f, 0, 0.07f), new(0.024f, 0.034f, 0.022f), black);
        head.DiscAhead(new(0.038f, 0, 0.07f), 0.014f, 0.008f, Paint.Grey(looks, 0.15f, 0.4f, 0.5f));
        for (var side = -1; side <= 1; side += 2)
        {
            head.Capsule(new(0.03f, side * 0.05f, 0.03f), new(0.01f, side * 0.045f, 0.12f), 0.007f, printed);
            head.Capsule(new(0.01f, side * 0.045f, 0.12f), new(-0.05f, side * 0.03f, 0.06f), 0.007f, printed);
        }
        head.Capsule(new(0.01f, -0.045f, 0.12f), new(0.01f, 0.045f, 0.12f), 0.007f, printed);
        Trunk(body.Trunk, black, servo, metal, printed, looks);
        foreach (var side in body.Sides)
        {
            side.UpperArm.Box(default, new(0.026f, 0.03f, 0.03f), servo);
            side.UpperArm.Capsule(new(0, side.Side * 0.02f, 0.02f), new(0, side.Side * 0.03f, -0.03f), 0.014f, printed);
            Bars(side.UpperArm, 0.15f, 0.018f, black, servo);
            Bars(side.Forearm, 0.15f, 0.016f, black, servo);
            side.Forearm.Ellipsoid(new(0, 0, -0.17f), new(0.018f, 0.018f, 0.026f), looks.Chance(0.4f) ? printed : black);
            Bars(side.Thigh, 0.18f, 0.03f, metal, servo);
            Bars(side.Shin, 0.18f, 0.028f, black, servo);
            side.Foot.Box(new(0, 0, 0.045f), new(0.034f, 0.034f, 0.026f), servo);
            side.Foot.Box(new(0.01f, 0, 0.012f), new(0.1f, 0.058f, 0.006f), metal);
            for (var corner = 0; corner < 4; corner++)
            {
                var stud = new Vector3(corner < 2 ? 0.095f : -0.075f, corner % 2 == 0 ? 0.045f : -0.045f, 0.006f);
                side.Foot.Cylinder(stud, new(0.012f, 0.012f, 0.006f), black);
            }
        }
    }

    // A servo at the joint, two bars down to the next one.
    static void Bars(BodyBuilder limb, float length, float half, Material bars, Material servo)
    {
        limb.Box(default, new(half, half * 1.1f, half * 0.9f), servo);
        for (var side = -1; side <= 1; side += 2)
            limb.Box(new(0, side * half, -length / 2), new(half * 0.6f, half * 0.16f, length / 2), bars);
        limb.Box(new(0, 0, -length * 0.62f), new(half * 0.8f, half * 0.7f, half * 0.8f), servo);
    }

    static void Trunk(BodyBuilder trunk, Material black, Material servo, Material metal, Material printed, SceneRandom looks)
    {
        trunk.Box(new(0, 0, 0.03f), new(0.045f, 0.075f, 0.03f), servo);
        trunk.Box(new(0, 0, 0.23f), new(0.04f, 0.1f, 0.018f), metal);
        for (var side = -1; side <= 1; side += 2)
        {
            trunk.Beam(new(0.04f, side * 0.07f, 0.05f), new(0.04f, side * 0.075f, 0.23f), 0.009f, 0.009f, black);
            trunk.Beam(new(-0.04f, side * 0.07f, 0.05f), new(-0.04f, side * 0.075f, 0.23f), 0.009f, 0.009f, black);
        }
        trunk.Box(new(0, 0, 0.13f), new(0.03f, 0.06f, 0.05f), servo);
        trunk.Box(new(-0.045f, 0, 0.14f), new(0.02f, 0.055f, 0.045f), black);
        var plate = looks.Chance(0.5f) ? Paint.Jersey(looks, Paint.TeamColor(looks)) : printed;
        if (looks.Chance(0.6f)) trunk.Box(new(0.05f, 0, 0.15f), new(0.006f, 0.06f, 0.045f), plate);
    }
}
