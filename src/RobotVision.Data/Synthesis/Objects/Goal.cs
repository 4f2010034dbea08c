using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Detections;

namespace RobotVision.Data.Synthesis.Objects;

/// <summary>Builds the two goals of a field: posts, crossbar, net and the frame that holds the net.</summary>
static class Goal
{
    /// <summary>Adds both goals to a scene.</summary>
    public static void AddBoth(SceneRecipe scene, SceneRandom random)
    {
        var tint = random.Chance(0.92f) ? random.Grey(0.7f, 1) * new Vector3(1, random.Range(0.97f, 1), random.Range(0.9f, 1))
            : random.Chance(0.5f) ? new Vector3(0.9f, 0.8f, 0.1f) : new Vector3(0.1f, 0.3f, 0.85f);
        var paint = Material.Plain(tint, random.Range(0, 0.3f));
        var square = random.Chance(0.4f);
        Material net = new()
        {
            Kind = MaterialKind.Net,
            Color = random.Chance(0.5f) ? random.Grey(0.7f, 0.95f) : random.Grey(0.03f, 0.2f),
            Scale = random.Range(0.04f, 0.12f),
        };
        // The back is a net or a closed sheet; some goals have only posts and crossbar.
        var cloth = random.Grey(0.02f, 0.9f);
        if (random.Chance(0.15f)) net = Material.Mottled(cloth, cloth * 0.7f, 0.15f, (uint)random.NextBits());
        var hasNet = random.Chance(0.75f);
        var frame = Material.Plain(random.Chance(0.6f) ? tint : random.Grey(0.03f, 0.3f));
        var bare = !hasNet && random.Chance(0.6f);
        var style = new Style(paint, frame, hasNet ? net : null, square)
        {
            Joint = random.Chance(0.4f) ? Material.Plain(random.Chance(0.5f) ? new(0.1f, 0.25f, 0.6f) : random.Grey(0.3f, 0.6f), 0.1f) : paint,
            TubeRadius = random.Chance(0.6f) ? random.Range(0.014f, 0.026f) : scene.Layout.PostRadius * 0.7f,
            Stays = random.Chance(0.5f),
        };
        foreach (var end in (float[])[-1, 1])
        {
            var lean = random.Chance(0.3f) ? random.Normal() * 0.03f : 0;
            Add(scene, new(end * (scene.Layout.Length / 2 + scene.Layout.PostRadius), 0), end, style, bare ? 0 : random.Range(0.4f, 0.9f), lean, true);
            // An old goal, not in play, behind this one or beside it.
            if (!random.Chance(0.1f)) continue;
            var yellow = Material.Plain(new Vector3(1, 0.78f, 0.24f) * random.Range(0.7f, 1), 0.2f);
            var behind = new Vector2(end * (scene.Layout.Length / 2 + random.Range(0.15f, 0.8f)), random.Normal() * 0.6f);
            Add(scene, behind, end, style with { Paint = yellow, Frame = yellow, Joint = yellow, Net = null }, random.Range(0.3f, 0.6f), 0, false);
        }
    }

    // A goal around a place on the goal line; only posts of goals in play are labelled. A post's foot is where it meets the ground, also when
    // the posts lean (radians, along the goal line).
    static void Add(SceneRecipe scene, Vector2 place, float end, Style style, float depth, float lean, bool inPlay)
    {
        var layout = scene.Layout;
        float half = layout.GoalWidth / 2, h = layout.GoalHeight, r = layout.PostRadius, tube = style.TubeRadius;
        var heading = BodyBuilder.Heading(end > 0 ? 0 : MathF.PI);
        var scenery = new BodyBuilder(scene.Solids, -1, new(place, 0), heading);
        var aside = new Vector3(0, MathF.Sin(lean) * h, 0);
        for (var side = -1; side <= 1; side += 2)
        {
            var foot = new Vector3(0, side * half, 0);
            var post = inPlay ? new BodyBuilder(scene.Solids, scene.Add(ObjectClass.Goalpost), new(place, 0), heading) : scenery;
            var upright = BodyBuilder.Between(Vector3.UnitZ, Vector3.Normalize(aside + new Vector3(0, 0, h)));
            if (style.Square) post.Box(foot + (aside + new Vector3(0, 0, h)) / 2, new(r, r, h / 2), style.Paint, upright);
            else post.Cylinder(foot + (aside + new Vector3(0, 0, h)) / 2, new(r, r, h / 2), style.Paint, upright);
            var ground = post.ToWorld(foot);
            scene.AddShadow(new(ground.X, ground.Y), r * 2.5f, 0);
            if (depth == 0) continue;
            Vector3 front = foot + new Vector3(0, 0, tube), back = front + new Vector3(depth, 0, 0), top = foot + aside + new Vector3(0, 0, h * 0.97f);
            scenery.Capsule(front, back, tube, style.Frame);
            scenery.Ellipsoid(back, new(tube * 1.5f), style.Joint);
            scenery.Capsule(back, foot + new Vector3(depth * 0.6f, 0, h * 0.9f), tube * 0.6f, style.Frame);
            if (style.Stays) scenery.Capsule(back, top, 0.008f, style.Frame);
            if (style.Net is not null) scenery.Box(new(depth / 2, side * half, h / 2), new(depth / 2, 0.004f, h / 2), style.Net);
        }
        Vector3 left = aside + new Vector3(0, -half, h), right = aside + new Vector3(0, half, h);
        if (style.Square) scenery.Box((left + right) / 2, new(r, half + r, r), style.Paint);
        else scenery.Capsule(left, right, r, style.Paint);
        scenery.Ellipsoid(left, new(r * 1.1f), style.Joint);
        scenery.Ellipsoid(right, new(r * 1.1f), style.Joint);
        if (depth == 0) return;
        scenery.Capsule(new(depth, -half, tube), new(depth, half, tube), tube, style.Frame);
        if (style.Net is null) return;
        var slope = Quaternion.CreateFromAxisAngle(Vector3.UnitY, -MathF.Atan2(depth * 0.4f, h));
        scenery.Box(new(depth * 0.8f, 0, h / 2), new(0.004f, half, h / 2 * 1.03f), style.Net, slope);
    }

    readonly record struct Style(Material Paint, Material Frame, Material? Net, bool Square)
    {
        // The corners of the frame.
        public required Material Joint { get; init; }

        // The tubes on the ground.
        public required float TubeRadius { get; init; }

        // Whether thin stays slant from the posts to the back.
        public required bool Stays { get; init; }
    }
}
