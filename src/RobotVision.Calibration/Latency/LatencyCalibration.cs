namespace RobotVision.Calibration.Latency;

/// <summary>A camera's latency, with uncertainty.</summary>
/// <param name="Latency">Time from the middle of the exposure to the frame's time stamp, on the poses' clock.</param>
/// <param name="Deviation">Standard deviation of the latency.</param>
/// <param name="Gain">Rotation measured in the images divided by that of the poses: 1 when lens and poses are right.</param>
/// <param name="Correlation">Correlation of both rotations, at most 1.</param>
/// <param name="Turns">Number of pairs of frames used.</param>
/// <param name="Curve">The correlation at each latency that was tried.</param>
/// <param name="Rates">Yaw and pitch rates at each pair of frames, from images and from poses.</param>
public sealed record LatencyCalibration(
    TimeSpan Latency, TimeSpan Deviation, double Gain, double Correlation, int Turns,
    IReadOnlyList<(double Seconds, double Correlation)> Curve, IReadOnlyList<SweepRate> Rates);

/// <summary>The camera's angular rates between two frames, in radians per second: yaw to the left, pitch downwards.</summary>
/// <param name="Seconds">Mean time stamp of both frames, since the first frame.</param>
/// <param name="SeenYaw">Yaw rate from the images.</param>
/// <param name="SeenPitch">Pitch rate from the images.</param>
/// <param name="SentYaw">Yaw rate from the poses at the latency that was found.</param>
/// <param name="SentPitch">Pitch rate from the poses at the latency that was found.</param>
public readonly record struct SweepRate(double Seconds, double SeenYaw, double SeenPitch, double SentYaw, double SentPitch);
