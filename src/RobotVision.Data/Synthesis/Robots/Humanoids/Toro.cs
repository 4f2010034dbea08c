using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Humanoids;

/// <summary>Adult size robots like TORO: cream-white shells over black gaps, a narrow waist, a white backpack with slots, legs like two posts.</summary>
/// <remarks>Source of the height: publications of DLR, 1.74 m, and smaller ones of 1.35 to 1.5 m; lengths of the limbs estimated from pictures.</remarks>
sealed class Toro : HumanoidRobot
{
    static readonly HumanoidBuild Lengths = new()
    {
        AnkleHeight = 0.1f,
        Shin = 0.37f,
        Thigh = 0.37f,
        HipHalf = 0.1f,
        ShoulderHeight = 0.5f,
        ShoulderHalf = 0.21f,
        UpperArm = 0.28f,
        Forearm = 0.26f,
        Hand = 0.14f,
        NeckHeight = 0.58f,
        HeadHeight = 0.24f,
        FootFront = 0.18f,
        FootBack = 0.09f,
        FootHalf = 0.07f,
        TrunkDepth = 0.11f,
    };

    protected override float Squat => 0.02f;

    protected override HumanoidBuild Build(SceneRandom looks) => Lengths.ScaledTo(looks.Chance(0.6f) ? looks.Range(1.35f, 1.5f) : looks.Range(1.5f, 1.75f));

    protected override void Dress(Skeleton body, HumanoidBuild build, SceneRandom looks)
    {
        var h = build.Height;
        var tint = new Vector3(1, looks.Range(0.95f, 0.99f), looks.Range(0.8f, 0.95f));
        var cream = Material.Plain(looks.Range(0.75f, 0.95f) * tint, looks.Range(0.1f, 0.4f));
        var black = Paint.Grey(looks, 0.02f, 0.1f);
        var grey = Paint.Grey(looks, 0.3f, 0.6f, 0.2f);
        var head = body.Head;
        head.Capsule(new Vector3(0, 0, -0.03f) * h, new Vector3(0, 0, 0.03f) * h, 0.028f * h, black);
        head.Ellipsoid(new Vector3(0, 0, 0.075f) * h, new Vector3(0.058f, 0.05f, 0.062f) * h, cream);
        head.Ellipsoid(new Vector3(0.02f, 0, 0.075f) * h, new Vector3(0.044f, 0.043f, 0.028f) * h, looks.Chance(0.7f) ? black : grey);
        var trunk = body.Trunk;
        trunk.Cone(new Vector3(0, 0, 0.25f) * h, new Vector3(0.055f, 0.075f, 0.06f) * h, 1.35f, cream);
        trunk.Ellipsoid(new Vector3(0.005f, 0, 0.275f) * h, new Vector3(0.08f, 0.105f, 0.055f) * h, cream);
        trunk.Cylinder(new Vector3(0, 0, 0.14f) * h, new Vector3(0.045f, 0.05f, 0.055f) * h, black);
        trunk.Ellipsoid(new Vector3(0, 0, 0.04f) * h, new Vector3(0.062f, 0.09f, 0.055f) * h, cream);
        trunk.Box(new Vector3(-0.085f, 0, 0.255f) * h, new Vector3(0.035f, 0.075f, 0.08f) * h, cream);
        for (var slot = 0; slot < 4; slot++) trunk.Box(new Vector3(-0.121f, 0, 0.2f + slot * 0.035f) * h, new Vector3(0.003f, 0.055f, 0.007f) * h, black);
        if (looks.Chance(0.35f)) trunk.Box(new Vector3(0.07f, 0, 0.27f) * h, new Vector3(0.02f, 0.05f, 0.03f) * h, Paint.Jersey(looks, Paint.TeamColor(looks)));
        foreach (var side in body.Sides)
        {
            side.UpperArm.Ellipsoid(default, new(0.045f * h), black);
            side.UpperArm.DiscAside(new(0, side.Side * 0.035f * h, 0), 0.036f * h, 0.014f * h, cream);
            side.UpperArm.Capsule(new(0, 0, -0.05f * h), new(0, 0, -build.UpperArm * 0.82f), 0.032f * h, cream);
            side.Forearm.Ellipsoid(default, new(0.03f * h), black);
            side.Forearm.Cone(new(0, 0, -build.Forearm * 0.52f), new(0.022f * h, 0.022f * h, build.Forearm * 0.38f), 1.4f, cream);
            side.Forearm.Ellipsoid(new(0, 0, -build.Forearm - 0.025f * h), new Vector3(0.022f, 0.018f, 0.036f) * h, looks.Chance(0.5f) ? black : grey);
            side.Thigh.Ellipsoid(default, new(0.05f * h), black);
            side.Thigh.Cone(new(0.004f * h, 0, -build.Thigh * 0.52f), new(0.042f * h, 0.045f * h, build.Thigh * 0.4f), 1.15f, cream);
            side.Shin.DiscAside(default, 0.036f * h, 0.04f * h, black);
            side.Shin.Ellipsoid(new Vector3(0.022f, 0, 0.002f) * h, new Vector3(0.025f, 0.032f, 0.035f) * h, cream);
            side.Shin.Cone(new(0.004f * h, 0, -build.Shin * 0.54f), new(0.033f * h, 0.036f * h, build.Shin * 0.4f), 1.25f, cream);
            side.Foot.Ellipsoid(new(0, 0, build.AnkleHeight), new(0.034f * h), black);
            side.Foot.Ellipsoid(new Vector3(0.028f, 0, 0.03f) * h, new Vector3(0.095f, 0.046f, 0.036f) * h, cream);
            side.Foot.Box(new Vector3(0.026f, 0, 0.008f) * h, new Vector3(0.088f, 0.044f, 0.008f) * h, grey);
        }
    }
}
