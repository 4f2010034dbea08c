using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Wheeled;

/// <summary>A wheeled robot of random build as in the Middle Size league: a dark base, a tapering cover, a camera on top.</summary>
sealed class Cart : IRobot
{
    /// <inheritdoc/>
    public void Add(SceneRecipe scene, int owner, RobotSite site)
    {
        var random = new SceneRandom(site.Looks);
        var body = scene.BodyAt(owner, site.Place, site.Yaw);
        var size = random.Range(0.8f, 1.1f);
        var dark = random.Grey(0.02f, 0.16f);
        var black = Material.Plain(dark, 0.2f);
        Material plates = new() { Kind = MaterialKind.Plates, Color = dark, Second = random.Grey(0.15f, 0.5f), Scale = 0.2f, Salt = (uint)random.NextBits() };
        var color = random.Chance(0.35f) ? new Vector3(0.95f, 0.35f, 0.05f)
            : random.Chance(0.4f) ? random.Grey(0.05f, 0.3f) : random.Hue(0.8f, random.Range(0.3f, 0.9f));
        var cover = Material.Mottled(color, color * 0.65f, 0.12f, (uint)random.NextBits());
        body.Box(new(0, 0, 0.13f * size), new Vector3(0.24f, 0.24f, 0.09f) * size, plates);
        body.Ellipsoid(new(0, 0, 0.12f * size), new Vector3(0.29f, 0.29f, 0.1f) * size, black);
        for (var i = 0; i < 3; i++)
        {
            var angle = i * 2.094f;
            body.Ellipsoid(new Vector3(MathF.Cos(angle) * 0.25f, MathF.Sin(angle) * 0.25f, 0.06f) * size, new Vector3(0.06f) * size, black);
        }
        switch (random.NextInt32(0, 5))
        {
            case 0:
                Tower(body, random, size, plates, cover, black);
                break;
            case 1:
                Cloak(body, random, size, random.Chance(0.7f) ? black : cover, black);
                break;
            case 2 or 3:
                CartCover.AddCover(body, random, size);
                break;
            default:
                Decks(body, random, size, plates, black);
                break;
        }
        if (random.Chance(0.5f)) CartCover.AddMarker(body, random, size);
        for (var side = -1; side <= 1; side += 2)
            body.Beam(new Vector3(0.22f, 0.12f * side, 0.2f) * size, new Vector3(0.36f, 0.1f * side, 0.1f) * size, 0.015f * size, 0.02f * size, black);
        scene.AddShadow(site.Place, 0.36f * size, 0);
    }

    // A cover that narrows in steps, with a mirror or camera on a pole.
    static void Tower(BodyBuilder body, SceneRandom random, float size, Material plates, Material cover, Material black)
    {
        var top = random.Range(0.45f, 0.62f) * size;
        for (var i = 0; i < 3; i++)
        {
            var part = i / 3f;
            var z = 0.2f * size + (top - 0.2f * size) * (part + 0.17f);
            var halves = new Vector3(0.2f * size * (1 - part * 0.7f), 0.2f * size * (1 - part * 0.7f), (top - 0.2f * size) * 0.18f);
            body.Box(new(0, 0, z), halves, i == 0 && random.Chance(0.4f) ? plates : cover);
        }
        body.Capsule(new(0, 0, top), new(0, 0, 0.76f * size), 0.035f * size, black);
        body.Ellipsoid(new(0, 0, 0.78f * size), new Vector3(0.06f, 0.06f, 0.05f) * size, random.Chance(0.7f) ? black : Material.Plain(new(0.8f)));
    }

    // A black cloth or sheet metal from the wheels to the top, as the rules require for one team.
    static void Cloak(BodyBuilder body, SceneRandom random, float size, Material cloth, Material black)
    {
        var top = random.Range(0.5f, 0.75f) * size;
        var half = random.Range(0.19f, 0.25f) * size;
        if (random.Chance(0.5f)) body.Box(new(0, 0, (top + 0.08f) / 2), new(half, half, (top - 0.08f) / 2), cloth);
        else body.Cylinder(new(0, 0, (top + 0.08f) / 2), new(half, half, (top - 0.08f) / 2), cloth);
        body.Capsule(new(0, 0, top), new(0, 0, 0.78f * size), 0.03f * size, black);
    }

    // Open decks on struts: computers, batteries and cables between them, a camera pole on top.
    static void Decks(BodyBuilder body, SceneRandom random, float size, Material plates, Material black)
    {
        var top = random.Range(0.45f, 0.68f) * size;
        var half = random.Range(0.13f, 0.2f) * size;
        var decks = random.NextInt32(2, 5);
        for (var i = 0; i <= decks; i++)
        {
            var z = 0.2f * size + (top - 0.2f * size) * i / decks;
            body.Box(new(0, 0, z), new(half, half, 0.008f), black);
            if (i == decks) continue;
            var center = new Vector3(random.Range(-0.3f, 0.3f) * half, random.Range(-0.3f, 0.3f) * half, z + 0.05f * size);
            body.Box(center, new(half * random.Range(0.3f, 0.7f), half * random.Range(0.4f, 0.8f), random.Range(0.02f, 0.05f) * size), plates);
        }
        for (var i = 0; i < 4; i++)
        {
            var corner = new Vector3((i < 2 ? 0.93f : -0.93f) * half, (i % 2 == 0 ? 0.93f : -0.93f) * half, 0.18f * size);
            body.Capsule(corner, corner with { Z = top }, 0.01f * size, black);
        }
        body.Capsule(new(0, 0, top), new(0, 0, 0.77f * size), 0.02f * size, black);
        body.Ellipsoid(new(0, 0, 0.78f * size), new Vector3(0.07f, 0.07f, 0.04f) * size, black);
    }
}
