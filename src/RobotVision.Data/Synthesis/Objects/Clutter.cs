using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Objects;

/// <summary>Builds obstacles, unlabelled objects that look similar to balls and goal posts, and marks on the ground.</summary>
static class Clutter
{
    /// <summary>Adds a bin, tripod, chair, bag or cardboard box with its shadow.</summary>
    public static void AddObstacle(SceneRecipe scene, int owner, SceneRandom random, Vector2 place)
    {
        var body = new BodyBuilder(scene.Solids, owner, new(place, 0), BodyBuilder.Heading(random.Range(0, 6.28f)));
        var color = random.Chance(0.35f) ? random.Grey(0.03f, 0.3f)
            : random.Chance(0.3f) ? random.Grey(0.7f, 1)
            : random.Chance(0.3f) ? new Vector3(0.85f, 0.1f, 0.08f)
            : random.Hue(random.Range(0.3f, 0.9f), random.Range(0.3f, 0.9f));
        var paint = Material.Mottled(color, color * 0.75f, 0.2f, (uint)random.NextBits(), 0.1f);
        var dark = Material.Plain(random.Chance(0.75f) ? random.Grey(0.03f, 0.3f) : random.Grey(0.6f, 1));
        var h = random.Range(0.3f, 0.9f);
        switch (random.NextInt32(0, 5))
        {
            case 0: // a bin
                body.Box(new(0, 0, h / 2), new(h * 0.32f, h * 0.32f, h / 2), paint);
                body.Box(new(0, 0, h), new(h * 0.35f, h * 0.35f, 0.02f), dark);
                break;
            case 1: // a tripod
                h *= 1.6f;
                for (var i = 0; i < 3; i++)
                    body.Capsule(new(MathF.Cos(i * 2.094f) * h * 0.3f, MathF.Sin(i * 2.094f) * h * 0.3f, 0.01f), new(0, 0, h * 0.75f), 0.015f, dark);
                body.Capsule(new(0, 0, h * 0.5f), new(0, 0, h), 0.02f, dark);
                body.Box(new(0, 0, h + 0.04f), new(0.07f, 0.05f, 0.05f), dark);
                break;
            case 2: // a chair
                body.Box(new(0, 0, 0.45f), new(0.2f, 0.2f, 0.02f), paint);
                body.Box(new(-0.2f, 0, 0.68f), new(0.02f, 0.2f, 0.2f), paint);
                for (var i = 0; i < 4; i++)
                {
                    var foot = new Vector3(i < 2 ? 0.17f : -0.17f, i % 2 == 0 ? 0.17f : -0.17f, 0);
                    body.Capsule(foot, foot with { Z = 0.45f }, 0.015f, dark);
                }
                break;
            case 3: // a bag with handles
                body.Ellipsoid(new(0, 0, h * 0.3f), new(h * 0.25f, h * 0.5f, h * 0.32f), paint);
                body.CurvedTube(new(0, 0, h * 0.55f), h * 0.18f, 0.012f, 0, 5, dark);
                break;
            default: // a cardboard box
                var card = new Vector3(0.68f, 0.5f, 0.3f) * random.Range(0.7f, 1.2f);
                body.Box(new(0, 0, h * 0.3f), new(h * 0.4f, h * 0.5f, h * 0.3f), random.Chance(0.6f) ? Material.Mottled(card, card * 0.8f, 0.2f, 3) : paint);
                break;
        }
        scene.AddShadow(place, h * 0.5f, 0);
    }

    /// <summary>Adds a cardboard box, a bag or a rucksack, as they lie about on fields.</summary>
    public static void AddPackage(SceneRecipe scene, int owner, SceneRandom random, Vector2 place)
    {
        var body = scene.BodyAt(owner, place, random.Range(0, 6.28f));
        var card = new Vector3(0.66f, 0.49f, 0.31f) * random.Range(0.6f, 1.2f);
        var cloth = random.Chance(0.6f) ? random.Grey(0.02f, 0.15f) : random.Hue(0.6f, random.Range(0.2f, 0.7f));
        var size = random.Range(0.1f, 0.26f);
        if (random.Chance(0.5f))
        {
            body.Box(new(0, 0, size * 0.7f), new(size, size * random.Range(0.7f, 1.4f), size * 0.7f), Material.Mottled(card, card * 0.8f, 0.2f, 3));
            if (random.Chance(0.5f)) body.Box(new(0, 0, size * 0.72f), new(size * 1.01f, 0.025f, size * 0.7f), Material.Plain(card * 1.3f));
        }
        else
        {
            var bag = Material.Mottled(cloth, cloth * 0.7f, 0.08f, (uint)random.NextBits());
            body.Ellipsoid(new(0, 0, size * 0.8f), new(size * 0.7f, size * 1.1f, size * 0.9f), bag);
            body.Ellipsoid(new(size * 0.5f, 0, size * 0.5f), new(size * 0.4f, size * 0.7f, size * 0.5f), bag);
            body.CurvedTube(new(0, 0, size * 1.6f), size * 0.35f, 0.01f, 0, 5, Material.Plain(cloth * 0.6f));
        }
        scene.AddShadow(place, size * 1.3f, 0);
    }

