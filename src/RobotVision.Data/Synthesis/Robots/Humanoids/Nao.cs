using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Humanoids;

/// <summary>The NAO of the Standard Platform League: 58 cm, glossy white shells, grey joints, round lamps at eyes and ears.</summary>
/// <remarks>Source of the lengths: Aldebaran's documentation of the NAO's links (V4 to V6), in metres.</remarks>
sealed class Nao : HumanoidRobot
{
    static readonly HumanoidBuild Lengths = new()
    {
        AnkleHeight = 0.045f,
        Shin = 0.103f,
        Thigh = 0.1f,
        HipHalf = 0.05f,
        ShoulderHeight = 0.185f,
        ShoulderHalf = 0.098f,
        UpperArm = 0.105f,
        Forearm = 0.065f,
        Hand = 0.06f,
        NeckHeight = 0.2115f,
        HeadHeight = 0.112f,
        FootFront = 0.105f,
        FootBack = 0.055f,
        FootHalf = 0.046f,
        TrunkDepth = 0.055f,
    };

    protected override float Upright => 0.45f;

    protected override float Squat => 0.4f;

    protected override HumanoidBuild Build(SceneRandom looks) => Lengths;

    protected override void Dress(Skeleton body, HumanoidBuild build, SceneRandom looks)
    {
        var shell = Paint.WhiteShell(looks);
        var grey = Paint.Grey(looks, 0.2f, 0.5f, 0.2f);
        var dark = Paint.Grey(looks, 0.03f, 0.14f);
        var lit = looks.Chance(0.85f);
        Material eyes = lit ? Paint.Lamp(looks) : grey, ears = lit && looks.Chance(0.8f) ? Paint.Glow(new(0.15f, 0.4f, 1.3f)) : eyes;
        // Parts of another colour: older robots have orange, red or blue ones.
        var accent = looks.Chance(0.2f)
            ? Material.Plain(looks.Pick(new Vector3(0.85f, 0.3f, 0.08f), new(0.7f, 0.08f, 0.1f), new(0.1f, 0.3f, 0.7f)), 0.2f)
            : grey;
        Head(body.Head, shell, accent, dark, eyes, ears);
        Trunk(body.Trunk, shell, grey, dark, looks);
        var lamps = (Left: Paint.Glow(new(1.2f, 0.2f, 0.15f)), Right: Paint.Glow(looks.Chance(0.5f) ? new(0.2f, 0.4f, 1.2f) : new(0.2f, 1, 0.3f)));
        var taped = looks.Chance(0.2f) ? Paint.Grey(looks, 0.1f, 0.9f) : shell;
        foreach (var side in body.Sides)
        {
            Arm(side, shell, grey, accent, taped);
            Leg(side, shell, grey, dark, lit ? side.Side > 0 ? lamps.Left : lamps.Right : grey);
        }
    }

    static void Head(BodyBuilder head, Material shell, Material crown, Material dark, Material eyes, Material ears)
    {
        head.Cylinder(new(0, 0, 0.004f), new(0.027f, 0.027f, 0.022f), dark);
        head.Ellipsoid(new(0.002f, 0, 0.062f), new(0.057f, 0.063f, 0.05f), shell);
        head.Ellipsoid(new(0.012f, 0, 0.04f), new(0.047f, 0.048f, 0.03f), shell);
        head.Ellipsoid(new(-0.006f, 0, 0.078f), new(0.046f, 0.034f, 0.037f), crown);
        for (var side = -1; side <= 1; side += 2)
        {
            head.DiscAhead(new(0.05f, side * 0.029f, 0.062f), 0.0175f, 0.007f, eyes);
            head.DiscAhead(new(0.052f, side * 0.029f, 0.062f), 0.009f, 0.0075f, dark);
            head.DiscAside(new(-0.004f, side * 0.061f, 0.058f), 0.033f, 0.006f, shell);
            head.DiscAside(new(-0.004f, side * 0.063f, 0.058f), 0.029f, 0.006f, ears);
            head.DiscAside(new(-0.004f, side * 0.065f, 0.058f), 0.021f, 0.006f, shell);
            head.DiscAside(new(-0.004f, side * 0.067f, 0.058f), 0.008f, 0.006f, dark);
        }
        head.DiscAhead(new(0.055f, 0, 0.088f), 0.008f, 0.004f, dark);
        head.DiscAhead(new(0.056f, 0, 0.032f), 0.008f, 0.004f, dark);
    }

