using RobotVision.Cameras;
using RobotVision.Data.Randomness;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>Draws the lenses of robots' cameras.</summary>
static class LensFactory
{
    /// <summary>Draws a lens: pinhole 55-100 degrees across, or fisheye 90-180.</summary>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    public static ICameraModel Random(SceneRandom random, int width, int height)
    {
        if (random.Chance(0.4f)) return Pinhole(random, width, height, random.Range(55, 100));
        return Fisheye(random, width, height, random.Chance(0.5f) ? random.Range(100, 150) : random.Range(90, 180));
    }

    /// <summary>Draws a lens as robots of a kind carry it; at times its shutter rolls while the head turns.</summary>
    public static ICameraModel For(Viewpoint view, SceneRandom random, int width, int height)
    {
        var lens = view switch
        {
            Viewpoint.Humanoid => Fisheye(random, width, height, random.Range(110, 150)),
            Viewpoint.MiddleSize => Fisheye(random, width, height, random.Range(130, 185)),
            Viewpoint.Low => Pinhole(random, width, height, random.Range(50, 75)),
            _ => Random(random, width, height),
        };
        // Up to 3 radians a second over the 30 ms in which a frame is read out.
        return random.Chance(0.3f) ? new RollingShutterCamera(lens, (random.Normal() * 0.03, random.Normal() * 0.05)) : lens;
    }

    static PinholeCamera Pinhole(SceneRandom random, int width, int height, float angle)
    {
        var (cx, cy) = Middle(random, width, height);
        var focal = width / 2.0 / Math.Tan(angle * MathF.PI / 360);
        var bend = random.Chance(0.6f) ? random.Range(-0.22f, 0.03f) : 0;
        return new PinholeCamera(new(width, height, focal, focal, cx, cy), bend, bend * bend * 0.5, random.Range(-0.002f, 0.002f), random.Range(-0.002f, 0.002f));
    }

    static FisheyeCamera Fisheye(SceneRandom random, int width, int height, float angle)
    {
        var (cx, cy) = Middle(random, width, height);
        var pixels = width / (angle * MathF.PI / 180);
        return new FisheyeCamera(new(width, height, pixels, pixels, cx, cy), random.Range(-0.06f, 0.04f), random.Range(-0.01f, 0.01f));
    }

    static (double X, double Y) Middle(SceneRandom random, int width, int height) =>
        (width * (0.5 + 0.02 * random.Normal()), height * (0.5 + 0.02 * random.Normal()));
}
