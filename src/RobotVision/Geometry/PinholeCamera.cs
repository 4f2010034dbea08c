namespace RobotVision.Geometry;

/// <summary>A pinhole camera with Brown-Conrady distortion: three radial and two tangential coefficients.</summary>
/// <remarks>
/// Source: D. C. Brown, "Decentering distortion of lenses" (1966), with the coefficients' names and signs as in OpenCV's
/// calib3d documentation.
/// </remarks>
public sealed class PinholeCamera : ICameraModel
{
    const int Iterations = 50;
    const double MaximumRadius = 20; // about 87 degrees off the axis; a pinhole image never reaches further

    readonly double _validRadiusSquared;

    /// <summary>Makes the model from its parameters.</summary>
    /// <param name="intrinsics">Sizes, focal lengths and principal point in pixels.</param>
    /// <param name="k1">Radial coefficient of r^2.</param>
    /// <param name="k2">Radial coefficient of r^4.</param>
    /// <param name="p1">First tangential coefficient.</param>
    /// <param name="p2">Second tangential coefficient.</param>
    /// <param name="k3">Radial coefficient of r^6.</param>
    /// <exception cref="ArgumentException">The intrinsics are not usable.</exception>
    public PinholeCamera(
        CameraIntrinsics intrinsics, double k1 = 0, double k2 = 0, double p1 = 0, double p2 = 0, double k3 = 0)
    {
        intrinsics.Validate();
        (Intrinsics, K1, K2, P1, P2, K3) = (intrinsics, k1, k2, p1, p2, k3);
        var valid = FirstFold();
        _validRadiusSquared = valid * valid;
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
        if (a * a + b * b > _validRadiusSquared) return false;
        var (u, v) = Distort(a, b);
        x = Intrinsics.Fx * u + Intrinsics.Cx;
        y = Intrinsics.Fy * v + Intrinsics.Cy;
        return true;
    }

    /// <inheritdoc/>
    public bool TryUnproject(double x, double y, out Vector3d rayInCamera)
    {
        double u = (x - Intrinsics.Cx) / Intrinsics.Fx, v = (y - Intrinsics.Cy) / Intrinsics.Fy;
        double a = u, b = v;
        var error = double.MaxValue;
        for (var i = 0; i < Iterations && error > 1e-24; i++)
        {
            var (du, dv) = Distort(a, b);
            (du, dv) = (du - u, dv - v);
            error = du * du + dv * dv;
            var (uu, uv, vu, vv) = Jacobian(a, b);
            var determinant = uu * vv - uv * vu;
            if (Math.Abs(determinant) < 1e-9) break;
            a -= (vv * du - uv * dv) / determinant;
            b -= (uu * dv - vu * du) / determinant;
        }
        rayInCamera = new Vector3d(a, b, 1).Normalized();
        return error < 1e-16 && a * a + b * b <= _validRadiusSquared;
    }

    (double U, double V) Distort(double a, double b)
    {
        var r2 = a * a + b * b;
        var radial = 1 + r2 * (K1 + r2 * (K2 + r2 * K3));
        return (a * radial + 2 * P1 * a * b + P2 * (r2 + 2 * a * a),
            b * radial + P1 * (r2 + 2 * b * b) + 2 * P2 * a * b);
    }

    (double UA, double UB, double VA, double VB) Jacobian(double a, double b)
    {
        var r2 = a * a + b * b;
        var radial = 1 + r2 * (K1 + r2 * (K2 + r2 * K3));
        var slope = 2 * (K1 + r2 * (2 * K2 + r2 * 3 * K3)); // of radial by a is a * slope, by b is b * slope
        var mixed = a * b * slope + 2 * P1 * a + 2 * P2 * b;
        return (radial + a * a * slope + 2 * P1 * b + 6 * P2 * a, mixed, mixed,
            radial + b * b * slope + 6 * P1 * b + 2 * P2 * a);
    }

    // Beyond the radius where the radial polynomial turns back, two directions share a pixel: the model means nothing there.
    double FirstFold()
    {
        for (var radius = 0.0; radius < MaximumRadius; radius += 0.005)
        {
            var r2 = radius * radius;
            if (1 + r2 * (3 * K1 + r2 * (5 * K2 + r2 * 7 * K3)) <= 0) return radius;
        }
        return MaximumRadius;
    }
}
