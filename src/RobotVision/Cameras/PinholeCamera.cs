using RobotVision.Geometry;

namespace RobotVision.Cameras;

/// <summary>
/// A pinhole camera with Brown-Conrady distortion: two tangential coefficients and three radial ones, or six in the rational
/// model (1 + k1 r^2 + k2 r^4 + k3 r^6) / (1 + k4 r^2 + k5 r^4 + k6 r^6).
/// </summary>
/// <remarks>
/// Source: D. C. Brown, "Decentering distortion of lenses" (1966), with the coefficients' names and signs as in OpenCV's
/// calib3d documentation.
/// </remarks>
public sealed class PinholeCamera : ICameraModel
{
    const int Iterations = 50;
    const double MaximumRadius = 20; // about 87 degrees off the axis; a pinhole image never reaches further

    readonly double _validRadius;

    /// <summary>Makes the model from its parameters.</summary>
    /// <param name="intrinsics">Sizes, focal lengths and principal point in pixels.</param>
    /// <param name="k1">Radial coefficient of r^2.</param>
    /// <param name="k2">Radial coefficient of r^4.</param>
    /// <param name="p1">First tangential coefficient.</param>
    /// <param name="p2">Second tangential coefficient.</param>
    /// <param name="k3">Radial coefficient of r^6.</param>
    /// <param name="k4">Radial coefficient of r^2 in the denominator.</param>
    /// <param name="k5">Radial coefficient of r^4 in the denominator.</param>
    /// <param name="k6">Radial coefficient of r^6 in the denominator.</param>
    /// <exception cref="ArgumentException">The intrinsics are not usable, or a coefficient is not finite.</exception>
    public PinholeCamera(
        CameraIntrinsics intrinsics, double k1 = 0, double k2 = 0, double p1 = 0, double p2 = 0, double k3 = 0,
        double k4 = 0, double k5 = 0, double k6 = 0)
    {
        intrinsics.Validate();
        CameraIntrinsics.RequireFinite(k1, k2, p1, p2, k3, k4, k5, k6);
        (Intrinsics, K1, K2, P1, P2, K3, K4, K5, K6) = (intrinsics, k1, k2, p1, p2, k3, k4, k5, k6);
        _validRadius = FirstFold();
    }

    /// <summary>Sizes, focal lengths and principal point in pixels.</summary>
    public CameraIntrinsics Intrinsics { get; }

    /// <summary>Radial coefficient of r^2.</summary>
    public double K1 { get; }

    /// <summary>Radial coefficient of r^4.</summary>
    public double K2 { get; }

    /// <summary>First tangential coefficient.</summary>
    public double P1 { get; }

    /// <summary>Second tangential coefficient.</summary>
    public double P2 { get; }

    /// <summary>Radial coefficient of r^6.</summary>
    public double K3 { get; }

    /// <summary>Radial coefficient of r^2 in the denominator.</summary>
    public double K4 { get; }

    /// <summary>Radial coefficient of r^4 in the denominator.</summary>
    public double K5 { get; }

    /// <summary>Radial coefficient of r^6 in the denominator.</summary>
    public double K6 { get; }

    /// <inheritdoc/>
    public int Width => Intrinsics.Width;

    /// <inheritdoc/>
    public int Height => Intrinsics.Height;

    /// <inheritdoc/>
    public bool TryProject(Vector3d pointInCamera, out double x, out double y)
    {
        (x, y) = (0, 0);
        if (!(pointInCamera.Z > 0)) return false;
        double a = pointInCamera.X / pointInCamera.Z, b = pointInCamera.Y / pointInCamera.Z;
        if (!(a * a + b * b <= _validRadius * _validRadius)) return false;
        var (u, v) = Distort(a, b);
        x = Intrinsics.Fx * u + Intrinsics.Cx;
        y = Intrinsics.Fy * v + Intrinsics.Cy;
        return true;
    }

    /// <inheritdoc/>
    public bool TryProject(Vector3d pointInCamera, out double x, out double y, out ProjectionJacobian jacobian)
    {
        jacobian = default;
        if (!TryProject(pointInCamera, out x, out y)) return false;
        double depth = pointInCamera.Z, a = pointInCamera.X / depth, b = pointInCamera.Y / depth;
        var (ua, ub, va, vb) = Slopes(a, b);
        double fx = Intrinsics.Fx / depth, fy = Intrinsics.Fy / depth;
        jacobian = new(fx * ua, fx * ub, -fx * (ua * a + ub * b), fy * va, fy * vb, -fy * (va * a + vb * b));
        return true;
    }

