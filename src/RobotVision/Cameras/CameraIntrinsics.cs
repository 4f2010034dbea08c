namespace RobotVision.Cameras;

/// <summary>Image size, focal lengths and principal point, which every lens model has; all in pixels.</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Fx">Focal length along x.</param>
/// <param name="Fy">Focal length along y.</param>
/// <param name="Cx">Principal point's x; origin at the image's top-left corner (OpenCV's value plus 0.5).</param>
/// <param name="Cy">Principal point's y; origin at the image's top-left corner (OpenCV's value plus 0.5).</param>
public readonly record struct CameraIntrinsics(int Width, int Height, double Fx, double Fy, double Cx, double Cy)
{
    /// <summary>The same camera whose image is scaled to another size.</summary>
    public CameraIntrinsics Scaled(int width, int height)
    {
        double sx = (double)width / Width, sy = (double)height / Height;
        return new(width, height, Fx * sx, Fy * sy, Cx * sx, Cy * sy);
    }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A size or focal length is not positive, or a value is not finite.</exception>
    internal void Validate()
    {
        if (Width <= 0 || Height <= 0 || !(Fx > 0) || !(Fy > 0) || !double.IsFinite(Fx + Fy + Cx + Cy))
            throw new ArgumentException(
                $"Camera: expected positive sizes and focal lengths and a finite principal point, found {this}; check the calibration.");
    }

    /// <summary>Checks the lens's coefficients.</summary>
    /// <exception cref="ArgumentException">One is not finite.</exception>
    internal static void RequireFinite(params ReadOnlySpan<double> coefficients)
    {
        foreach (var value in coefficients)
            if (!double.IsFinite(value))
                throw new ArgumentException(
                    $"Camera: expected finite distortion coefficients, found {string.Join(", ", coefficients.ToArray())}; check the calibration.");
    }
}
