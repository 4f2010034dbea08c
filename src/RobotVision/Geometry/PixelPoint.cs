namespace RobotVision.Geometry;

/// <summary>A place in a frame with its covariance: pixels, origin at the frame's top-left corner, x right and y down.</summary>
/// <param name="X">Pixels to the right.</param>
/// <param name="Y">Pixels down.</param>
/// <param name="XX">Variance of X in square pixels.</param>
/// <param name="XY">Covariance of X and Y in square pixels.</param>
/// <param name="YY">Variance of Y in square pixels.</param>
public readonly record struct PixelPoint(double X, double Y, double XX, double XY, double YY);

/// <summary>A velocity in the image with its covariance: pixels a second, x right and y down.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
/// <param name="XX">Variance of X.</param>
/// <param name="XY">Covariance of X and Y.</param>
/// <param name="YY">Variance of Y.</param>
public readonly record struct PixelVelocity(double X, double Y, double XX, double XY, double YY);