    /// <inheritdoc/>
    public bool TryUnproject(double x, double y, out Vector3d rayInCamera)
    {
        double u = (x - Intrinsics.Cx) / Intrinsics.Fx, v = (y - Intrinsics.Cy) / Intrinsics.Fy;
        rayInCamera = new(0, 0, 1);
        if (!double.IsFinite(u + v)) return false;
        // The radial part alone has one solution before the fold; Newton's method from there stays on the right branch.
        var distorted = Math.Sqrt(u * u + v * v);
        var start = distorted > 0 ? Math.Min(UndistortRadius(distorted) / distorted, 1e9) : 1;
        double a = u * start, b = v * start;
        for (var i = 0; i < Iterations; i++)
        {
            var (du, dv) = Distort(a, b);
            (du, dv) = (du - u, dv - v);
            var (ua, ub, va, vb) = Slopes(a, b);
            var determinant = ua * vb - ub * va;
            if (!(determinant > 1e-9)) return false; // folded over
            double stepA = (vb * du - ub * dv) / determinant, stepB = (ua * dv - va * du) / determinant;
            (a, b) = (a - stepA, b - stepB);
            if (!(a * a + b * b <= 1.1 * _validRadius * _validRadius)) return false;
            if (Math.Abs(stepA) + Math.Abs(stepB) > 1e-13 * (1 + Math.Abs(a) + Math.Abs(b))) continue;
            rayInCamera = new Vector3d(a, b, 1).Normalized();
            return a * a + b * b <= _validRadius * _validRadius * (1 + 1e-12);
        }

        return false;
    }

    /// <inheritdoc/>
    public ICameraModel Scaled(int width, int height) => new PinholeCamera(Intrinsics.Scaled(width, height), K1, K2, P1, P2, K3, K4, K5, K6);

    (double U, double V) Distort(double a, double b)
    {
        var r2 = a * a + b * b;
        var (radial, _) = Radial(r2);
        return (a * radial + 2 * P1 * a * b + P2 * (r2 + 2 * a * a),
            b * radial + P1 * (r2 + 2 * b * b) + 2 * P2 * a * b);
    }

    // Derivatives of the distorted coordinates (u, v) by the ideal ones (a, b).
    (double UA, double UB, double VA, double VB) Slopes(double a, double b)
    {
        var (radial, perSquare) = Radial(a * a + b * b);
        var slope = 2 * perSquare; // of radial by a is a * slope, by b is b * slope
        var mixed = a * b * slope + 2 * P1 * a + 2 * P2 * b;
        return (radial + a * a * slope + 2 * P1 * b + 6 * P2 * a, mixed, mixed,
            radial + b * b * slope + 6 * P1 * b + 2 * P2 * a);
    }

    // The radial factor and its derivative by r^2.
    (double Factor, double PerSquare) Radial(double r2)
    {
        double over = 1 + r2 * (K1 + r2 * (K2 + r2 * K3)), under = 1 + r2 * (K4 + r2 * (K5 + r2 * K6));
        double overSlope = K1 + r2 * (2 * K2 + r2 * 3 * K3), underSlope = K4 + r2 * (2 * K5 + r2 * 3 * K6);
        return (over / under, (overSlope * under - over * underSlope) / (under * under));
    }

    // Newton's method kept inside a bracket: up to the fold the radius only grows.
    double UndistortRadius(double distorted)
    {
        double low = 0, high = _validRadius, radius = Math.Min(distorted, high);
        for (var i = 0; i < Iterations; i++)
        {
            var (factor, perSquare) = Radial(radius * radius);
            var error = radius * factor - distorted;
            if (Math.Abs(error) < 1e-12) break;
            if (error > 0) high = radius; else low = radius;
            var next = radius - error / (factor + 2 * radius * radius * perSquare);
            radius = next > low && next < high ? next : (low + high) / 2;
        }

        return radius;
    }

    // Beyond the radius where the radial factor turns back, two directions share a pixel: the model is not valid there.
    double FirstFold()
    {
        const double step = 0.005;
        for (var radius = 0.0; radius < MaximumRadius; radius += step)
        {
            var r2 = radius * radius;
            var (factor, perSquare) = Radial(r2);
            if (!(factor > 0) || !(factor + 2 * r2 * perSquare > 0)) return Math.Max(0, radius - step);
        }

        return MaximumRadius;
    }
}
