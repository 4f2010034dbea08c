using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Wheeled;

/// <summary>Open black decks on struts with boards and lamps between them, a touch screen, a number plate on a mast.</summary>
sealed class Deck : IRobot
{
    /// <inheritdoc/>
    public void Add(SceneRecipe scene, int owner, RobotSite site)
    {
        var random = new SceneRandom(site.Looks);
        var body = scene.BodyAt(owner, site.Place, site.Yaw);
        var black = Paint.Grey(random, 0.015f, 0.1f, 0.2f);
        var low = random.Range(0.16f, 0.24f);
        WheeledBase.Add(body, random, low);
        var lamp = Paint.Glow(random.Chance(0.7f) ? new Vector3(0.15f, 0.4f, 1.3f) : new(0.2f, 1.1f, 0.5f));
        float top = random.Range(0.5f, 0.68f), half = random.Range(0.12f, 0.19f), step = (top - low) / random.NextInt32(2, 5);
        for (var z = low; z < top + 0.01f; z += step)
        {
            body.Box(new(0, 0, z), new(half, half, 0.008f), black);
            if (z > top - step * 0.5f) continue;
            Material boards = new()
            {
                Kind = MaterialKind.Screen,
                Color = random.Grey(0.03f, 0.12f),
                Second = random.Grey(0.25f, 0.7f),
                Scale = 0.12f,
                Salt = (uint)random.NextBits(),
            };
            var height = step * random.Range(0.2f, 0.42f);
            body.Box(new(random.Range(-0.3f, 0.3f) * half, random.Range(-0.3f, 0.3f) * half, z + height + 0.01f),
                new(half * random.Range(0.4f, 0.7f), half * random.Range(0.4f, 0.8f), height), boards);
            if (random.Chance(0.5f)) body.Box(new(half * 0.9f, 0, z + 0.015f), new(0.006f, half * 0.7f, 0.006f), lamp);
        }
        for (var i = 0; i < 4; i++)
        {
            var corner = new Vector3((i < 2 ? 0.93f : -0.93f) * half, (i % 2 == 0 ? 0.93f : -0.93f) * half, low);
            body.Capsule(corner, corner with { Z = top }, 0.009f, random.Chance(0.3f) ? Paint.Grey(random, 0.5f, 0.8f, 0.3f) : black);
        }
        if (random.Chance(0.4f))
        {
            var tilt = Quaternion.CreateFromAxisAngle(Vector3.UnitY, 0.5f);
            body.Box(new(-half * 0.8f, 0, top + 0.05f), new(0.008f, 0.08f, 0.05f), Paint.Glow(new Vector3(0.5f, 0.6f, 0.75f) * random.Range(0.5f, 1)), tilt);
        }
        body.Capsule(new(0, 0, top), new(0, 0, 0.76f), 0.014f, black);
        body.Cylinder(new(0, 0, 0.78f), new(0.05f, 0.05f, 0.02f), black);
        if (random.Chance(0.75f)) WheeledBase.Plate(body, random, new(0.02f, 0, random.Range(top, 0.72f)), random.Range(0.045f, 0.08f));
        scene.AddShadow(site.Place, 0.33f, 0);
    }
}
