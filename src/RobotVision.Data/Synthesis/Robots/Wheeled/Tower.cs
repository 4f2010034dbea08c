using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Wheeled;

/// <summary>A black octagonal base, on it a tapering tower in cloth with a number, on its top a glass tube with a black mirror.</summary>
sealed class Tower : IRobot
{
    /// <inheritdoc/>
    public void Add(SceneRecipe scene, int owner, RobotSite site)
    {
        var random = new SceneRandom(site.Looks);
        var body = scene.BodyAt(owner, site.Place, site.Yaw);
        float low = random.Range(0.2f, 0.3f), top = random.Range(0.52f, 0.66f), wide = random.Range(0.15f, 0.21f), taper = random.Range(0.35f, 0.75f);
        WheeledBase.Add(body, random, low);
        var black = Paint.Grey(random, 0.015f, 0.09f, 0.2f);
        var roll = random.Next();
        var color = roll < 0.5f ? new Vector3(0.32f, 0.62f, 0.88f) * random.Range(0.75f, 1.1f)
            : roll < 0.75f ? Paint.TeamColor(random) : random.Grey(0.03f, 0.12f);
        var cloth = Paint.Jersey(random, color);
        var plain = Material.Mottled(color, color * 0.8f, 0.08f, (uint)random.NextBits());
        float middle = (low + top) / 2, half = (top - low) / 2;
        if (random.Chance(0.6f)) body.Pyramid(new(0, 0, middle), new(wide, wide, half), taper, cloth);
        else body.Cone(new(0, 0, middle), new(wide * 1.1f, wide * 1.1f, half), taper, cloth);
        body.Box(new(0, 0, low + 0.02f), new(wide * 1.08f, wide * 1.08f, 0.02f), random.Chance(0.5f) ? black : plain);
        // Cut-outs through which the black inside shows.
        for (var i = random.NextInt32(0, 4); i > 0; i--)
        {
            var at = new Vector3(0, random.Range(-0.3f, 0.3f) * wide, middle + random.Range(-0.6f, 0.5f) * half);
            body.Box(at, new(wide * (1 - (1 - taper) * (at.Z - low) / (top - low)) + 0.004f, random.Range(0.02f, 0.05f), random.Range(0.02f, 0.05f)), black);
        }
        Mirror(body, random, top, black);
        scene.AddShadow(site.Place, 0.33f, 0);
    }

    // The tube of glass is seen by its edges and highlights; the camera inside looks up into the mirror.
    static void Mirror(BodyBuilder body, SceneRandom random, float top, Material black)
    {
        var height = random.Range(0.76f, 0.81f);
        var tube = random.Range(0.035f, 0.06f);
        var glass = Paint.Grey(random, 0.55f, 0.85f, 1);
        body.Cylinder(new(0, 0, top + 0.015f), new(tube * 1.15f, tube * 1.15f, 0.015f), black);
        if (random.Chance(0.7f))
        {
            for (var i = 0; i < 6; i++)
            {
                var edge = new Vector3(MathF.Cos(i * 1.047f) * tube, MathF.Sin(i * 1.047f) * tube, top);
                body.Capsule(edge, edge with { Z = height - 0.06f }, 0.004f, glass);
            }
            body.Cone(new(0, 0, top + 0.03f), new(tube * 0.6f, tube * 0.6f, 0.03f), 0.6f, black);
        }
        else body.Cylinder(new(0, 0, (top + height) / 2), new(tube, tube, (height - top) / 2 - 0.02f), black);
        body.Cone(new(0, 0, height - 0.035f), new(tube * 0.7f, tube * 0.7f, 0.035f), 1.8f, black);
        body.Cylinder(new(0, 0, height), new(tube * 1.3f, tube * 1.3f, 0.008f), black);
    }
}
