namespace RobotVision.Calibration.Extrinsics;

/// <summary>How a camera sits: height, roll and pitch as in <see cref="Geometry.CameraPose"/>, each with its standard deviation.</summary>
/// <param name="Height">Metres above the ground.</param>
/// <param name="Roll">Turn about the viewing axis in radians.</param>
/// <param name="Pitch">Turn downwards in radians.</param>
/// <param name="HeightDeviation">One standard deviation in metres.</param>
/// <param name="RollDeviation">One standard deviation in radians.</param>
/// <param name="PitchDeviation">One standard deviation in radians.</param>
/// <param name="RmsPixels">Root of the mean square distance of seen and projected points.</param>
/// <param name="Frames">How many images it rests on.</param>
public sealed record ExtrinsicsCalibration(
    double Height, double Roll, double Pitch, double HeightDeviation, double RollDeviation, double PitchDeviation, double RmsPixels, int Frames)
{
    /// <summary>Views that were left out, and why, one line each.</summary>
    public IReadOnlyList<string> Rejected { get; init; } = [];
}