    static void Trunk(BodyBuilder trunk, Material shell, Material grey, Material dark, SceneRandom looks)
    {
        // A wedge: wide at the shoulders, narrow at the waist.
        trunk.Cone(new(0, 0, 0.125f), new(0.04f, 0.052f, 0.062f), 1.5f, shell);
        trunk.Ellipsoid(new(0, 0, 0.185f), new(0.058f, 0.082f, 0.034f), shell);
        trunk.Ellipsoid(new(0.012f, 0, 0.15f), new(0.054f, 0.068f, 0.05f), shell);
        trunk.Cylinder(new(0, 0, 0.06f), new(0.036f, 0.042f, 0.02f), grey);
        if (looks.Chance(0.55f))
        {
            var jersey = Paint.Jersey(looks, Paint.TeamColor(looks));
            trunk.Cone(new(0.002f, 0, 0.118f), new(0.056f, 0.066f, 0.076f), 1.22f, jersey);
            trunk.Ellipsoid(new(0.002f, 0, 0.19f), new(0.063f, 0.084f, 0.03f), Material.Plain(jersey.Color));
        }
        else
        {
            var button = looks.Chance(0.7f) ? Paint.Lamp(looks) : grey;
            trunk.DiscAhead(new(0.062f, 0, 0.155f), 0.013f, 0.006f, grey);
            trunk.DiscAhead(new(0.064f, 0, 0.155f), 0.009f, 0.006f, button);
            for (var i = 0; i < 6; i++) trunk.DiscAhead(new(0.054f, (i % 3 - 1) * 0.028f, 0.09f + i / 3 * 0.022f), 0.005f, 0.008f, dark);
        }
        // The white shorts with the dark gap at the groin.
        trunk.Ellipsoid(new(0.004f, 0, 0.022f), new(0.047f, 0.07f, 0.034f), shell);
        trunk.Box(new(0.02f, 0, -0.012f), new(0.03f, 0.012f, 0.028f), dark);
    }

    static void Arm(BodySide side, Material shell, Material grey, Material accent, Material hand)
    {
        side.UpperArm.Ellipsoid(new(0, side.Side * 0.012f, 0), new(0.038f, 0.033f, 0.038f), shell);
        side.UpperArm.DiscAside(new(0, side.Side * 0.036f, 0), 0.022f, 0.008f, grey);
        side.UpperArm.Capsule(new(0, side.Side * 0.014f, -0.03f), new(0, side.Side * 0.014f, -0.082f), 0.026f, shell);
        side.Forearm.Ellipsoid(new(0, side.Side * 0.014f, 0), new(0.026f), accent);
        side.Forearm.Cone(new(0, side.Side * 0.014f, -0.045f), new(0.025f, 0.025f, 0.034f), 1.2f, shell);
        side.Forearm.Ellipsoid(new(0, side.Side * 0.014f, -0.088f), new(0.022f, 0.024f, 0.024f), grey);
        for (var i = 0; i < 3; i++)
        {
            var finger = new Vector3(i == 2 ? 0.022f : 0.006f, side.Side * (0.014f + (i - 1) * 0.014f), -0.09f);
            side.Forearm.Capsule(finger, finger + new Vector3(0.006f, 0, -0.028f), 0.0085f, hand);
        }
    }

    static void Leg(BodySide side, Material shell, Material grey, Material dark, Material lamp)
    {
        side.Thigh.Ellipsoid(new(0, 0, -0.004f), new(0.034f, 0.036f, 0.034f), grey);
        side.Thigh.Cone(new(0.006f, side.Side * 0.004f, -0.05f), new(0.038f, 0.04f, 0.036f), 1.1f, shell);
        side.Thigh.Ellipsoid(new(0.008f, side.Side * 0.004f, -0.03f), new(0.042f, 0.043f, 0.034f), shell);
        side.Thigh.Box(new(0.042f, side.Side * 0.004f, -0.076f), new(0.006f, 0.012f, 0.012f), dark);
        // The knee: a grey joint between two white caps.
        side.Shin.DiscAside(new(-0.002f, side.Side * 0.002f, 0), 0.026f, 0.036f, grey);
        side.Shin.Ellipsoid(new(0.012f, side.Side * 0.002f, 0), new(0.029f, 0.031f, 0.034f), shell);
        side.Thigh.Ellipsoid(new(0.008f, side.Side * 0.002f, -0.09f), new(0.03f, 0.031f, 0.034f), shell);
        side.Shin.Cone(new(0.004f, side.Side * 0.002f, -0.062f), new(0.034f, 0.033f, 0.034f), 1.15f, shell);
        side.Shin.Ellipsoid(new(-0.014f, side.Side * 0.002f, -0.045f), new(0.034f, 0.036f, 0.04f), shell);
        side.Shin.Box(new(0.036f, side.Side * 0.002f, -0.066f), new(0.007f, 0.013f, 0.022f), dark);
        side.Foot.Ellipsoid(new(0, 0, 0.048f), new(0.032f, 0.032f, 0.03f), grey);
        // A shoe with a round cap over the toes.
        side.Foot.Cone(new(0.018f, side.Side * 0.003f, 0.017f), new(0.085f, 0.046f, 0.017f), 0.72f, shell);
        side.Foot.Ellipsoid(new(0.055f, side.Side * 0.003f, 0.02f), new(0.048f, 0.043f, 0.026f), shell);
        side.Foot.Ellipsoid(new(-0.025f, side.Side * 0.003f, 0.024f), new(0.034f, 0.036f, 0.03f), shell);
        side.Foot.Box(new(0.045f, side.Side * 0.003f, 0.042f), new(0.022f, 0.008f, 0.008f), grey);
        side.Foot.Ellipsoid(new(0.03f, side.Side * 0.003f, 0.047f), new(0.009f), lamp);
    }
}
