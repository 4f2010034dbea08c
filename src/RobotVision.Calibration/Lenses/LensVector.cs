using RobotVision.Cameras;

namespace RobotVision.Calibration.Lenses;

/// <summary>Converts a lens to the list of estimated numbers, and back.</summary>
/// <param name="kind">The lens model.</param>
/// <param name="fixAspectRatio">Whether fx and fy are one number.</param>
/// <param name="width">Width of the image in pixels.</param>
/// <param name="height">Height of the image in pixels.</param>
sealed class LensVector(LensKind kind, bool fixAspectRatio, int width, int height)
{
    /// <summary>Range of focal lengths as fractions of the image's longer side, beyond those of real lenses.</summary>
    const double MinimumFocal = 0.02, MaximumFocal = 100;

    /// <summary>Maximum distance of the optical axis from the centre, in image sizes: in a cropped image it may be outside.</summary>
    const double FarthestAxis = 2;

    static readonly string[] PinholeNames = ["k1", "k2", "p1", "p2", "k3"];
    static readonly string[] RationalNames = ["k1", "k2", "p1", "p2", "k3", "k4", "k5", "k6"];
    static readonly string[] FisheyeNames = ["k1", "k2", "k3", "k4"];

    /// <summary>Names of the lens's coefficients.</summary>
    public IReadOnlyList<string> CoefficientNames => kind switch { LensKind.Pinhole => PinholeNames, LensKind.Rational => RationalNames, _ => FisheyeNames };

    /// <summary>Names of the numbers.</summary>
    public IReadOnlyList<string> Names => fixAspectRatio ? ["fx", "cx", "cy", .. CoefficientNames] : ["fx", "fy", "cx", "cy", .. CoefficientNames];

    /// <summary>The numbers of a lens.</summary>
    public double[] Of(ICameraModel camera) => Of(camera.Intrinsics, CameraFile.Coefficients(camera));

    /// <summary>The numbers of a lens; coefficients that are missing are 0.</summary>
    public double[] Of(CameraIntrinsics intrinsics, IReadOnlyList<double> coefficients)
    {
        double[] all = [.. coefficients];
        Array.Resize(ref all, CoefficientNames.Count);
        return fixAspectRatio ? [intrinsics.Fx, intrinsics.Cx, intrinsics.Cy, .. all] : [intrinsics.Fx, intrinsics.Fy, intrinsics.Cx, intrinsics.Cy, .. all];
    }

    /// <summary>Why numbers are not those of a plausible lens; null if they are.</summary>
    public string? Problem(ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
            if (!double.IsFinite(number)) return "numbers that are not finite";
        var (longer, first) = (Math.Max(width, height), fixAspectRatio ? 1 : 2);
        foreach (var focal in numbers[..first])
            if (!(focal >= MinimumFocal * longer && focal <= MaximumFocal * longer)) return FormattableString.Invariant($"a focal length of {focal:0.###} px");
        double x = numbers[first], y = numbers[first + 1];
        return Math.Abs(x / width - 0.5) <= FarthestAxis && Math.Abs(y / height - 0.5) <= FarthestAxis
            ? null
            : FormattableString.Invariant($"an optical axis at {x:0}, {y:0} px");
    }

    /// <summary>The lens of numbers.</summary>
    public ICameraModel ToCamera(ReadOnlySpan<double> numbers)
    {
        var first = fixAspectRatio ? 1 : 2;
        CameraIntrinsics intrinsics = new(width, height, numbers[0], numbers[first - 1], numbers[first], numbers[first + 1]);
        var k = numbers[(first + 2)..];
        return kind switch
        {
            LensKind.Pinhole => new PinholeCamera(intrinsics, k[0], k[1], k[2], k[3], k[4]),
            LensKind.Rational => new PinholeCamera(intrinsics, k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7]),
            _ => new FisheyeCamera(intrinsics, k[0], k[1], k[2], k[3]),
        };
    }
}
