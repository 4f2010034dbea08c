using System.Globalization;
using RobotVision.Field;
using RobotVision.Placing;
using RobotVision.Poses;

namespace RobotVision.CommandLine;

/// <summary>What places a run's detections, of each camera, and the receivers of its poses.</summary>
public sealed class Placing : IDisposable
{
    readonly List<(string? Camera, FramePlacer Placer, string[] Notes)> _cameras = [];
    readonly Dictionary<string, IPoseReceiver> _receivers = [];

    /// <summary>For the cameras of one pipeline, in their order.</summary>
    public IReadOnlyList<FramePlacer> Placers => [.. _cameras.Select(one => one.Placer)];

    /// <summary>Of the only camera, or the first one.</summary>
    public FramePlacer Placer => _cameras[0].Placer;

    /// <summary>
    /// What was wrong with the poses and with how the cameras sit, and what was given and hardly used, a sentence each; empty when nothing
    /// was.
    /// </summary>
    public IEnumerable<string> Warnings() =>
        from one in _cameras
        from warning in WarningsOf(one.Placer).Concat(one.Notes)
        select one.Camera is null ? warning : $"{one.Camera}: {warning}";

    /// <summary>Adds a camera.</summary>
    /// <param name="camera">Its name; null where it has none.</param>
    /// <param name="placer">Its placer.</param>
    /// <param name="notes">Which options change nothing, a sentence each.</param>
    internal void Add(string? camera, FramePlacer placer, IEnumerable<string> notes) => _cameras.Add((camera, placer, [.. notes]));

    /// <summary>The receiver at an address, opened once for all cameras.</summary>
    internal IPoseReceiver Receive(string address, Func<string, IPoseReceiver> open)
    {
        if (!_receivers.TryGetValue(address, out var receiver)) _receivers[address] = receiver = open(address);
        return receiver;
    }

    static IEnumerable<string> WarningsOf(FramePlacer placer)
    {
        foreach (var warning in placer.Warnings) yield return warning;
        if (placer.Drift is { Warnings: > 0 } drift) yield return $"{(drift.IsDrifting ? "" : "for a while ")}{Describe(drift)}";
    }

    /// <summary>Says of a drifting camera what seems to have happened and what to do.</summary>
    internal static string Describe(DriftState drift) => string.Create(
        CultureInfo.InvariantCulture,
        $"the crossings do not lie as the field's: the camera seems to roll by {double.RadiansToDegrees(drift.Roll):+0.0;-0.0} "
        + $"and to pitch by {double.RadiansToDegrees(drift.Pitch):+0.0;-0.0} degrees more than its pose says. "
        + $"Was it bumped? Calibrate it again ('robotvision calibrate field'); is --field this field?");

    /// <summary>Ends receiving.</summary>
    public void Dispose()
    {
        foreach (var receiver in _receivers.Values) receiver.Dispose();
    }
}
