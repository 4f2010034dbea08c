using RobotVision.Geometry;

namespace RobotVision.Training.Calibration;

/// <summary>A lens as the list of numbers that are estimated, and back.</summary>
/// <param name="kind">The lens model.</param>
/// <param name="fixAspectRatio">Whether fx and fy are one number.</param>
/// <param name="width">Pixels a row.</param>
/// <param name="height">Rows.</param>
sealed class LensVector(LensKind kind, bool fixAspectRatio, int width, int height)
{
    static readonly string[] PinholeNames = ["k1", "k2", "p1", "p2", "k3"];
    static readonly string[] RationalNames = ["k1", "k2", "p1", "p2", "k3", "k4", "k5", "k6"];
    static readonly string[] FisheyeNames = ["k1", "k2", "k3", "k4"];

    /// <summary>Names of the lens's coefficients.</summary>
    public IReadOnlyList<string> CoefficientNames => kind switch { LensKind.Pinhole => PinholeNames, LensKind.Rational => RationalNames, _ => FisheyeNames };

    /// <summary>Names of the numbers.</summary>
    public IReadOnlyList<string> Names => fixAspectRatio ? ["fx", "cx", "cy", .. CoefficientNames] : ["fx", "fy", "cx", "cy", .. CoefficientNames];

    /// <summary>The numbers of a lens.</summary>
    public double[] Of(ICameraModel camera)
    {
        var intrinsics = camera.Intrinsics;
        double[] coefficients = [.. CameraFile.Coefficients(camera)];
        Array.Resize(ref coefficients, CoefficientNames.Count);
        return fixAspectRatio
            ? [intrinsics.Fx, intrinsics.Cx, intrinsics.Cy, .. coefficients]
            : [intrinsics.Fx, intrinsics.Fy, intrinsics.Cx, intrinsics.Cy, .. coefficients];
    }

    /// <summary>The lens of numbers.</summary>
    public ICameraModel ToCamera(ReadOnlySpan<double> numbers)
    {
        var first = fixAspectRatio ? 1 : 2;
        return Make(new(width, height, numbers[0], numbers[first - 1], numbers[first], numbers[first + 1]), numbers[(first + 2)..]);
    }

    /// <summary>The lens of intrinsics and coefficients.</summary>
    public ICameraModel Make(CameraIntrinsics intrinsics, ReadOnlySpan<double> k) => kind switch
    {
        LensKind.Pinhole => new PinholeCamera(intrinsics, k[0], k[1], k[2], k[3], k[4]),
        LensKind.Rational => new PinholeCamera(intrinsics, k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7]),
        _ => new FisheyeCamera(intrinsics, k[0], k[1], k[2], k[3]),
    };
}
