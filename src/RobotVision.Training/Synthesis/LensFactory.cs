using RobotVision.Geometry;

namespace RobotVision.Training.Synthesis;

/// <summary>Draws the lenses of robots' cameras.</summary>
static class LensFactory
{
    /// <summary>Draws a lens: pinhole 55-100 degrees across, or fisheye 90-180.</summary>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    public static ICameraModel Random(SceneRandom random, int width, int height)
    {
        if (random.Chance(0.4f))
        {
            var (cx, cy) = Middle(random, width, height);
            var half = random.Range(55, 100) * MathF.PI / 360;
            var focal = width / 2.0 / Math.Tan(half);
            var bend = random.Chance(0.6f) ? random.Range(-0.22f, 0.03f) : 0;
            return new PinholeCamera(new(width, height, focal, focal, cx, cy), bend, bend * bend * 0.5, random.Range(-0.002f, 0.002f), random.Range(-0.002f, 0.002f));
        }
        return Fisheye(random, width, height, random.Chance(0.5f) ? random.Range(100, 150) : random.Range(90, 180));
    }

    /// <summary>Draws the kind of fisheye that humanoids carry, 110-150 degrees across.</summary>
    public static ICameraModel WideAngle(SceneRandom random, int width, int height) =>
        Fisheye(random, width, height, random.Range(110, 150));

    static FisheyeCamera Fisheye(SceneRandom random, int width, int height, float angle)
    {
        var (cx, cy) = Middle(random, width, height);
        var pixels = width / (angle * MathF.PI / 180);
        return new FisheyeCamera(new(width, height, pixels, pixels, cx, cy), random.Range(-0.06f, 0.04f), random.Range(-0.01f, 0.01f));
    }

    static (double X, double Y) Middle(SceneRandom random, int width, int height) =>
        (width * (0.5 + 0.02 * random.Normal()), height * (0.5 + 0.02 * random.Normal()));
}
