using System.Diagnostics.Metrics;
using RobotVision.Health;
using RobotVision.Poses;

namespace RobotVision.Pipeline;

/// <summary>
/// Publishes a camera's counts and times by System.Diagnostics.Metrics, for whoever listens (OpenTelemetry, dotnet-counters): the meter
/// <see cref="PipelineMetrics.MeterName"/>. Only observable instruments, read when a listener asks: a frame costs nothing. The percentiles come from
/// <see cref="LatencyHistogram"/>, which a listener cannot make of single values afterwards.
/// </summary>
sealed class PipelineMeter : IDisposable
{
    static readonly double[] Parts = [0.5, 0.99];

    readonly Meter _meter;

    /// <summary>Begins to publish.</summary>
    /// <param name="metrics">What is published; borrowed.</param>
    /// <param name="camera">The camera's name, the tag of everything that is published.</param>
    /// <param name="state">The camera's state now; its health and poses are published.</param>
    public PipelineMeter(PipelineMetrics metrics, string camera, Func<PipelineState> state)
    {
        _meter = new(PipelineMetrics.MeterName, null, [new("camera", camera)]);
        _meter.CreateObservableCounter("robotvision.frames.published", () => metrics.Published, "{frame}", "Frames whose results were published.");
        _meter.CreateObservableCounter("robotvision.frames.dropped", () => Dropped(metrics), "{frame}", "Frames dropped, by stage and reason.");
        _meter.CreateObservableGauge("robotvision.stage.duration", () => Durations(metrics), "ms", "Time a frame of each stage, by quantile.");
        HealthReport Health() => state().Health ?? HealthReport.Ok;
        _meter.CreateObservableGauge("robotvision.health", () => (int)Health().Level, null, "0 ok, 1 degraded, 2 lost: no frames come.");
        _meter.CreateObservableGauge("robotvision.source.rate", () => Health().FramesPerSecond, "{frame}/s", "Frames a second that the source gives.");
        _meter.CreateObservableGauge("robotvision.source.stalls", () => Health().Stalls, "{stall}", "Stalls of the source within the last hour.");
        _meter.CreateObservableGauge("robotvision.source.losses", () => Health().Losses, "{loss}", "How often the source was lost within the last hour.");
        _meter.CreateObservableCounter("robotvision.source.lost", () => state().TimesLost, "{loss}", "How often the source was lost since the start.");
        IEnumerable<Measurement<long>> OfPoses(Func<PoseCounts, long> count) => state().Poses is { } poses ? [new(count(poses))] : [];
        _meter.CreateObservableCounter("robotvision.poses.received", () => OfPoses(poses => poses.Received), "{pose}", "Poses that were accepted.");
        _meter.CreateObservableCounter("robotvision.poses.refused", () => OfPoses(poses => poses.Refused), "{message}", "Poses that were rejected.");
        _meter.CreateObservableCounter("robotvision.poses.needed", () => OfPoses(poses => poses.Frames), "{frame}", "Frames for which a pose was needed.");
        _meter.CreateObservableCounter("robotvision.poses.known", () => OfPoses(poses => poses.Known), "{frame}", "Frames whose pose was known.");
    }

    /// <summary>Ends publishing.</summary>
    public void Dispose() => _meter.Dispose();

    static IEnumerable<Measurement<long>> Dropped(PipelineMetrics metrics) =>
        metrics.Drops().Select(drop => new Measurement<long>(drop.Count, new("stage", drop.Stage.Name()), new("reason", drop.Reason.ToString())));

    static IEnumerable<Measurement<double>> Durations(PipelineMetrics metrics) =>
        from stage in Enum.GetValues<Stage>()
        where metrics[stage].Time.Count > 0
        from part in Parts
        select new Measurement<double>(metrics[stage].Time.Percentile(part).TotalMilliseconds, new("stage", stage.Name()), new("quantile", part));
}

/// <summary>
/// Publishes what concerns all cameras of a run by System.Diagnostics.Metrics, beside the <see cref="PipelineMeter"/> of each camera: messages that could not
/// be sent, the recording, the memory of the process. Only observable instruments, read when a listener asks.
/// </summary>
sealed class RunMeter : IDisposable
{
    readonly Meter _meter = new(PipelineMetrics.MeterName);

    /// <summary>Begins to publish.</summary>
    /// <param name="state">The state of the run now.</param>
    public RunMeter(Func<PipelineState> state)
    {
        _meter.CreateObservableCounter(
            "robotvision.messages.unsent", () => state().Unsent?.Count ?? 0, "{message}", "Results and states that could not be sent or written.");
        IEnumerable<Measurement<long>> OfRecording(Func<RecordingState, long> value) => state().Recording is { } recording ? [new(value(recording))] : [];
        _meter.CreateObservableGauge("robotvision.recording.active", () => OfRecording(one => one.IsActive ? 1 : 0), null, "1 while frames are recorded.");
        _meter.CreateObservableCounter("robotvision.recording.frames", () => OfRecording(one => one.Frames), "{frame}", "Frames recorded, in all files.");
        _meter.CreateObservableCounter(
            "robotvision.recording.dropped", () => OfRecording(one => one.Dropped), "{frame}", "Frames that were not recorded because writing was too slow.");
        _meter.CreateObservableGauge("robotvision.memory.managed", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Managed memory of the process.");
        _meter.CreateObservableGauge("robotvision.memory.resident", () => Environment.WorkingSet, "By", "Memory of the process in the machine.");
    }

    /// <summary>Ends publishing.</summary>
    public void Dispose() => _meter.Dispose();
}
