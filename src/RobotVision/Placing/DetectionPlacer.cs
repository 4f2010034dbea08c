using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Sampling;

namespace RobotVision.Placing;

/// <summary>Computes the bearing of a detection and its place on the ground. Immutable; any thread; allocates nothing.</summary>
/// <param name="projector">Lens and world.</param>
public sealed class DetectionPlacer(GroundProjector projector)
{
    /// <summary>A box whose edge is at most this far from the frame's edge, in pixels, may be cut off by it.</summary>
    const float EdgeMargin = 1;

    /// <summary>Standard deviations by which a ball's size may differ from the expected one.</summary>
    const double SizeGate = 3;

    /// <summary>The lens and the world.</summary>
    public GroundProjector Projector => projector;

    /// <summary>
    /// The pixel that stands for an object: the centre of a ball or a crossing, the bottom centre of the rest, where it is not known how they lean
    /// (<see cref="UprightFoot"/>).
    /// </summary>
    public static (double X, double Y) StandingPoint(in Detection detection) =>
        (detection.Box.CenterX, detection.Class == ObjectClass.Ball || detection.Class.IsPoint() ? detection.Box.CenterY : detection.Box.Y2);

    /// <summary>The covariance of <see cref="StandingPoint"/> in square pixels, for a frame of a size in pixels.</summary>
    public static PixelCovariance Noise(in Detection detection, int width, int height)
    {
        var (noise, box) = (BoxNoise.Of(detection.Class), detection.Box);
        // The box of an object that is cut off by the frame's edge covers only a part of it: its centre may be half a box away.
        var x = noise.Sigma(box.Width, PixelOf(detection.PixelWidth, width)) + (box.X1 < EdgeMargin || box.X2 > width - EdgeMargin ? box.Width / 2 : 0);
        var y = noise.Sigma(box.Height, PixelOf(detection.PixelHeight, height)) + (box.Y1 < EdgeMargin || box.Y2 > height - EdgeMargin ? box.Height / 2 : 0);
        return new(x * x, 0, y * y);
    }

    /// <summary>Where the view of a detection is not known, the whole view is assumed, which has the lowest resolution.</summary>
    static double PixelOf(float known, int frameSide) => known > 0 ? known : (double)frameSide / SampleFormat.Size;

    /// <summary>The detection with its bearing and, where the pose is known and it stands on the ground, its place.</summary>
    /// <remarks>
    /// With the pose an upright object's standing point is its foot, wherever it leans to in the picture. Detections above the horizon, objects
    /// cut off at the frame's lower edge and balls whose size does not fit their distance get no place.
    /// </remarks>
    public Detection Place(in Detection detection, TimedPose? pose)
    {
        var (x, y) = pose is { } known ? StandingPointAt(detection, known) : StandingPoint(detection);
        Bearing? bearing = projector.Camera.TryUnproject(x, y, out var ray) ? Bearing.Of(ray) : null;
        return detection with { Bearing = bearing, Track = null, Ground = pose is { } at && TryPlace(detection, at, x, y, out var ground) ? ground : null };
    }

    // With the pose it is known how an upright object leans in the picture; of one that is cut off at a side the middle is not known.
    (double X, double Y) StandingPointAt(in Detection detection, in TimedPose pose)
    {
        var box = detection.Box;
        var isUpright = detection.Class != ObjectClass.Ball && !detection.Class.IsPoint();
        return isUpright && box.X1 >= EdgeMargin && box.X2 <= projector.Camera.Width - EdgeMargin
            ? (UprightFoot.X(projector, pose, box), box.Y2)
            : StandingPoint(detection);
    }

    /// <summary>The box that a ball at a place would have; false when the lens cannot see all of it.</summary>
    public bool TryBallBox(in TimedPose pose, double x, double y, out Box box) => BallOutline.TryBox(
        projector.Camera, pose.ToCamera(new(x, y, projector.Options.BallRadius)), projector.Options.BallRadius, out box);

    bool TryPlace(in Detection detection, in TimedPose pose, double x, double y, out GroundPoint ground)
    {
        var camera = projector.Camera;
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
        // The centre of a ball's box is not the image of its centre: one correction leaves an error far below the noise.
        if (!projector.TryProject(pose, new(ground.X, ground.Y, radius), out var centreX, out var centreY)) return false;
        var isCut = seen.X1 < EdgeMargin || seen.Y1 < EdgeMargin || seen.X2 > camera.Width - EdgeMargin || seen.Y2 > camera.Height - EdgeMargin;
        if (!isCut && !SizeFits(seen, expected, pose, ground)) return false;
        return projector.TryLocate(pose, x + centreX - expected.CenterX, y + centreY - expected.CenterY, noise, radius, out ground);
    }

    // The distance is itself uncertain: far away, where a pixel is metres, the size proves little.
    bool SizeFits(Box seen, Box expected, in TimedPose pose, GroundPoint ground)
    {
        var ratio = Math.Log(Math.Sqrt(seen.Width * seen.Height / (expected.Width * (double)expected.Height)));
        double x = ground.X - pose.Position.X, y = ground.Y - pose.Position.Y, range2 = x * x + y * y;
        var along = (x * x * ground.XX + 2 * x * y * ground.XY + y * y * ground.YY) / (range2 * range2); // variance of ln(range)
        var size = projector.Options.BallSizeSigma;
        return ratio * ratio <= SizeGate * SizeGate * (size * size + along);
    }
}
