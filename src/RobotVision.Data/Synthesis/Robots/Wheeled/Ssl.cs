using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Wheeled;

/// <summary>A robot of the Small Size league: a cylinder 18 cm wide and 15 cm high with coloured dots on its lid.</summary>
/// <remarks>Source: rules of the RoboCup Small Size League 2023, 3.3: a cylinder of at most 0.18 m by 0.15 m; dots of 40 and 50 mm.</remarks>
sealed class Ssl : IRobot
{
    /// <inheritdoc/>
    public void Add(SceneRecipe scene, int owner, RobotSite site)
    {
        var random = new SceneRandom(site.Looks);
        var body = scene.BodyAt(owner, site.Place, site.Yaw);
        var dark = random.Grey(0.02f, 0.18f);
        var shell = random.Chance(0.8f) ? Material.Plain(dark, random.Range(0, 0.4f)) : Material.Plain(random.Grey(0.5f, 0.9f));
        Material inside = new()
        {
            Kind = MaterialKind.Plates,
            Color = dark,
            Second = random.Grey(0.3f, 0.8f),
            Scale = random.Range(0.1f, 0.3f),
            Salt = (uint)random.NextBits(),
        };
        const float radius = 0.09f, height = 0.15f;
        var gap = random.Chance(0.6f) ? random.Range(0.3f, 0.6f) * height : 0;
        body.Cylinder(new(0, 0, (height + gap) / 2 + 0.004f), new(radius, radius, (height - gap) / 2 - 0.004f), shell);
        if (gap > 0) body.Cylinder(new(-0.004f, 0, gap / 2 + 0.008f), new(radius * 0.93f, radius * 0.93f, gap / 2), inside);
        // The flat front with the dribbler bar.
        body.Box(new(radius * 0.8f, 0, 0.035f), new(0.012f, 0.045f, 0.025f), inside);
        body.Capsule(new(radius * 0.95f, -0.04f, 0.045f), new(radius * 0.95f, 0.04f, 0.045f), 0.008f, Material.Plain(random.Grey(0.1f, 0.7f)));
        for (var side = -1; side <= 1; side += 2)
        {
            var wheel = new Vector3(0.02f, side * radius * 0.92f, 0.03f);
            body.Ellipsoid(wheel, new(0.028f, 0.01f, 0.028f), inside);
            for (var end = -1; end <= 1; end += 2)
                Dot(body, new(end * 0.055f, side * 0.045f), 0.02f, random.Chance(0.5f) ? new(0.2f, 0.9f, 0.3f) : new(0.95f, 0.2f, 0.65f));
        }
        Dot(body, default, 0.025f, random.Chance(0.5f) ? new(0.1f, 0.3f, 0.9f) : new(0.95f, 0.85f, 0.1f));
        scene.AddShadow(site.Place, radius * 1.25f, 0);

        void Dot(BodyBuilder on, Vector2 at, float size, Vector3 color) => on.Cylinder(new(at, height), new(size, size, 0.002f), Material.Plain(color));
    }
}