    /// <summary>Adds a small object that looks similar to a ball but is none and has no label: a shoe, a curved tube, a cup, a box.</summary>
    public static void AddNearBall(SceneRecipe scene, SceneRandom random, Vector2 place)
    {
        var body = new BodyBuilder(scene.Solids, -1, new(place, 0), BodyBuilder.Heading(random.Range(0, 6.28f)));
        var white = Material.Plain(random.Chance(0.75f) ? random.Grey(0.65f, 1) : random.Hue(0.7f, 0.8f), random.Range(0, 0.4f));
        var dark = Material.Plain(random.Grey(0.04f, 0.25f));
        var size = random.Range(0.05f, 0.14f);
        switch (random.NextInt32(0, 8))
        {
            case 0: // a shoe with a dark sole
                body.Ellipsoid(new(0, 0, size * 0.5f), new(size * 1.5f, size * 0.6f, size * 0.5f), white);
                body.Box(new(0, 0, size * 0.08f), new(size * 1.5f, size * 0.6f, size * 0.1f), dark);
                body.Capsule(new(-size * 0.7f, 0, size * 0.5f), new(-size * 0.7f, 0, size * 3), size * 0.5f, dark);
                break;
            case 1: // a curved tube
                body.CurvedTube(new(0, 0, size), size, size * random.Range(0.15f, 0.35f), random.Range(0, 6), random.Range(2, 5), white);
                break;
            case 2: // a cup, lying or standing
                body.Capsule(new(0, 0, size * 0.6f), random.Chance(0.5f) ? new(0, 0, size * 1.8f) : new(size * 1.4f, 0, size * 0.5f), size * 0.5f, white);
                break;
            case 3: // a plastic box
                body.Box(new(0, 0, size * 0.5f), new(size * random.Range(0.4f, 1.2f), size * 0.6f, size * 0.5f), white);
                if (random.Chance(0.5f)) body.Box(new(0, 0, size * 1.01f), new(size * 0.3f, size * 0.3f, size * 0.05f), dark);
                break;
            case 4: // a white printed box, as for tools or food
                var printed = Printed(random.Grey(0.75f, 1), random.Hue(0.7f, 0.8f), random.Range(0.5f, 0.9f), random);
                body.Box(new(0, 0, size * 0.8f), new(size * random.Range(0.5f, 1.5f), size * random.Range(0.7f, 1.5f), size * 0.8f), printed);
                break;
            case 5: // a servo horn or another round robot part, upright or flat
                var upright = random.Chance(0.5f);
                var rotation = upright ? Quaternion.CreateFromAxisAngle(Vector3.UnitY, MathF.PI / 2) : Quaternion.Identity;
                var lift = new Vector3(0, 0, upright ? size : size * 0.3f);
                body.Cylinder(lift, new(size, size, size * 0.3f), white, rotation);
                body.Cylinder(lift, new(size * 0.5f, size * 0.5f, size * 0.33f), dark, rotation);
                break;
            case 6: // a crumpled plastic bag
                for (var i = 0; i < 4; i++)
                {
                    var center = new Vector3(random.Normal() * size * 0.4f, random.Normal() * size * 0.4f, size * 0.4f);
                    var radii = new Vector3(random.Range(0.4f, 1), random.Range(0.4f, 1), random.Range(0.4f, 0.7f)) * size;
                    body.Ellipsoid(center, radii, Material.Mottled(white.Color, white.Color * 0.7f, 0.03f, (uint)random.NextBits(), 0.2f));
                }
                break;
            default: // a flat dome
                body.Ellipsoid(new(0, 0, 0), new(size, size * random.Range(0.6f, 1), size * random.Range(0.2f, 0.5f)), white);
                break;
        }
        scene.AddShadow(place, size * 1.2f, 0);
    }

