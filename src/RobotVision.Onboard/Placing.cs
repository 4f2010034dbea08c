using RobotVision.Geometry;
using RobotVision.Pipeline;

namespace RobotVision.Onboard;

/// <summary>What places a run's detections, and the receiver of its poses.</summary>
/// <param name="receiver">Owned; null where poses come from a file or from nowhere.</param>
/// <param name="localizer">For one pipeline.</param>
public sealed class Placing(PoseReceiver? receiver, Localizer localizer) : IDisposable
{
    /// <summary>For one pipeline.</summary>
    public Localizer Localizer => localizer;

    /// <summary>What was wrong with the poses, in one sentence; null when nothing was.</summary>
    public string? Warning => localizer.PoseCounts is { Problem: { } problem } counts
        ? $"poses: {counts.Received} taken, {counts.Refused} refused, {counts.Jumps} jumps, {counts.Restarts} restarts; the last problem: {problem}"
        : null;

    /// <summary>Ends receiving.</summary>
    public void Dispose() => receiver?.Dispose();
}
