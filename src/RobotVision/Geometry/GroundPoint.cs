namespace RobotVision.Geometry;

/// <summary>A place on the ground with its covariance: metres, x ahead and y left, in the robot's frame unless a member names another.</summary>
/// <param name="X">Metres ahead.</param>
/// <param name="Y">Metres to the left.</param>
/// <param name="XX">Variance of X in square metres.</param>
/// <param name="XY">Covariance of X and Y in square metres.</param>
/// <param name="YY">Variance of Y in square metres.</param>
public readonly record struct GroundPoint(double X, double Y, double XX, double XY, double YY)
{
    /// <summary>Takes an estimate in metres.</summary>
    public GroundPoint(PlaneEstimate estimate)
        : this(estimate.X, estimate.Y, estimate.XX, estimate.XY, estimate.YY)
    {
        // Copies the five numbers.
    }

    /// <summary>The distance from the origin in metres.</summary>
    public double Range => Math.Sqrt(X * X + Y * Y);

    /// <summary>The same numbers without unit and frame.</summary>
    public PlaneEstimate Estimate => new(X, Y, XX, XY, YY);

    /// <inheritdoc cref="PlaneEstimate.DistanceSquared"/>
    public double DistanceSquared(double x, double y) => Estimate.DistanceSquared(x, y);

    /// <summary>Turned to the left about the origin, in radians, with its covariance.</summary>
    public GroundPoint Turned(double angle) => new(Estimate.Turned(angle));
}

/// <summary>A velocity over the ground with its covariance: metres a second along the axes of the robot's frame.</summary>
/// <param name="X">Ahead, m/s.</param>
/// <param name="Y">To the left, m/s.</param>
/// <param name="XX">Variance of X in (m/s)^2.</param>
/// <param name="XY">Covariance of X and Y in (m/s)^2.</param>
/// <param name="YY">Variance of Y in (m/s)^2.</param>
public readonly record struct GroundVelocity(double X, double Y, double XX, double XY, double YY);
