namespace RobotVision.Cameras;

/// <summary>Says where a lens model folds over inside the picture: beyond that, two directions would fall on one pixel, and no pixel has one.</summary>
public static class LensFold
{
    /// <summary>Parts of the picture below this are a corner or two.</summary>
    const double LeastPart = 0.005;

    /// <summary>Pixels between two that are tried, as a part of the picture's longer side.</summary>
    const double Step = 1 / 100.0;

    /// <summary>A warning for the user; null where every part of the picture has a direction.</summary>
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
                radius = Math.Min(radius, Math.Sqrt((x - camera.Intrinsics.Cx) * (x - camera.Intrinsics.Cx) + (y - camera.Intrinsics.Cy) * (y - camera.Intrinsics.Cy)));
            }

        return without < LeastPart * tried
            ? null
            : FormattableString.Invariant($"beyond {radius:0} px from the optical axis the lens model folds over, and {100.0 * without / tried:0} % of the picture has no direction: ")
                + "the distortion coefficients do not fit this lens. Calibrate again with the board in all corners, with --model rational or fisheye for a wide lens.";
    }
}
