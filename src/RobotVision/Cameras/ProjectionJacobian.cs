using RobotVision.Geometry;

namespace RobotVision.Cameras;

/// <summary>How a projected pixel moves with its point: d(x, y) / d(X, Y, Z), in pixels per unit of the point.</summary>
/// <param name="XX">Of the pixel's x by the point's X.</param>
/// <param name="XY">Of the pixel's x by the point's Y.</param>
/// <param name="XZ">Of the pixel's x by the point's Z.</param>
/// <param name="YX">Of the pixel's y by the point's X.</param>
/// <param name="YY">Of the pixel's y by the point's Y.</param>
/// <param name="YZ">Of the pixel's y by the point's Z.</param>
public readonly record struct ProjectionJacobian(double XX, double XY, double XZ, double YX, double YY, double YZ)
{
    /// <summary>How the unit ray that projects to a pixel moves with the pixel; the Jacobian must have been taken at that ray.</summary>
    /// <param name="perX">d(ray) / dx in radians a pixel; at a right angle to the ray.</param>
    /// <param name="perY">d(ray) / dy in radians a pixel; at a right angle to the ray.</param>
    /// <remarks>Moving along the ray moves no pixel, so J ray = 0 and the wanted inverse is the pseudo-inverse J' (J J')^-1.</remarks>
    public void Invert(out Vector3d perX, out Vector3d perY)
    {
        Vector3d x = new(XX, XY, XZ), y = new(YX, YY, YZ);
        double xx = x.Dot(x), xy = x.Dot(y), yy = y.Dot(y);
        var scale = 1 / (xx * yy - xy * xy);
        perX = (x * yy - y * xy) * scale;
        perY = (y * xx - x * xy) * scale;
    }
}
