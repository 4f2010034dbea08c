using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Humanoids;

/// <summary>ROBOTIS DARwIn-OP and OP3: small robots of servos and brackets, some with white or grey shells, a head with two round eyes.</summary>
/// <remarks>Source of the lengths: ROBOTIS' documentation of DARwIn-OP (thigh and shin 93 mm, 455 mm high) and OP3 (510 mm).</remarks>
sealed class Darwin : HumanoidRobot
{
    static readonly HumanoidBuild Lengths = new()
    {
        AnkleHeight = 0.034f,
        Shin = 0.093f,
        Thigh = 0.093f,
        HipHalf = 0.037f,
        ShoulderHeight = 0.122f,
        ShoulderHalf = 0.082f,
        UpperArm = 0.06f,
        Forearm = 0.07f,
        Hand = 0.06f,
        NeckHeight = 0.155f,
        HeadHeight = 0.085f,
        FootFront = 0.06f,
        FootBack = 0.045f,
        FootHalf = 0.033f,
        TrunkDepth = 0.045f,
    };

    protected override float Squat => 0.16f;

    protected override HumanoidBuild Build(SceneRandom looks) => Lengths.ScaledTo(looks.Chance(0.5f) ? 0.455f : 0.51f);

    protected override void Dress(Skeleton body, HumanoidBuild build, SceneRandom looks)
    {
        var k = build.Height / 0.46f;
        var servo = Paint.Servos(looks);
        var dark = Paint.Grey(looks, 0.03f, 0.14f, 0.15f);
        var bare = looks.Chance(0.5f);
        var shell = bare ? Paint.Grey(looks, 0.1f, 0.3f) : looks.Chance(0.6f) ? Paint.WhiteShell(looks) : Paint.Grey(looks, 0.45f, 0.7f, 0.3f);
        var chest = looks.Chance(0.35f) ? Material.Plain(Paint.TeamColor(looks), 0.2f) : shell;
        Head(body.Head, k, looks.Chance(0.6f) ? shell : dark, dark, looks);
        var trunk = body.Trunk;
        trunk.Box(new Vector3(0, 0, 0.085f) * k, new Vector3(0.036f, 0.058f, 0.05f) * k, dark);
        trunk.Pyramid(new Vector3(0.024f, 0, 0.085f) * k, new Vector3(0.026f, 0.05f, 0.048f) * k, 1.2f,
            looks.Chance(0.25f) ? Paint.Jersey(looks, chest.Color) : chest);
        trunk.Box(new Vector3(-0.036f, 0, 0.09f) * k, new Vector3(0.014f, 0.045f, 0.04f) * k, bare ? servo : shell);
        trunk.Box(new Vector3(0, 0, 0.018f) * k, new Vector3(0.03f, 0.055f, 0.022f) * k, servo);
        trunk.Box(new Vector3(0, 0, 0.13f) * k, new Vector3(0.024f, 0.074f, 0.014f) * k, servo);
        foreach (var side in body.Sides)
        {
            side.UpperArm.Box(default, new Vector3(0.02f, 0.018f, 0.026f) * k, servo);
            side.UpperArm.Box(new Vector3(0, side.Side * 0.004f, -0.038f) * k, new Vector3(0.018f, 0.016f, 0.02f) * k, bare ? dark : shell);
            side.Forearm.Box(new Vector3(0, 0, 0) * k, new Vector3(0.019f, 0.019f, 0.022f) * k, servo);
            side.Forearm.Beam(new Vector3(0, 0, -0.02f) * k, new Vector3(0, 0, -0.1f) * k, 0.013f * k, 0.014f * k, bare ? dark : shell);
            side.Forearm.Ellipsoid(new Vector3(0, 0, -0.112f) * k, new Vector3(0.016f, 0.014f, 0.02f) * k, dark);
            Bone(side.Thigh, k, servo, dark, bare ? null : shell);
            Bone(side.Shin, k, servo, dark, bare ? null : shell);
            side.Foot.Box(new Vector3(0, 0, 0.03f) * k, new Vector3(0.022f, 0.022f, 0.02f) * k, servo);
            side.Foot.Box(new Vector3(0.008f, 0, 0.008f) * k, new Vector3(0.052f, 0.033f, 0.008f) * k, bare ? dark : shell);
        }
    }

    // A servo at the joint and two plates down to the next one, with a cover or without.
    static void Bone(BodyBuilder limb, float k, Material servo, Material plates, Material? cover)
    {
        limb.Box(default, new Vector3(0.024f, 0.024f, 0.022f) * k, servo);
        for (var side = -1; side <= 1; side += 2)
            limb.Box(new Vector3(0, side * 0.021f, -0.046f) * k, new Vector3(0.016f, 0.003f, 0.046f) * k, plates);
        limb.Box(new Vector3(0, 0, -0.06f) * k, new Vector3(0.02f, 0.018f, 0.018f) * k, servo);
        if (cover is not null) limb.Box(new Vector3(0.008f, 0, -0.046f) * k, new Vector3(0.018f, 0.027f, 0.03f) * k, cover);
    }

    static void Head(BodyBuilder head, float k, Material shell, Material dark, SceneRandom looks)
    {
        head.Box(new Vector3(0, 0, 0.006f) * k, new Vector3(0.014f, 0.02f, 0.02f) * k, dark);
        if (looks.Chance(0.3f))
        {
            // A camera on brackets instead of a head.
            head.Box(new Vector3(0.005f, 0, 0.045f) * k, new Vector3(0.014f, 0.035f, 0.018f) * k, dark);
            head.DiscAhead(new Vector3(0.024f, 0, 0.045f) * k, 0.01f * k, 0.008f * k, Paint.Grey(looks, 0.2f, 0.5f, 0.5f));
            return;
        }
        head.Ellipsoid(new Vector3(0, 0, 0.05f) * k, new Vector3(0.042f, 0.044f, 0.04f) * k, shell);
        head.Ellipsoid(new Vector3(0.014f, 0, 0.048f) * k, new Vector3(0.034f, 0.038f, 0.024f) * k, dark);
        var eyes = looks.Chance(0.6f) ? Paint.Lamp(looks) : shell;
        for (var side = -1; side <= 1; side += 2)
        {
            head.DiscAhead(new Vector3(0.042f, side * 0.017f, 0.052f) * k, 0.011f * k, 0.005f * k, eyes);
            head.DiscAhead(new Vector3(0.044f, side * 0.017f, 0.052f) * k, 0.006f * k, 0.005f * k, dark);
            head.DiscAside(new Vector3(0, side * 0.043f, 0.05f) * k, 0.016f * k, 0.006f * k, dark);
        }
    }
}
