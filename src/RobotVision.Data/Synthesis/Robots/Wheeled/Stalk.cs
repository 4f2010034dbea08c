using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Synthesis.Robots.Wheeled;

/// <summary>An open black stalk on a flat base, with an orange, pink or blue bib around it.</summary>
sealed class Stalk : IRobot
{
    /// <inheritdoc/>
    public void Add(SceneRecipe scene, int owner, RobotSite site)
    {
        var random = new SceneRandom(site.Looks);
        var body = scene.BodyAt(owner, site.Place, site.Yaw);
        var black = Paint.Grey(random, 0.015f, 0.1f, 0.2f);
        var low = random.Range(0.13f, 0.22f);
        WheeledBase.Add(body, random, low);
        float top = random.Range(0.68f, 0.76f), apart = random.Range(0.03f, 0.09f);
        for (var i = 0; i < 4; i++)
        {
            var foot = new Vector3((i < 2 ? 1 : -1) * apart * 1.5f, (i % 2 == 0 ? 1 : -1) * apart * 1.5f, low);
            body.Capsule(foot, new(foot.X * 0.6f, foot.Y * 0.6f, top), 0.011f, black);
        }
        body.Box(new(0, 0, low + 0.06f), new(0.09f, 0.11f, 0.06f), Paint.Servos(random));
        for (var z = low + 0.16f; z < top; z += random.Range(0.12f, 0.22f)) body.Box(new(0, 0, z), new(apart * 1.2f, apart * 1.3f, 0.012f), black);
        body.Cylinder(new(0, 0, top + 0.02f), new(0.055f, 0.055f, 0.03f), black);
        if (random.Chance(0.5f)) body.DiscAhead(new(0.06f, 0, top + 0.02f), 0.02f, 0.01f, Paint.Grey(random, 0.2f, 0.5f, 0.6f));
        var bib = random.Pick(new Vector3(0.98f, 0.42f, 0.05f), new(0.95f, 0.25f, 0.55f), new(0.1f, 0.35f, 0.9f), new(0.35f, 0.7f, 0.95f));
        float middle = random.Range(0.4f, 0.58f), high = random.Range(0.07f, 0.14f);
        if (random.Chance(0.85f))
            body.Pyramid(new(0, 0, middle), new(apart * 1.5f + 0.02f, apart * 1.5f + 0.03f, high), random.Range(0.75f, 1), Paint.Jersey(random, bib));
        scene.AddShadow(site.Place, 0.33f, 0);
    }
}
