using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Synthesis.Robots.Wheeled;

/// <summary>A black cone or four-sided pyramid from the base to the top, with a red or magenta number plate.</summary>
sealed class Cone : IRobot
{
    /// <inheritdoc/>
    public void Add(SceneRecipe scene, int owner, RobotSite site)
    {
        var random = new SceneRandom(site.Looks);
        var body = scene.BodyAt(owner, site.Place, site.Yaw);
        var black = Paint.Grey(random, 0.012f, 0.08f, random.Range(0.1f, 0.5f));
        float low = random.Range(0.06f, 0.2f), top = random.Range(0.62f, 0.78f), wide = random.Range(0.2f, 0.26f), taper = random.Range(0.08f, 0.35f);
        if (low > 0.1f) WheeledBase.Add(body, random, low + 0.02f);
        var center = new Vector3(0, 0, (low + top) / 2);
        var halves = new Vector3(wide, wide, (top - low) / 2);
        if (random.Chance(0.65f)) body.Pyramid(center, halves, taper, black, random.Chance(0.3f) ? BodyBuilder.Heading(MathF.PI / 4) : null);
        else body.Cone(center, halves, taper, black);
        if (random.Chance(0.8f)) body.Cylinder(new(0, 0, top + 0.01f), new(wide * taper + 0.02f, wide * taper + 0.02f, 0.02f), black);
        if (random.Chance(0.5f))
        {
            body.Capsule(new(0, 0, top), new(0, 0, 0.78f), 0.015f, black);
            body.Ellipsoid(new(0, 0, 0.78f), new(0.05f, 0.05f, 0.03f), Paint.Grey(random, 0.02f, 0.3f, 0.6f));
        }
        var high = random.Range(0.4f, 0.7f);
        var at = low + (top - low) * high;
        if (random.Chance(0.8f))
        {
            // The plates lie on the sloping sides.
            float ahead = wide * (1 - (1 - taper) * high) + 0.006f, slope = -MathF.Atan((1 - taper) * wide / (top - low));
            WheeledBase.Plate(body, random, new(ahead, 0, at), random.Range(0.05f, 0.09f), slope);
            WheeledBase.Plate(body, random, new(-ahead, 0, at), random.Range(0.05f, 0.09f), -slope);
        }
        if (random.Chance(0.4f)) body.DiscAhead(new(wide * 0.9f, 0, low + 0.06f), 0.02f, 0.03f, Paint.Lamp(random));
        scene.AddShadow(site.Place, 0.33f, 0);
    }
}
