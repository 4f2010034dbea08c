using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Objects;

/// <summary>Builds what stands at the walls of a laboratory or hall: chairs, tables, shelves, radiators, pillars, curtains, boxes, goals in store.</summary>
static class Furniture
{
    /// <summary>Adds one thing.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="owner">Its index in the scene's objects; -1 for scenery.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="place">The position on the floor in metres.</param>
    /// <param name="yaw">The direction in which it faces, away from its wall, in radians.</param>
    public static void Add(SceneRecipe scene, int owner, SceneRandom random, Vector2 place, float yaw)
    {
        var body = scene.BodyAt(owner, place, yaw);
        var pale = Paint.Grey(random, 0.6f, 0.95f);
        var dark = Paint.Grey(random, 0.02f, 0.2f);
        switch (random.NextInt32(0, 10))
        {
            case 0:
                OfficeChair(body, random, dark);
                break;
            case 1:
                RoundTable(body, random, pale);
                break;
            case 2:
                Shelf(body, random, pale);
                break;
            case 3:
                Radiator(body, pale);
                break;
            case 4: // a pair of square pillars
                for (var side = -1; side <= 1; side += 2) body.Box(new(0, side * 0.35f, 2), new(0.125f, 0.125f, 2), pale);
                break;
            case 5: // a curtain or a black cloth over boxes
                var cloth = Material.Mottled(dark.Color, dark.Color * 1.7f, 0.08f, (uint)random.NextBits());
                float wide = random.Range(0.3f, 1.2f), high = random.Chance(0.5f) ? random.Range(0.2f, 0.5f) : 1.2f;
                for (var fold = -3; fold <= 3; fold++) body.Cylinder(new(0, fold * wide / 4, high), new(0.06f, wide / 5, high), cloth);
                break;
            case 6:
                Boxes(body, random);
                break;
            case 7:
                StoredGoal(body, random);
                break;
            case 8: // a cupboard with doors
                float width = random.Range(0.3f, 0.6f), top = random.Range(0.4f, 1);
                body.Box(new(0, 0, top), new(0.22f, width, top), pale);
                for (var side = -1; side <= 1; side += 2) body.Box(new(0.225f, side * width * 0.5f, top), new(0.004f, width * 0.48f, top * 0.95f), pale);
                for (var side = -1; side <= 1; side += 2) body.Box(new(0.235f, side * 0.04f, top), new(0.008f, 0.008f, 0.06f), dark);
                break;
            default: // a slanting strut
                body.Beam(new(0, -0.8f, 0), new(0, random.Range(0.2f, 1.2f), 2.6f), 0.05f, 0.06f, dark);
                break;
        }
        scene.AddShadow(place, 0.35f, 0);
    }

    // Five-star foot of chrome, a seat and a back, often lime or black.
    static void OfficeChair(BodyBuilder body, SceneRandom random, Material dark)
    {
        var chrome = Paint.Grey(random, 0.55f, 0.85f, 0.8f);
        var lime = new Vector3(0.55f, 0.75f, 0.12f) * random.Range(0.7f, 1.1f);
        var cloth = Material.Plain(random.Chance(0.5f) ? lime : random.Hue(0.5f, random.Range(0.1f, 0.7f)));
        for (var i = 0; i < 5; i++)
        {
            var tip = new Vector3(MathF.Cos(i * 1.257f) * 0.3f, MathF.Sin(i * 1.257f) * 0.3f, 0.06f);
            body.Capsule(new(0, 0, 0.1f), tip, 0.018f, chrome);
            body.Ellipsoid(tip - new Vector3(0, 0, 0.03f), new(0.03f), dark);
        }
        body.Capsule(new(0, 0, 0.1f), new(0, 0, 0.45f), 0.025f, chrome);
        body.Ellipsoid(new(0, 0, 0.48f), new(0.24f, 0.24f, 0.05f), cloth);
        body.Ellipsoid(new(-0.22f, 0, 0.8f), new(0.04f, 0.22f, 0.25f), cloth);
    }

