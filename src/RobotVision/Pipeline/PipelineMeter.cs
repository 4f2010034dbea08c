using System.Diagnostics.Metrics;
using RobotVision.Health;

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
    /// <param name="state">The state now; its health is published.</param>
    /// <param name="hasProcess">Whether this one also publishes what is of the whole process.</param>
    public PipelineMeter(PipelineMetrics metrics, string camera, Func<PipelineState> state, bool hasProcess = true)
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
        if (!hasProcess) return;
        _meter.CreateObservableGauge("robotvision.memory.managed", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Managed memory of the process.");
        _meter.CreateObservableGauge("robotvision.memory.resident", () => Environment.WorkingSet, "By", "Memory of the process in the machine.");
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
