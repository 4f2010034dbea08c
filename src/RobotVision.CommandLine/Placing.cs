using System.Globalization;
using RobotVision.Field;
using RobotVision.Placing;
using RobotVision.Poses;

namespace RobotVision.CommandLine;

/// <summary>What places a run's detections, and the receiver of its poses.</summary>
/// <param name="receiver">Owned; null where poses come from a file or from nowhere.</param>
/// <param name="placer">For one pipeline.</param>
/// <param name="notes">Which options change nothing, a sentence each.</param>
public sealed class Placing(PoseReceiver? receiver, FramePlacer placer, params IReadOnlyList<string> notes) : IDisposable
{
    /// <summary>For one pipeline.</summary>
    public FramePlacer Placer => placer;

    /// <summary>
    /// What was wrong with the poses and with how the camera sits, and what was given and hardly used, a sentence each; empty when nothing
    /// was.
    /// </summary>
    public IEnumerable<string> Warnings()
    {
        foreach (var warning in placer.Warnings.Concat(notes)) yield return warning;
        if (placer.Drift is { Warnings: > 0 } drift) yield return $"{(drift.IsDrifting ? "" : "for a while ")}{Describe(drift)}";
    }

    /// <summary>Says of a drifting camera what seems to have happened and what to do.</summary>
    internal static string Describe(DriftState drift) => string.Create(
        CultureInfo.InvariantCulture,
        $"the crossings do not lie as the field's: the camera seems to roll by {double.RadiansToDegrees(drift.Roll):+0.0;-0.0} "
        + $"and to pitch by {double.RadiansToDegrees(drift.Pitch):+0.0;-0.0} degrees more than its pose says. "
        + $"Was it bumped? Calibrate it again ('robotvision calibrate field'); is --field this field?");

    /// <summary>Ends receiving.</summary>
    public void Dispose() => receiver?.Dispose();
}
