using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Placing;

/// <summary>Says of a detection from which direction it is seen and where on the ground it stands. Immutable; any thread; allocates nothing.</summary>
/// <param name="projector">Lens and world.</param>
public sealed class DetectionPlacer(GroundProjector projector)
{
    /// <summary>A box whose edge is this near the frame's may go on outside, in pixels.</summary>
    const float EdgeMargin = 1;

    /// <summary>Pixels across a sample.</summary>
    const double SampleSide = 96;

    /// <summary>Standard deviations by which a ball's size may be wrong.</summary>
    const double SizeGate = 3;

    /// <summary>The lens and the world.</summary>
    public GroundProjector Projector => projector;

    /// <summary>The pixel that stands for an object: the centre of a ball or a crossing, the bottom centre of the rest.</summary>
    public static (double X, double Y) StandingPoint(in Detection detection) =>
        (detection.Box.CenterX, detection.Class == ObjectClass.Ball || detection.Class.IsPoint() ? detection.Box.CenterY : detection.Box.Y2);

    /// <summary>How sure <see cref="StandingPoint"/> is, in square pixels of a frame of some size.</summary>
    public static PixelCovariance Noise(in Detection detection, int width, int height)
    {
        var (noise, box) = (BoxNoise.Of(detection.Class), detection.Box);
        // Of an object that is cut off by the frame's edge only a part is boxed: its middle may be half of it away.
        var x = noise.Sigma(box.Width, PixelOf(detection.PixelWidth, width)) + (box.X1 < EdgeMargin || box.X2 > width - EdgeMargin ? box.Width / 2 : 0);
        var y = noise.Sigma(box.Height, PixelOf(detection.PixelHeight, height)) + (box.Y1 < EdgeMargin || box.Y2 > height - EdgeMargin ? box.Height / 2 : 0);
        return new(x * x, 0, y * y);
    }

    /// <summary>Of what nobody says in which look it was seen, the whole view is assumed, which sees the least.</summary>
    static double PixelOf(float known, int frameSide) => known > 0 ? known : (double)frameSide / SampleSide;

    /// <summary>The detection with its bearing and, where the pose is known and it stands on the ground, its place.</summary>
    /// <remarks>
    /// No place has what is above the horizon, what ends below the frame's lower edge so that its foot is not seen, and a ball whose size
    /// does not go with the distance at which it would lie.
    /// </remarks>
    public Detection Place(in Detection detection, TimedPose? pose)
    {
        var (x, y) = StandingPoint(detection);
        Bearing? bearing = projector.Camera.TryUnproject(x, y, out var ray) ? Bearing.Of(ray) : null;
        return detection with { Bearing = bearing, Track = null, Ground = pose is { } known && TryPlace(detection, known, out var ground) ? ground : null };
    }

    /// <summary>The box that a ball at a place would have; false when the lens cannot see all of it.</summary>
    public bool TryBallBox(in TimedPose pose, double x, double y, out Box box) => BallOutline.TryBox(
        projector.Camera, pose.ToCamera(new(x, y, projector.Options.BallRadius)), projector.Options.BallRadius, out box);

    bool TryPlace(in Detection detection, in TimedPose pose, out GroundPoint ground)
    {
        var camera = projector.Camera;
        var (x, y) = StandingPoint(detection);
        var noise = Noise(detection, camera.Width, camera.Height);
        if (detection.Class == ObjectClass.Ball) return TryPlaceBall(detection.Box, pose, noise, out ground);
        ground = default;
        var footIsSeen = detection.Class.IsPoint() || detection.Box.Y2 <= camera.Height - EdgeMargin;
        return footIsSeen && projector.TryLocate(pose, x, y, noise, 0, out ground);
    }

    bool TryPlaceBall(Box seen, in TimedPose pose, PixelCovariance noise, out GroundPoint ground)
    {
        var (camera, radius) = (projector.Camera, projector.Options.BallRadius);
        double x = seen.CenterX, y = seen.CenterY;
        if (!projector.TryLocate(pose, x, y, noise, radius, out ground)) return false;
        if (!TryBallBox(pose, ground.X, ground.Y, out var expected)) return false;
        // The middle of a ball's box is not the picture of its centre: once corrected, what is left is far below the noise.
        if (!projector.TryProject(pose, new(ground.X, ground.Y, radius), out var centreX, out var centreY)) return false;
        var isCut = seen.X1 < EdgeMargin || seen.Y1 < EdgeMargin || seen.X2 > camera.Width - EdgeMargin || seen.Y2 > camera.Height - EdgeMargin;
        if (!isCut && !SizeFits(seen, expected, pose, ground)) return false;
        return projector.TryLocate(pose, x + centreX - expected.CenterX, y + centreY - expected.CenterY, noise, radius, out ground);
    }

    // The distance at which it would lie is itself unsure: far away, where a pixel is metres, size proves little.
    bool SizeFits(Box seen, Box expected, in TimedPose pose, GroundPoint ground)
    {
        var ratio = Math.Log(Math.Sqrt(seen.Width * seen.Height / (expected.Width * (double)expected.Height)));
        double x = ground.X - pose.Position.X, y = ground.Y - pose.Position.Y, range2 = x * x + y * y;
        var along = (x * x * ground.XX + 2 * x * y * ground.XY + y * y * ground.YY) / (range2 * range2); // variance of ln(range)
        var size = projector.Options.BallSizeSigma;
        return ratio * ratio <= SizeGate * SizeGate * (size * size + along);
    }
}
