namespace RobotVision.Geometry;

/// <summary>How sure a pixel is, in square pixels.</summary>
/// <param name="XX">Variance of x.</param>
/// <param name="XY">Covariance of x and y.</param>
/// <param name="YY">Variance of y.</param>
public readonly record struct PixelCovariance(double XX, double XY, double YY);
