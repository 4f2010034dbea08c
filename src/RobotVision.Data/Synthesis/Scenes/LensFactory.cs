using RobotVision.Cameras;
using RobotVision.Data.Randomness;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>Draws random camera models of robots.</summary>
static class LensFactory
{
    /// <summary>Draws a lens: pinhole with a horizontal field of view of 55-100 degrees, or fisheye with 90-180.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public static ICameraModel Random(SceneRandom random, int width, int height)
    {
        if (random.Chance(0.4f)) return Pinhole(random, width, height, random.Range(55, 100));
        return Fisheye(random, width, height, random.Chance(0.5f) ? random.Range(100, 150) : random.Range(90, 180));
    }

    /// <summary>Draws a lens for a viewpoint, sometimes with a rolling shutter while the head turns.</summary>
    public static ICameraModel For(Viewpoint view, SceneRandom random, int width, int height)
    {
        var lens = view switch
        {
            Viewpoint.Humanoid => Fisheye(random, width, height, random.Range(110, 150)),
            Viewpoint.Upper or Viewpoint.Lower => Narrow(random, width, height),
            Viewpoint.Msl => Fisheye(random, width, height, random.Range(130, 185)),
            Viewpoint.Low => Pinhole(random, width, height, random.Range(50, 75)),
            _ => Random(random, width, height),
        };
        // Mostly below 3 rad/s during the 30 ms in which a frame is read out.
        return random.Chance(0.3f) ? new RollingShutterCamera(lens, (random.Normal() * 0.03, random.Normal() * 0.05)) : lens;
    }

    // The NAO's cameras: 61 degrees by 48 (V5) or 56 by 44 (V6), nearly without distortion. Source: Aldebaran's data sheets.
    static PinholeCamera Narrow(SceneRandom random, int width, int height)
    {
        var (cx, cy) = Middle(random, width, height);
        var focal = width / 2.0 / Math.Tan(random.Pick(61f, 56f) * random.Range(0.97f, 1.03f) * MathF.PI / 360);
        return new PinholeCamera(new(width, height, focal, focal, cx, cy), random.Range(-0.04f, 0.02f));
    }

    static PinholeCamera Pinhole(SceneRandom random, int width, int height, float angle)
    {
        var (cx, cy) = Middle(random, width, height);
        var focal = width / 2.0 / Math.Tan(angle * MathF.PI / 360);
        var k1 = random.Chance(0.6f) ? random.Range(-0.22f, 0.03f) : 0;
        float p1 = random.Range(-0.002f, 0.002f), p2 = random.Range(-0.002f, 0.002f);
        return new PinholeCamera(new(width, height, focal, focal, cx, cy), k1, k1 * k1 * 0.5, p1, p2);
    }

    static FisheyeCamera Fisheye(SceneRandom random, int width, int height, float angle)
    {
        var (cx, cy) = Middle(random, width, height);
        var focal = width / (angle * MathF.PI / 180);
        return new FisheyeCamera(new(width, height, focal, focal, cx, cy), random.Range(-0.06f, 0.04f), random.Range(-0.01f, 0.01f));
    }

    static (double X, double Y) Middle(SceneRandom random, int width, int height) =>
        (width * (0.5 + 0.02 * random.Normal()), height * (0.5 + 0.02 * random.Normal()));
}
