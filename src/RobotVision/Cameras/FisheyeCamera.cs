using RobotVision.Geometry;

namespace RobotVision.Cameras;

/// <summary>A fisheye camera with the four coefficients of Kannala and Brandt; all 0 is the equidistant lens.</summary>
/// <remarks>
/// Source: J. Kannala and S. Brandt, "A generic camera model and calibration method for conventional, wide-angle, and
/// fish-eye lenses" (2006), in the form of OpenCV's cv::fisheye: d = a (1 + k1 a^2 + k2 a^4 + k3 a^6 + k4 a^8), with a the
/// angle off the axis in radians.
/// </remarks>
public sealed class FisheyeCamera : ICameraModel
{
    const int Iterations = 30;

    readonly double _maximumDistorted;

    /// <summary>Makes the model from its parameters.</summary>
    /// <param name="intrinsics">Sizes, focal lengths (pixels a radian at the centre) and principal point in pixels.</param>
    /// <param name="k1">Coefficient of the angle's third power.</param>
    /// <param name="k2">Coefficient of the angle's fifth power.</param>
    /// <param name="k3">Coefficient of the angle's seventh power.</param>
    /// <param name="k4">Coefficient of the angle's ninth power.</param>
    /// <exception cref="ArgumentException">The intrinsics are not usable, or a coefficient is not finite.</exception>
    public FisheyeCamera(CameraIntrinsics intrinsics, double k1 = 0, double k2 = 0, double k3 = 0, double k4 = 0)
    {
        intrinsics.Validate();
        CameraIntrinsics.RequireFinite(k1, k2, k3, k4);
        (Intrinsics, K1, K2, K3, K4) = (intrinsics, k1, k2, k3, k4);
        MaximumAngle = FirstFold();
        _maximumDistorted = Distort(MaximumAngle);
    }

    /// <summary>Sizes, focal lengths and principal point in pixels.</summary>
    public CameraIntrinsics Intrinsics { get; }

    /// <summary>Coefficient of the angle's third power.</summary>
    public double K1 { get; }

    /// <summary>Coefficient of the angle's fifth power.</summary>
    public double K2 { get; }

    /// <summary>Coefficient of the angle's seventh power.</summary>
    public double K3 { get; }

    /// <summary>Coefficient of the angle's ninth power.</summary>
    public double K4 { get; }

    /// <summary>The angle off the axis in radians up to which the model is one to one; at most pi.</summary>
    public double MaximumAngle { get; }

    /// <inheritdoc/>
    public int Width => Intrinsics.Width;

    /// <inheritdoc/>
    public int Height => Intrinsics.Height;

    /// <inheritdoc/>
    public bool TryProject(Vector3d pointInCamera, out double x, out double y)
    {
        var radius = Math.Sqrt(pointInCamera.X * pointInCamera.X + pointInCamera.Y * pointInCamera.Y);
        var angle = Math.Atan2(radius, pointInCamera.Z);
        var scale = radius > 0 ? Distort(angle) / radius : 0;
        x = Intrinsics.Fx * scale * pointInCamera.X + Intrinsics.Cx;
        y = Intrinsics.Fy * scale * pointInCamera.Y + Intrinsics.Cy;
        return angle <= MaximumAngle && (radius > 0 || pointInCamera.Z > 0);
    }

    /// <inheritdoc/>
    public bool TryProject(Vector3d pointInCamera, out double x, out double y, out ProjectionJacobian jacobian)
    {
        jacobian = default;
        if (!TryProject(pointInCamera, out x, out y)) return false;
        var (px, py, pz) = (pointInCamera.X, pointInCamera.Y, pointInCamera.Z);
        double sideSquared = px * px + py * py, side = Math.Sqrt(sideSquared), square = sideSquared + pz * pz;
        double scale = 1 / pz, perSide = 0, perZ = -1 / (pz * pz); // on the axis: (X, Y) / Z
        if (sideSquared > 1e-16 * square)
        {
            // The pixel is (X, Y) times d(angle) / side, and the angle atan2(side, Z).
            var angle = Math.Atan2(side, pz);
            double distorted = Distort(angle), slope = Slope(angle);
            scale = distorted / side;
            perSide = (slope * pz / square - scale) / sideSquared; // d scale / d side, over side
            perZ = -slope / square;
        }

        double fx = Intrinsics.Fx, fy = Intrinsics.Fy;
        jacobian = new(
            fx * (scale + px * px * perSide), fx * px * py * perSide, fx * px * perZ,
            fy * px * py * perSide, fy * (scale + py * py * perSide), fy * py * perZ);
        return true;
    }

    /// <inheritdoc/>
    public ICameraModel Scaled(int width, int height) => new FisheyeCamera(Intrinsics.Scaled(width, height), K1, K2, K3, K4);

    /// <inheritdoc/>
    public bool TryUnproject(double x, double y, out Vector3d rayInCamera)
    {
        double u = (x - Intrinsics.Cx) / Intrinsics.Fx, v = (y - Intrinsics.Cy) / Intrinsics.Fy;
        var distorted = Math.Sqrt(u * u + v * v);
        rayInCamera = new Vector3d(0, 0, 1);
        if (!(distorted <= _maximumDistorted)) return false;
        if (distorted < 1e-15) return true;
        var angle = Undistort(distorted);
        var side = Math.Sin(angle) / distorted;
        rayInCamera = new Vector3d(u * side, v * side, Math.Cos(angle));
        return true;
    }

    // Newton's method kept inside a bracket: the polynomial rises everywhere in it.
    double Undistort(double distorted)
    {
        double low = 0, high = MaximumAngle, angle = Math.Min(distorted, MaximumAngle);
        for (var i = 0; i < Iterations; i++)
        {
            var error = Distort(angle) - distorted;
            if (Math.Abs(error) < 1e-15) break;
            if (error > 0) high = angle; else low = angle;
            var next = angle - error / Slope(angle);
            angle = next > low && next < high ? next : (low + high) / 2;
        }
        return angle;
    }

    double Distort(double angle)
    {
        var a2 = angle * angle;
        return angle * (1 + a2 * (K1 + a2 * (K2 + a2 * (K3 + a2 * K4))));
    }

    double Slope(double angle)
    {
        var a2 = angle * angle;
        return 1 + a2 * (3 * K1 + a2 * (5 * K2 + a2 * (7 * K3 + a2 * 9 * K4)));
    }

    double FirstFold()
    {
        const double step = 0.002;
        for (var angle = step; angle < Math.PI; angle += step)
            if (Slope(angle) <= 0) return angle - step;
        return Math.PI;
    }
}
