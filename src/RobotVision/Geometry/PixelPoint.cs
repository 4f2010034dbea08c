namespace RobotVision.Geometry;

/// <summary>A place in a frame with its covariance: pixels, origin at the frame's top-left corner, x right and y down.</summary>
/// <param name="X">Pixels to the right.</param>
/// <param name="Y">Pixels down.</param>
/// <param name="XX">Variance of X in square pixels.</param>
/// <param name="XY">Covariance of X and Y in square pixels.</param>
/// <param name="YY">Variance of Y in square pixels.</param>
public readonly record struct PixelPoint(double X, double Y, double XX, double XY, double YY);

/// <summary>A velocity in the image with its covariance: pixels a second, x right and y down.</summary>
/// <param name="X">To the right, pixels a second.</param>
/// <param name="Y">Down, pixels a second.</param>
/// <param name="XX">Variance of X in (pixels a second)^2.</param>
/// <param name="XY">Covariance of X and Y in (pixels a second)^2.</param>
/// <param name="YY">Variance of Y in (pixels a second)^2.</param>
public readonly record struct PixelVelocity(double X, double Y, double XX, double XY, double YY);

/// <summary>The covariance of a place in the image, in square pixels; x right and y down.</summary>
/// <param name="XX">Variance of x.</param>
/// <param name="XY">Covariance of x and y.</param>
/// <param name="YY">Variance of y.</param>
public readonly record struct PixelCovariance(double XX, double XY, double YY);
