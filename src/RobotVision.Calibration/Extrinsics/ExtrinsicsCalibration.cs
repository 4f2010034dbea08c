namespace RobotVision.Calibration.Extrinsics;

/// <summary>A camera's height, roll and pitch as in <see cref="Geometry.CameraPose"/>, each with its standard deviation.</summary>
/// <param name="Height">Metres above the ground.</param>
/// <param name="Roll">Rotation about the viewing axis in radians.</param>
/// <param name="Pitch">Downward rotation in radians.</param>
/// <param name="HeightDeviation">One standard deviation in metres.</param>
/// <param name="RollDeviation">One standard deviation in radians.</param>
/// <param name="PitchDeviation">One standard deviation in radians.</param>
/// <param name="RmsPixels">Root mean square distance of seen and projected points.</param>
/// <param name="Frames">Number of images used.</param>
public sealed record ExtrinsicsCalibration(
    double Height, double Roll, double Pitch, double HeightDeviation, double RollDeviation, double PitchDeviation, double RmsPixels, int Frames)
{
    /// <summary>Views that were left out, with the reason, one line each.</summary>
    public IReadOnlyList<string> Rejected { get; init; } = [];
}