    static void RoundTable(BodyBuilder body, SceneRandom random, Material pale)
    {
        var top = random.Chance(0.3f) ? Material.Plain(new(0.75f, 0.1f, 0.08f)) : pale;
        body.Cylinder(new(0, 0, 0.74f), new(0.45f, 0.45f, 0.015f), top);
        body.Capsule(default, new(0, 0, 0.72f), 0.035f, Paint.Grey(random, 0.3f, 0.8f, 0.4f));
        body.Cylinder(new(0, 0, 0.012f), new(0.28f, 0.28f, 0.012f), pale);
    }

    static void Shelf(BodyBuilder body, SceneRandom random, Material pale)
    {
        float wide = random.Range(0.35f, 0.6f), high = random.Range(0.6f, 2);
        for (var side = -1; side <= 1; side += 2) body.Box(new(0, side * wide, high / 2), new(0.17f, 0.015f, high / 2), pale);
        body.Box(new(-0.16f, 0, high / 2), new(0.008f, wide, high / 2), pale);
        for (var z = 0.05f; z < high; z += 0.36f)
        {
            body.Box(new(0, 0, z), new(0.17f, wide, 0.012f), pale);
            for (var y = -wide + 0.1f; y < wide - 0.05f; y += 0.2f)
            {
                if (random.Chance(0.35f)) continue;
                var color = random.Chance(0.4f) ? new Vector3(0.62f, 0.46f, 0.3f) * random.Range(0.7f, 1.2f) : random.Hue(0.5f, random.Range(0.2f, 0.9f));
                var tall = random.Range(0.06f, 0.15f);
                body.Box(new(0.02f, y, z + 0.012f + tall), new(0.12f, random.Range(0.03f, 0.09f), tall), Material.Plain(color));
            }
        }
    }

    static void Radiator(BodyBuilder body, Material white)
    {
        for (var i = -7; i <= 7; i++) body.Box(new(0, i * 0.06f, 0.38f), new(0.045f, 0.022f, 0.26f), white);
        body.Box(new(-0.02f, 0, 0.38f), new(0.02f, 0.45f, 0.22f), white);
        body.Capsule(new(0, 0.45f, 0), new(0, 0.45f, 0.2f), 0.012f, white);
    }

    static void Boxes(BodyBuilder body, SceneRandom random)
    {
        for (var i = random.NextInt32(1, 4); i > 0; i--)
        {
            var card = new Vector3(0.66f, 0.49f, 0.31f) * random.Range(0.6f, 1.15f);
            var halves = new Vector3(random.Range(0.12f, 0.28f), random.Range(0.15f, 0.35f), random.Range(0.1f, 0.3f));
            var turn = BodyBuilder.Heading(random.Normal() * 0.3f);
            var at = new Vector3(random.Normal() * 0.1f, random.Normal() * 0.4f, halves.Z);
            body.Box(at, halves, Material.Mottled(card, card * 0.85f, 0.2f, (uint)random.NextBits()), turn);
            body.Box(at, halves with { Y = 0.025f } + new Vector3(0.002f, 0, 0.002f), Material.Plain(card * 1.25f), turn);
        }
    }

    // Leaned at the wall: two posts, a bar, thin tubes; not in play, so without labels of its own.
    static void StoredGoal(BodyBuilder body, SceneRandom random)
    {
        var tube = Material.Plain(random.Chance(0.35f) ? new Vector3(1, 0.78f, 0.24f) * random.Range(0.7f, 1) : random.Grey(0.6f, 0.95f), 0.2f);
        float half = random.Range(0.7f, 1), high = random.Range(0.7f, 1.1f), lean = random.Range(0, 0.25f), r = random.Range(0.03f, 0.05f);
        for (var side = -1; side <= 1; side += 2)
        {
            body.Capsule(new(lean, side * half, r), new(0, side * half, high), r, tube);
            body.Capsule(new(lean, side * half, r), new(lean + 0.4f, side * half, r * 0.6f), r * 0.5f, tube);
        }
        body.Capsule(new(0, -half, high), new(0, half, high), r, tube);
    }
}
