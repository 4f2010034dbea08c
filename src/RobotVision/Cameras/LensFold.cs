namespace RobotVision.Cameras;

/// <summary>
/// Finds where a lens model folds over inside the image: beyond that radius two directions would project to one pixel, so that the pixel has no direction.
/// </summary>
public static class LensFold
{
    /// <summary>A smaller part of the image without direction is not reported: it is a corner or two.</summary>
    const double LeastPart = 0.005;

    /// <summary>Distance between the pixels that are tried, as a part of the image's longer side.</summary>
    const double Step = 1 / 100.0;

    /// <summary>A warning for the user; null where (nearly) every pixel has a direction.</summary>
    public static string? Describe(ICameraModel camera)
    {
        var step = Step * Math.Max(camera.Width, camera.Height);
        var (tried, without, radius) = (0, 0, double.PositiveInfinity);
        for (var y = step / 2; y < camera.Height; y += step)
            for (var x = step / 2; x < camera.Width; x += step)
            {
                tried++;
                if (camera.TryUnproject(x, y, out _)) continue;
                without++;
                double dx = x - camera.Intrinsics.Cx, dy = y - camera.Intrinsics.Cy;
                radius = Math.Min(radius, Math.Sqrt(dx * dx + dy * dy));
            }

        return without < LeastPart * tried
            ? null
            : FormattableString.Invariant(
                $"beyond {radius:0} px from the optical axis the lens model folds over, and {100.0 * without / tried:0} % of the picture has no direction: ")
                + "the distortion coefficients do not fit this lens. "
                + "Calibrate again with the board in all corners, with --model rational or fisheye for a wide lens.";
    }
}
