namespace RobotVision.Calibration.Latency;

/// <summary>A camera's latency, and how well it is known.</summary>
/// <param name="Latency">From the middle of the exposure to the frame's time stamp, on the poses' clock.</param>
/// <param name="Deviation">One standard deviation of it.</param>
/// <param name="Gain">How much farther the image turned than the poses say: 1 when lens and poses are right.</param>
/// <param name="Correlation">How well both follow each other, at most 1.</param>
/// <param name="Turns">How many pairs of frames it rests on.</param>
/// <param name="Curve">The correlation at each latency that was tried.</param>
/// <param name="Rates">The camera's rates about its vertical and its sideways axis at each pair of frames, by image and by poses.</param>
public sealed record LatencyCalibration(
    TimeSpan Latency, TimeSpan Deviation, double Gain, double Correlation, int Turns,
    IReadOnlyList<(double Seconds, double Correlation)> Curve, IReadOnlyList<SweepRate> Rates);

/// <summary>How fast the camera turned between two frames, in radians a second: yaw to the left, pitch downwards.</summary>
/// <param name="Seconds">The time stamp in the middle between both frames, since the first.</param>
/// <param name="SeenYaw">By the images.</param>
/// <param name="SeenPitch">By the images.</param>
/// <param name="SentYaw">By the poses at the latency that was found.</param>
/// <param name="SentPitch">By the poses at the latency that was found.</param>
public readonly record struct SweepRate(double Seconds, double SeenYaw, double SeenPitch, double SentYaw, double SentPitch);
