using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Humanoids;

/// <summary>Unitree G1: bright metal and black, round motors at every joint, an egg-shaped head with a dark, round face.</summary>
/// <remarks>Source of the height: Unitree's data sheet, 1.32 m; lengths of the limbs estimated from pictures.</remarks>
sealed class Unitree : HumanoidRobot
{
    static readonly HumanoidBuild Lengths = new()
    {
        AnkleHeight = 0.06f,
        Shin = 0.3f,
        Thigh = 0.3f,
        HipHalf = 0.1f,
        ShoulderHeight = 0.38f,
        ShoulderHalf = 0.16f,
        UpperArm = 0.2f,
        Forearm = 0.2f,
        Hand = 0.13f,
        NeckHeight = 0.45f,
        HeadHeight = 0.21f,
        FootFront = 0.13f,
        FootBack = 0.07f,
        FootHalf = 0.04f,
        TrunkDepth = 0.08f,
    };

    protected override HumanoidBuild Build(SceneRandom looks) => Lengths;

    protected override void Dress(Skeleton body, HumanoidBuild build, SceneRandom looks)
    {
        var metal = looks.Chance(0.7f) ? Paint.Grey(looks, 0.55f, 0.9f, 0.5f) : Paint.Grey(looks, 0.08f, 0.2f, 0.4f);
        var black = Paint.Grey(looks, 0.02f, 0.1f, 0.35f);
        var head = body.Head;
        head.Cylinder(new(0, 0, 0.01f), new(0.04f, 0.04f, 0.05f), black);
        head.Ellipsoid(new(-0.005f, 0, 0.12f), new(0.085f, 0.078f, 0.105f), metal);
        head.Ellipsoid(new(0.022f, 0, 0.125f), new(0.07f, 0.068f, 0.088f), black);
        if (looks.Chance(0.6f)) head.Ellipsoid(new(0.05f, 0, 0.165f), new(0.04f, 0.05f, 0.012f), Paint.Lamp(looks));
        var trunk = body.Trunk;
        trunk.Ellipsoid(new(0.005f, 0, 0.31f), new(0.095f, 0.135f, 0.1f), metal);
        trunk.Cone(new(0, 0, 0.24f), new(0.07f, 0.09f, 0.1f), 1.35f, metal);
        trunk.Ellipsoid(new(0.03f, 0, 0.27f), new(0.075f, 0.1f, 0.07f), looks.Chance(0.5f) ? black : metal);
        trunk.Cylinder(new(0, 0, 0.11f), new(0.06f, 0.07f, 0.05f), black);
        trunk.Ellipsoid(new(0, 0, 0.03f), new(0.075f, 0.11f, 0.06f), black);
        trunk.DiscAhead(new(0.095f, 0, 0.31f), 0.02f, 0.008f, looks.Chance(0.3f) ? Paint.Lamp(looks) : black);
        if (looks.Chance(0.3f)) trunk.Cone(new(0, 0, 0.255f), new(0.095f, 0.115f, 0.125f), 1.2f, Paint.Jersey(looks, Paint.TeamColor(looks)));
        var thigh = looks.Chance(0.7f) ? metal : black;
        foreach (var side in body.Sides)
        {
            Motor(side.UpperArm, 0.05f, 0.05f, black, metal);
            side.UpperArm.Capsule(new(0, 0, -0.07f), new(0, 0, -0.15f), 0.036f, metal);
            Motor(side.Forearm, 0.042f, 0.04f, black, black);
            side.Forearm.Cone(new(0, 0, -0.11f), new(0.03f, 0.03f, 0.08f), 1.2f, metal);
            side.Forearm.Ellipsoid(new(0, 0, -0.25f), new(0.032f, 0.02f, 0.06f), black);
            Motor(side.Thigh, 0.062f, 0.055f, black, metal);
            side.Thigh.Cone(new(0.005f, 0, -0.16f), new(0.045f, 0.042f, 0.11f), 1.4f, thigh);
            side.Thigh.Ellipsoid(new(0.018f, 0, -0.14f), new(0.05f, 0.045f, 0.1f), thigh);
            Motor(side.Shin, 0.055f, 0.05f, black, metal);
            side.Shin.Cone(new(0.005f, 0, -0.16f), new(0.024f, 0.026f, 0.12f), 1.6f, looks.Chance(0.5f) ? metal : black);
            side.Shin.Capsule(new(-0.035f, 0, -0.06f), new(-0.02f, 0, -0.27f), 0.012f, black);
            side.Foot.Ellipsoid(new(0, 0, 0.06f), new(0.035f, 0.032f, 0.032f), black);
            side.Foot.Ellipsoid(new(0.03f, 0, 0.022f), new(0.105f, 0.036f, 0.026f), black);
            side.Foot.Box(new(0.03f, 0, 0.007f), new(0.095f, 0.034f, 0.007f), metal);
        }
    }

    // A round motor with a bright lid on both sides.
    static void Motor(BodyBuilder at, float radius, float half, Material body, Material lid)
    {
        at.DiscAside(default, radius, half, body);
        at.DiscAside(default, radius * 0.6f, half + 0.004f, lid);
    }
}