    /// <summary>Adds an upright object that looks similar to a goal post but is none and has no label: a pole, a pillar, a frame, a table.</summary>
    public static void AddNearPost(SceneRecipe scene, SceneRandom random, Vector2 place)
    {
        var body = new BodyBuilder(scene.Solids, -1, new(place, 0), BodyBuilder.Heading(random.Range(0, 6.28f)));
        var paint = Material.Plain(random.Chance(0.6f) ? random.Grey(0.5f, 1) : random.Grey(0.03f, 0.4f), random.Range(0, 0.3f));
        float h = random.Range(0.7f, 2.6f), r = random.Range(0.015f, 0.05f);
        switch (random.NextInt32(0, 6))
        {
            case 0: // a pillar
                body.Box(new(0, 0, 2), new(random.Range(0.12f, 0.3f), random.Range(0.12f, 0.3f), 2), paint);
                break;
            case 1: // a pole on a foot
                body.Capsule(Vector3.Zero, new(0, 0, h), r, paint);
                body.Cylinder(new(0, 0, 0.02f), new(0.15f, 0.15f, 0.02f), Material.Plain(random.Grey(0.03f, 0.4f)));
                break;
            case 2: // a table
                h = random.Range(0.65f, 0.8f);
                float half = random.Range(0.4f, 0.9f);
                body.Box(new(0, 0, h), new(0.35f, half, 0.02f), Material.Plain(random.Grey(0.3f, 0.9f)));
                for (var i = 0; i < 4; i++)
                {
                    var foot = new Vector3(i < 2 ? 0.32f : -0.32f, (i % 2 == 0 ? 1 : -1) * (half - 0.03f), 0);
                    body.Capsule(foot, foot + new Vector3(0, 0, h), 0.02f, paint);
                }
                break;
            case 3: // a roll-up banner with pale edges
                float broad = random.Range(0.3f, 0.5f);
                body.Box(new(0, 0, 1), new(0.006f, broad, 1), paint);
                var face = new Vector3(0.009f, broad * random.Range(0.85f, 0.97f), 0.97f);
                body.Box(new(0, 0, 1), face, Printed(random.Hue(0.6f, random.Range(0.2f, 0.9f)), random.Grey(0.6f, 1), 0.5f, random));
                body.Box(new(0, 0, 0.04f), new(0.1f, broad, 0.04f), Material.Plain(random.Grey(0.1f, 0.7f)));
                break;
            case 4: // a chair with pale legs
                var seat = Material.Plain(random.Chance(0.5f) ? random.Grey(0.03f, 0.3f) : random.Hue(0.6f, 0.7f));
                body.Box(new(0, 0, 0.45f), new(0.21f, 0.21f, 0.015f), seat);
                body.Box(new(-0.2f, 0, 0.75f), new(0.015f, 0.21f, 0.13f), seat);
                for (var i = 0; i < 4; i++)
                {
                    var foot = new Vector3(i < 2 ? 0.19f : -0.21f, i % 2 == 0 ? 0.19f : -0.19f, 0);
                    body.Capsule(foot, foot + new Vector3(0, 0, i < 2 ? 0.45f : 0.85f), 0.013f, paint);
                }
                break;
            default: // a frame of bars, as for a banner or a fence
                float wide = random.Range(0.4f, 1.2f);
                body.Capsule(new(0, -wide, 0), new(0, -wide, h), r, paint);
                body.Capsule(new(0, wide, 0), new(0, wide, h), r, paint);
                body.Capsule(new(0, -wide, h), new(0, wide, h), r, paint);
                if (random.Chance(0.5f))
                {
                    var cloth = Material.Mottled(random.Hue(0.6f, 0.7f), random.Grey(0.1f, 0.9f), 0.3f, (uint)random.NextBits());
                    body.Box(new(0, 0, h * 0.6f), new(0.01f, wide, h * 0.38f), cloth);
                }
                break;
        }
    }

