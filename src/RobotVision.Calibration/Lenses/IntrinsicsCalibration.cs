using RobotVision.Calibration.Boards;
using RobotVision.Cameras;

namespace RobotVision.Calibration.Lenses;

/// <summary>Result of a lens calibration.</summary>
/// <param name="Camera">The lens.</param>
/// <param name="Rms">Root mean square distance of seen and projected corners in pixels, over the views that were used.</param>
/// <param name="Parameters">Every parameter with its standard deviation; pixels for fx fy cx cy.</param>
/// <param name="Views">The views that were used.</param>
/// <param name="Rejected">Views that were left out, with the reason, one line each.</param>
/// <param name="Warnings">Suspicious results and what to do, one line each.</param>
public sealed record IntrinsicsCalibration(
    ICameraModel Camera, double Rms, IReadOnlyList<LensParameter> Parameters, IReadOnlyList<ViewResult> Views,
    IReadOnlyList<string> Rejected, IReadOnlyList<string> Warnings);

/// <summary>An estimated parameter of a lens.</summary>
/// <param name="Name">fx, fy, cx, cy, k1, ...</param>
/// <param name="Value">Its value; cx and cy from the image's corner.</param>
/// <param name="StandardDeviation">Its standard deviation.</param>
public sealed record LensParameter(string Name, double Value, double StandardDeviation)
{
    /// <summary>The value in camera files: fx fy cx cy in pixels, cx and cy from the first pixel's centre, as OpenCV and ROS do.</summary>
    public double InFile => Name is "cx" or "cy" ? Value - 0.5 : Value;
}
