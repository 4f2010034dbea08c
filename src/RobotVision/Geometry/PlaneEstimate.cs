namespace RobotVision.Geometry;

/// <summary>
/// A point or a velocity on a plane with its covariance, in any unit: for arithmetic that is the same on the ground and in the image. The types with
/// frame and unit are <see cref="GroundPoint"/>, <see cref="GroundVelocity"/>, <see cref="PixelPoint"/> and <see cref="PixelVelocity"/>.
/// </summary>
/// <param name="X">First coordinate.</param>
/// <param name="Y">Second coordinate.</param>
/// <param name="XX">Variance of X.</param>
/// <param name="XY">Covariance of X and Y.</param>
/// <param name="YY">Variance of Y.</param>
public readonly record struct PlaneEstimate(double X, double Y, double XX, double XY, double YY)
{
    /// <summary>The square of how many standard deviations another place is away (Mahalanobis).</summary>
    /// <remarks>Under 5.991 for 95 % of the true places: the chi-squared distribution with two degrees of freedom.</remarks>
    public double DistanceSquared(double x, double y)
    {
        double dx = x - X, dy = y - Y;
        return (YY * dx * dx - 2 * XY * dx * dy + XX * dy * dy) / (XX * YY - XY * XY);
    }

    /// <summary>Turned to the left about the origin, in radians, with its covariance.</summary>
    public PlaneEstimate Turned(double angle)
    {
        var (s, c) = Math.SinCos(angle);
        return new(
            c * X - s * Y, s * X + c * Y,
            c * c * XX - 2 * s * c * XY + s * s * YY,
            s * c * (XX - YY) + (c * c - s * s) * XY,
            s * s * XX + 2 * s * c * XY + c * c * YY);
    }
}
