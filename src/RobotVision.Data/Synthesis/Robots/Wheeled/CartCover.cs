using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Wheeled;

/// <summary>Builds the upper part of a wheeled robot: a box or cone with stickers and numbers, often a laptop on top.</summary>
static class CartCover
{
    /// <summary>Adds a cover with steps, round or square, with stickers on it.</summary>
    public static void AddCover(BodyBuilder body, SceneRandom random, float size)
    {
        var shell = Stickers(random, random.Chance(0.55f) ? random.Grey(0.02f, 0.2f)
            : random.Chance(0.5f) ? random.Grey(0.6f, 0.95f) : random.Hue(0.6f, random.Range(0.3f, 0.9f)));
        var upper = random.Chance(0.5f) ? shell : Stickers(random, random.Chance(0.5f) ? random.Grey(0.03f, 0.3f) : random.Grey(0.6f, 0.95f));
        var round = random.Chance(0.4f);
        var steps = round ? random.NextInt32(1, 7) : random.NextInt32(1, 4);
        float low = 0.1f * size, top = random.Range(0.4f, 0.75f) * size, half = random.Range(0.19f, 0.26f) * size, narrowing = random.Range(0, 0.65f);
        var part = (top - low) / steps;
        for (var i = 0; i < steps; i++)
        {
            var halves = new Vector3(half * (1 - narrowing * i / steps), half * (1 - narrowing * i / steps), part / 2);
            var center = new Vector3(0, 0, low + part * (i + 0.5f));
            var paint = i * 2 < steps ? shell : upper;
            if (round) body.Cylinder(center, halves, paint);
            else body.Box(center, halves, paint);
        }
        var black = Material.Plain(random.Grey(0.02f, 0.15f), 0.2f);
        if (random.Chance(0.4f)) Laptop(body, random, top, size);
        if (random.Chance(0.7f))
        {
            body.Capsule(new(0, 0, top), new(0, 0, 0.78f * size), 0.03f * size, black);
            var camera = random.Chance(0.6f) ? black : Material.Plain(new(0.85f));
            body.Ellipsoid(new(0, 0, 0.79f * size), new Vector3(0.06f, 0.06f, 0.04f) * size, camera);
        }
    }

    /// <summary>Adds a team marker: a band around the body or a plate.</summary>
    public static void AddMarker(BodyBuilder body, SceneRandom random, float size)
    {
        var paint = Material.Plain(random.Chance(0.5f) ? new Vector3(0.1f, 0.7f, 0.9f) : new(0.9f, 0.15f, 0.7f));
        var half = random.Range(0.1f, 0.24f) * size;
        var at = new Vector3(0, 0, random.Range(0.3f, 0.6f) * size);
        if (random.Chance(0.5f)) body.Box(at, new(half, half, random.Range(0.03f, 0.07f) * size), paint);
        else body.Cylinder(at, new(half, half, random.Range(0.03f, 0.07f) * size), paint);
    }

    static void Laptop(BodyBuilder body, SceneRandom random, float top, float size)
    {
        var grey = Material.Plain(random.Chance(0.5f) ? random.Grey(0.03f, 0.15f) : random.Grey(0.5f, 0.85f), 0.2f);
        body.Box(new(0, 0, top + 0.012f), new Vector3(0.12f, 0.17f, 0.012f) * size, grey);
        var open = Quaternion.CreateFromAxisAngle(Vector3.UnitY, random.Range(-0.5f, 0.1f));
        var lid = random.Chance(0.4f) ? Stickers(random, grey.Color) : grey;
        body.Box(new(-0.12f * size, 0, top + 0.12f * size), new Vector3(0.008f, 0.17f, 0.11f) * size, lid, open);
    }

    static Material Stickers(SceneRandom random, Vector3 color) => new()
    {
        Kind = MaterialKind.Stickers,
        Color = color,
        Second = random.Chance(0.5f) ? random.Grey(0.75f, 1) : random.Hue(0.8f, random.Range(0.5f, 0.95f)),
        Gloss = random.Range(0, 0.3f),
        Scale = random.Range(0.35f, 0.9f),
        Salt = (uint)random.NextBits(),
    };
}
