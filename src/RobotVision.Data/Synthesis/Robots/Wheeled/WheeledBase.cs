using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;

namespace RobotVision.Data.Synthesis.Robots.Wheeled;

/// <summary>Builds the base of a Middle Size robot: a black octagon on wheels with two arms that hold the ball.</summary>
/// <remarks>Source: rules of the RoboCup Middle Size League: at most 0.52 m square and 0.8 m high, mainly black.</remarks>
static class WheeledBase
{
    /// <summary>Adds a base.</summary>
    /// <param name="body">The robot.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="top">The height of the base in metres.</param>
    public static void Add(BodyBuilder body, SceneRandom random, float top)
    {
        var black = Paint.Grey(random, 0.015f, 0.09f, 0.25f);
        var inside = Paint.Servos(random);
        float half = random.Range(0.22f, 0.255f), low = 0.035f, middle = (top + low) / 2;
        var halves = new Vector3(half, half * 0.42f, (top - low) / 2);
        for (var i = 0; i < 4; i++) body.Box(new(0, 0, middle), halves, black, BodyBuilder.Heading(i * MathF.PI / 4));
        body.Cylinder(new(0, 0, middle), new(half * 0.93f, half * 0.93f, halves.Z * 0.7f), random.Chance(0.4f) ? inside : black);
        var wheels = random.Chance(0.5f) ? 3 : 4;
        for (var i = 0; i < wheels; i++)
        {
            var angle = (i + 0.5f) * 2 * MathF.PI / wheels;
            body.Cylinder(new(MathF.Cos(angle) * half * 0.9f, MathF.Sin(angle) * half * 0.9f, 0.05f), new(0.05f, 0.05f, 0.02f), inside,
                BodyBuilder.Between(Vector3.UnitZ, new(MathF.Cos(angle), MathF.Sin(angle), 0)));
        }
        // Two black arms with white or grey rollers, between which the ball lies.
        var roller = random.Chance(0.6f) ? Paint.Grey(random, 0.7f, 0.95f) : Paint.Grey(random, 0.1f, 0.4f);
        for (var side = -1; side <= 1; side += 2)
        {
            Vector3 root = new(half * 0.7f, side * 0.14f, 0.2f), tip = new(half + random.Range(0.05f, 0.11f), side * 0.12f, 0.17f);
            body.Beam(root, tip, 0.014f, 0.018f, black);
            body.DiscAside(tip - new Vector3(0, 0, 0.02f), 0.034f, 0.013f, roller);
        }
    }

    /// <summary>Adds a number on a square plate that faces ahead and back, tilted by an angle in radians.</summary>
    public static void Plate(BodyBuilder body, SceneRandom random, Vector3 center, float half, float tilt = 0)
    {
        var color = random.Pick(new Vector3(0.05f, 0.25f, 0.8f), new(0.8f, 0.08f, 0.1f), new(0.85f, 0.1f, 0.6f), new(0.1f, 0.6f, 0.85f), new(0.9f));
        body.Box(center, new(0.006f, half, half), Paint.Jersey(random, color), Quaternion.CreateFromAxisAngle(Vector3.UnitY, tilt));
    }
}
