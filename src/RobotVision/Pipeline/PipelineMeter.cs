using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using RobotVision.Health;
using RobotVision.Inference;
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
        _meter.CreateObservableGauge(
            "robotvision.frame.duration", () => Durations(metrics.Total), "ms", "From a frame's time stamp to its result, by quantile.");
        HealthReport Health() => state().Health ?? HealthReport.Ok;
        // A source that has come to its end is neither well nor ill.
        IEnumerable<Measurement<int>> Level() => state() is { Status: PipelineStatus.Ended, Problem: null } ? [] : [new((int)Health().Level)];
        _meter.CreateObservableGauge("robotvision.health", Level, null, "0 ok, 1 degraded, 2 lost: no frames come. None once a source has ended.");
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
        from drop in metrics.Drops()
        let reason = JsonNamingPolicy.SnakeCaseLower.ConvertName(drop.Reason.ToString()) // as in the messages
        select new Measurement<long>(drop.Count, new("stage", drop.Stage.Name()), new("reason", reason));

    static IEnumerable<Measurement<double>> Durations(PipelineMetrics metrics) =>
        from stage in Enum.GetValues<Stage>()
        from duration in Durations(metrics[stage].Time)
        select new Measurement<double>(duration.Value, [new("stage", stage.Name()), .. duration.Tags]);

    static IEnumerable<Measurement<double>> Durations(LatencyHistogram times) => times.Count == 0 ? []
        : Parts.Select(part => new Measurement<double>(times.Percentile(part).TotalMilliseconds, new KeyValuePair<string, object?>("quantile", part)));
}

/// <summary>
/// Publishes what concerns all cameras of a run by System.Diagnostics.Metrics, beside the <see cref="PipelineMeter"/> of each camera: messages that could not
/// be sent, the recording, the model, the memory of the process. Only observable instruments, read when a listener asks.
/// </summary>
sealed class RunMeter : IDisposable
{
    readonly Meter _meter = new(PipelineMetrics.MeterName);

    /// <summary>Begins to publish.</summary>
    /// <param name="state">The state of the run now.</param>
    /// <param name="model">The model that runs now.</param>
    public RunMeter(Func<PipelineState> state, Func<VisionModel> model)
    {
        _meter.CreateObservableGauge("robotvision.model", () => OfModel(model()), null, "1; the tags tell the model that runs.");
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        _meter.CreateObservableGauge("robotvision.process.start", () => started, "s", "When the process began, since 1970 in UTC.");
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

    static Measurement<int> OfModel(VisionModel model) =>
        new(1, new KeyValuePair<string, object?>("file", Path.GetFileName(model.Path)), new("hash", model.Hash), new("provider", model.Provider.Name()));
}
