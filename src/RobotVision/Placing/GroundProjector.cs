using RobotVision.Cameras;
using RobotVision.Geometry;

namespace RobotVision.Placing;

/// <summary>From pixels to the ground and back, through one lens. Immutable; any thread; allocates nothing.</summary>
/// <param name="camera">The lens, for the size of image that the pixels are of.</param>
/// <param name="options">What is known of the world and the calibration.</param>
public sealed class GroundProjector(ICameraModel camera, GroundOptions options)
{
    /// <summary>The lens.</summary>
    public ICameraModel Camera => camera;

    /// <summary>What is known of the world and the calibration.</summary>
    public GroundOptions Options => options;

    /// <summary>Finds where a pixel's ray meets a level plane; false above the horizon, beyond the farthest range and outside the lens.</summary>
    /// <param name="pose">The camera's pose.</param>
    /// <param name="x">Pixels.</param>
    /// <param name="y">Pixels.</param>
    /// <param name="planeHeight">Height of the plane above the ground in metres: 0, or a ball's radius.</param>
    /// <param name="point">The place in the robot's frame in metres.</param>
    public bool TryLocate(in TimedPose pose, double x, double y, double planeHeight, out Vector3d point)
    {
        point = default;
        return camera.TryUnproject(x, y, out var ray) && TryMeet(pose, pose.DirectionFromCamera(ray), planeHeight, out point, out _);
    }

    /// <summary>Finds where a pixel's ray meets a level plane, with the covariance from pixel, pose and calibration.</summary>
    /// <param name="pose">The camera's pose with its standard deviations.</param>
    /// <param name="x">Pixels.</param>
    /// <param name="y">Pixels.</param>
    /// <param name="pixel">The covariance of the pixel.</param>
    /// <param name="planeHeight">Height of the plane above the ground in metres.</param>
    /// <param name="point">The place in the robot's frame.</param>
    /// <remarks>
    /// First order: with the direction d = R r and the range t = (plane - height) / d_z, the place p + t d moves with d by
    /// t (I - d e_z' / d_z), with the height by -d / d_z, and d moves with a small turn w by w x d. An error of the principal point
    /// moves all pixels alike and one of the focal length moves them outwards: both are added to the pixel's.
    /// </remarks>
    public bool TryLocate(in TimedPose pose, double x, double y, PixelCovariance pixel, double planeHeight, out GroundPoint point)
    {
        point = default;
        if (!camera.TryUnproject(x, y, out var ray) || !camera.TryProject(ray, out _, out _, out var jacobian)) return false;
        var d = pose.DirectionFromCamera(ray);
        if (!TryMeet(pose, d, planeHeight, out var place, out var t)) return false;
        jacobian.Invert(out var perX, out var perY);
        var (xx, xy) = Move(d, t, pose.DirectionFromCamera(perX));
        var (yx, yy) = Move(d, t, pose.DirectionFromCamera(perY));
        var total = WithCalibration(pixel, x, y);
        var sum = Spread(new(xx, xy), new(yx, yy), total);
        // Turns about each axis: w x d for w = e_x, e_y, e_z.
        var turn = pose.OrientationSigma * pose.OrientationSigma;
        sum = Add(sum, Move(d, t, new(0, -d.Z, d.Y)), turn);
        sum = Add(sum, Move(d, t, new(d.Z, 0, -d.X)), turn);
        sum = Add(sum, Move(d, t, new(-d.Y, d.X, 0)), turn);
        var shift = pose.PositionSigma * pose.PositionSigma;
        sum = Add(sum, (1, 0), shift);
        sum = Add(sum, (0, 1), shift);
        sum = Add(sum, (-d.X / d.Z, -d.Y / d.Z), shift);
        point = new(place.X, place.Y, sum.XX, sum.XY, sum.YY);
        return double.IsFinite(sum.XX + sum.YY);
    }

    /// <summary>Finds the pixel of a place in the robot's frame; false when the lens cannot see it.</summary>
    public bool TryProject(in TimedPose pose, Vector3d pointInRobot, out double x, out double y) =>
        camera.TryProject(pose.ToCamera(pointInRobot), out x, out y);

    bool TryMeet(in TimedPose pose, Vector3d direction, double planeHeight, out Vector3d point, out double range)
    {
        range = (planeHeight - pose.Position.Z) / direction.Z;
        point = pose.Position + direction * range;
        return range > 0 && point.X * point.X + point.Y * point.Y <= options.FarthestRange * options.FarthestRange;
    }

    PixelCovariance WithCalibration(PixelCovariance pixel, double x, double y)
    {
        var center = options.PrincipalPointSigma * camera.Width;
        var (ox, oy) = ((x - camera.Intrinsics.Cx) * options.FocalSigma, (y - camera.Intrinsics.Cy) * options.FocalSigma);
        return new(pixel.XX + center * center + ox * ox, pixel.XY + ox * oy, pixel.YY + center * center + oy * oy);
    }

    // How the meeting point moves along x and y when the direction d changes by a little.
    static (double X, double Y) Move(Vector3d d, double t, Vector3d change)
    {
        var along = change.Z / d.Z;
        return (t * (change.X - d.X * along), t * (change.Y - d.Y * along));
    }

    static PixelCovariance Spread((double X, double Y) a, (double X, double Y) b, PixelCovariance c) => new(
        a.X * a.X * c.XX + 2 * a.X * b.X * c.XY + b.X * b.X * c.YY,
        a.X * a.Y * c.XX + (a.X * b.Y + b.X * a.Y) * c.XY + b.X * b.Y * c.YY,
        a.Y * a.Y * c.XX + 2 * a.Y * b.Y * c.XY + b.Y * b.Y * c.YY);

    static PixelCovariance Add(PixelCovariance sum, (double X, double Y) way, double variance) =>
        new(sum.XX + way.X * way.X * variance, sum.XY + way.X * way.Y * variance, sum.YY + way.Y * way.Y * variance);
}