    /// <summary>Adds sunlight through windows: a row of bright rectangles with hard edges on the ground.</summary>
    public static void AddSunlight(SceneRecipe scene, SceneRandom random, Vector2 eye)
    {
        if (!random.Chance(0.15f)) return;
        var angle = random.Range(0, 6.28f);
        var axis = new Vector2(MathF.Cos(angle), MathF.Sin(angle));
        var across = new Vector2(-axis.Y, axis.X);
        float length = random.Range(0.4f, 1.6f), width = random.Range(0.15f, 0.8f);
        var first = eye + new Vector2(random.Normal(), random.Normal()) * 2;
        var light = new Vector3(1.1f, 1.05f, 0.95f) * random.Range(1.5f, 3.5f);
        for (var i = random.NextInt32(1, 6); i > 0; i--)
            scene.Decals.Add(new(DecalShape.Pane, first + across * (i * width * 2.2f), axis, length * 1.42f, width * 1.42f, light, 1, true));
    }

    /// <summary>Adds scraps, sprayed spots, stars of tape, spots of light, shadows and a cable on the ground.</summary>
    public static void AddGroundMarks(SceneRecipe scene, SceneRandom random, Vector2 eye)
    {
        Vector2 Near(float reach) => eye + new Vector2(random.Normal(), random.Normal()) * reach;
        Vector2 Axis()
        {
            var angle = random.Range(0, 6.28f);
            return new(MathF.Cos(angle), MathF.Sin(angle));
        }
        var decals = scene.Decals;
        for (var i = random.NextInt32(0, 4); i > 0; i--)
            decals.Add(new(DecalShape.Soft, Near(3), Axis(), random.Range(0.3f, 2.5f), random.Range(0.3f, 1.2f),
                new(random.Chance(0.5f) ? random.Range(1.2f, 2) : random.Range(0.4f, 0.8f)), random.Range(0.3f, 1), true));
        for (var i = random.Chance(0.5f) ? random.NextInt32(1, 5) : 0; i > 0; i--)
        {
            var place = Near(1.6f);
            decals.Add(new(DecalShape.Patch, place, Axis(), random.Range(0.03f, 0.15f), random.Range(0.03f, 0.13f),
                random.Grey(0.6f, 0.95f), random.Range(0.3f, 0.95f), false, (uint)random.NextBits()));
            scene.UnclearMarks.Add(place);
        }
        for (var i = random.Chance(0.5f) ? random.NextInt32(1, 5) : 0; i > 0; i--)
            decals.Add(new(random.Chance(0.5f) ? DecalShape.Scrap : DecalShape.Star, Near(1.6f), Axis(), random.Range(0.02f, 0.12f), random.Range(0.02f, 0.1f),
                random.Chance(0.75f) ? random.Grey(0.6f, 1) : random.Hue(0.8f, 0.8f), random.Range(0.6f, 1), false, (uint)random.NextBits()));
        for (var i = random.Chance(0.4f) ? random.NextInt32(1, 4) : 0; i > 0; i--)
            decals.Add(new(DecalShape.Scrap, Near(1.6f), Axis(), random.Range(0.05f, 0.3f), random.Range(0.05f, 0.3f),
                new Vector3(0.25f, 0.25f, 0.12f), random.Range(0.2f, 0.7f), false, (uint)random.NextBits()));
        // Sheets of paper and pieces of tape: white like lines, but not field markings.
        for (var i = random.Chance(0.3f) ? random.NextInt32(1, 4) : 0; i > 0; i--)
        {
            var (along, wide) = random.Chance(0.5f) ? (0.15f, 0.105f) : (random.Range(0.06f, 0.4f), random.Range(0.012f, 0.03f));
            decals.Add(new(DecalShape.Pane, Near(1.6f), Axis(), along * 1.42f, wide * 1.42f, random.Grey(0.75f, 1), random.Range(0.6f, 1), false));
        }
        if (!random.Chance(0.25f)) return;
        var cable = Material.Plain(random.Chance(0.3f) ? new(0.6f, 0.15f, 0.1f)
            : random.Chance(0.4f) ? random.Grey(0.7f, 0.95f) : random.Grey(0.03f, 0.3f));
        var at = Near(2);
        var heading = random.Range(0, 6.28f);
        for (var i = 0; i < 14; i++)
        {
            var next = at + new Vector2(MathF.Cos(heading), MathF.Sin(heading)) * 0.25f;
            scene.Solids.Add(Solid.Capsule(new(at, 0.006f), new(next, 0.006f), 0.008f, cable, -1));
            at = next;
            heading += random.Normal() * 0.35f;
        }
    }

    static Material Printed(Vector3 color, Vector3 second, float scale, SceneRandom random) =>
        new() { Kind = MaterialKind.Stickers, Color = color, Second = second, Scale = scale, Salt = (uint)random.NextBits() };
}
