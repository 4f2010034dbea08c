using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Robots.Humanoids;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots;

/// <summary>Builds the parts of the own robot that its camera sees: chest, feet, hands. They are never labelled.</summary>
static class OwnBody
{
    static readonly Nao Nao = new();

    /// <summary>Adds the NAO whose head carries the camera: chest, shoulders, arms and toes.</summary>
    public static void AddNao(SceneRecipe scene, SceneRandom random, float yaw) => Nao.AddOwn(scene, yaw, random.NextBits(), random.NextBits());

    /// <summary>Adds the wheeled robot under the camera: a black base with wheels, of which only the edge is seen.</summary>
    public static void AddWheeled(SceneRecipe scene, SceneRandom random, float yaw)
    {
        var body = new BodyBuilder(scene.Solids, -1, new((float)scene.Pose.X, (float)scene.Pose.Y, 0), BodyBuilder.Heading(yaw));
        var black = Material.Plain(random.Grey(0.01f, 0.08f), 0.2f);
        float half = random.Range(0.13f, 0.2f), top = random.Range(0.08f, 0.2f);
        body.Cylinder(new(0, 0, top / 2), new(half, half, top / 2), black);
        for (var side = -1; side <= 1; side += 2)
        {
            body.Ellipsoid(new(half * 0.75f, side * half * 0.75f, top * 0.8f), new(0.07f, 0.07f, 0.07f), black);
            body.Beam(new(half * 0.8f, side * 0.13f, top), new(half + 0.1f, side * 0.11f, 0.16f), 0.015f, 0.02f, black);
        }
    }

    /// <summary>Adds the body under the camera.</summary>
    /// <param name="scene">The scene; its pose gives the camera's position.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="yaw">The heading of the feet on the field, in radians.</param>
    /// <param name="phase">Phase of the step cycle; one cycle is 1.</param>
    public static void Add(SceneRecipe scene, SceneRandom random, float yaw, float phase)
    {
        float h = (float)scene.Pose.Height, swing = MathF.Sin(phase * 2 * MathF.PI);
        var place = new Vector3((float)scene.Pose.X, (float)scene.Pose.Y, 0);
        var body = new BodyBuilder(scene.Solids, -1, place, BodyBuilder.Heading(yaw));
        var white = Material.Plain(random.Grey(0.75f, 1) * new Vector3(1, random.Range(0.97f, 1), random.Range(0.86f, 1)), 0.3f);
        var dark = Material.Plain(random.Grey(0.04f, 0.22f), 0.1f);
        var accent = random.Chance(0.45f)
            ? Material.Plain(random.Chance(0.4f) ? new(0.05f, 0.5f, 0.55f) : random.Hue(0.8f, random.Range(0.4f, 0.8f)))
            : white;
        var shell = random.Chance(0.75f) ? white : dark;
        if (random.Chance(0.55f))
        {
            // The chest covers the lower edge of the image; how much depends on the camera's pitch.
            float side = random.Range(-0.06f, 0.06f) * h, high = random.Range(0.5f, 0.74f) * h, front = random.Range(0.01f, 0.1f) * h;
            body.Ellipsoid(new(front - 0.16f * h, side, high), new Vector3(0.16f, random.Range(0.24f, 0.42f), random.Range(0.07f, 0.14f)) * h, shell);
            body.Ellipsoid(new(front - 0.18f * h, side, high - 0.15f * h), new Vector3(0.14f, 0.16f, 0.25f) * h, shell);
        }
        float wide = random.Range(0.07f, 0.12f) * h, length = random.Range(0.11f, 0.16f) * h, ahead = random.Range(0.06f, 0.24f) * h;
        var shoe = random.Chance(0.5f) ? accent : random.Chance(0.6f) ? white : dark;
        var toe = random.Chance(0.6f) ? dark : shoe;
        var round = random.Chance(0.4f);
        for (var side = -1; side <= 1; side += 2)
            Foot(body, new(ahead + side * swing * 0.08f * h, side * wide, 0.012f * h), length, 0.052f * h, shoe, toe, dark, round);
        scene.AddShadow(new(place.X + MathF.Cos(yaw) * ahead, place.Y + MathF.Sin(yaw) * ahead), 0.25f * h, 0);
        if (random.Chance(0.75f)) Arms(body, random, h, random.Chance(0.7f) ? white : dark, accent, swing);
    }

    static void Foot(BodyBuilder body, Vector3 at, float length, float halfWidth, Material shoe, Material toe, Material sole, bool round)
    {
        if (round) body.Ellipsoid(at + new Vector3(0, 0, 0.03f), new(length, halfWidth * 1.1f, 0.05f), shoe);
        else body.Box(at + new Vector3(0, 0, 0.03f), new(length * 0.95f, halfWidth, 0.025f), shoe);
        body.Box(at + new Vector3(length * 0.05f, 0, 0), new(length, halfWidth * 1.08f, 0.012f), sole);
        body.Ellipsoid(at + new Vector3(length * 0.9f, 0, 0.02f), new(length * 0.25f, halfWidth, 0.03f), toe);
    }

    static void Arms(BodyBuilder body, SceneRandom random, float h, Material hand, Material sleeve, float swing)
    {
        float apart = random.Range(0.17f, 0.3f) * h, low = random.Range(0.28f, 0.55f) * h, ahead = random.Range(0.08f, 0.26f) * h;
        var style = random.Chance(0.4f) ? 3 : random.NextInt32(0, 3);
        for (var side = -1; side <= 1; side += 2)
        {
            var wrist = new Vector3(ahead - side * swing * 0.06f * h, side * apart, low);
            var elbow = new Vector3(-0.02f * h, side * (apart + 0.02f * h), low + 0.12f * h);
            body.Capsule(elbow, wrist, 0.025f * h, sleeve);
            body.Ellipsoid(wrist + new Vector3(0.02f, 0, 0) * h, new Vector3(0.04f, 0.025f, 0.03f) * h, hand);
            if (style == 0) continue;
            if (style == 3)
            {
                // A thin tube bent to a closed loop like a needle's eye, through which turf shows.
                float wide = random.Range(0.018f, 0.028f) * h, bore = random.Range(0.009f, 0.014f) * h;
                var eye = wrist + new Vector3(0.055f * h, 0, 0);
                body.CurvedTube(eye, wide * 1.5f, bore, 0, 6.3f, hand);
                continue;
            }

            // A thumb and bent fingers: a white curve similar to a ball's edge.
            var start = random.Range(-0.4f, 0.4f);
            body.CurvedTube(wrist + new Vector3(0.05f * h, 0, 0), 0.03f * h, 0.013f * h, start, 3.6f, hand);
            if (style == 2) body.Ellipsoid(wrist + new Vector3(0.09f * h, side * 0.01f * h, 0.01f * h), new Vector3(0.02f, 0.012f, 0.014f) * h, hand);
        }
    }
}
