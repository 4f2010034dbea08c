using System.Numerics;
using RobotVision.Data.Randomness;
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
        var frame = Material.Plain(random.Chance(0.5f) ? tint : random.Grey(0.03f, 0.3f));
        var bare = !hasNet && random.Chance(0.6f);
        foreach (var end in (float[])[-1, 1]) Add(scene, end, paint, frame, hasNet ? net : null, square, bare ? 0 : random.Range(0.4f, 0.9f));
    }

    static void Add(SceneRecipe scene, float end, Material paint, Material frame, Material? net, bool square, float depth)
    {
        var layout = scene.Layout;
        float x = end * (layout.Length / 2 + layout.PostRadius), half = layout.GoalWidth / 2, h = layout.GoalHeight, r = layout.PostRadius;
        var scenery = new BodyBuilder(scene.Solids, -1, new(x, 0, 0), BodyBuilder.Heading(end > 0 ? 0 : MathF.PI));
        for (var side = -1; side <= 1; side += 2)
        {
            var post = scene.Add(ObjectClass.Goalpost);
            var body = new BodyBuilder(scene.Solids, post, new(x, end * side * half, 0), BodyBuilder.Heading(end > 0 ? 0 : MathF.PI));
            if (square) body.Box(new(0, 0, h / 2), new(r, r, h / 2), paint);
            else body.Cylinder(new(0, 0, h / 2), new(r, r, h / 2), paint);
            scene.AddShadow(new(x, end * side * half), r * 2.5f, 0);
            if (depth == 0) continue;
            var foot = new Vector3(0, side * half, r * 0.7f);
            scenery.Capsule(foot, foot + new Vector3(depth, 0, 0), r * 0.7f, frame);
            scenery.Capsule(foot + new Vector3(depth, 0, 0), foot + new Vector3(depth * 0.6f, 0, h * 0.9f), r * 0.4f, frame);
            if (net is not null) scenery.Box(new(depth / 2, side * half, h / 2), new(depth / 2, 0.004f, h / 2), net);
        }
        if (square) scenery.Box(new(0, 0, h), new(r, half + r, r), paint);
        else scenery.Capsule(new(0, -half, h), new(0, half, h), r, paint);
        if (depth == 0) return;
        scenery.Capsule(new(depth, -half, r * 0.7f), new(depth, half, r * 0.7f), r * 0.7f, frame);
        if (net is null) return;
        var lean = Quaternion.CreateFromAxisAngle(Vector3.UnitY, -MathF.Atan2(depth * 0.4f, h));
        scenery.Box(new(depth * 0.8f, 0, h / 2), new(0.004f, half, h / 2 * 1.03f), net, lean);
    }
}
