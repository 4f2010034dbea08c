using System.Diagnostics.Metrics;

namespace RobotVision.Pipeline;

/// <summary>
/// Publishes a pipeline's counts and times by System.Diagnostics.Metrics, for whoever listens (OpenTelemetry, dotnet-counters): the meter
/// <c>RobotVision</c>. Only observable instruments, read when a listener asks: a frame costs nothing. The percentiles come from
/// <see cref="LatencyHistogram"/>, which a listener cannot make of single values afterwards.
/// </summary>
sealed class PipelineMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "RobotVision";

    static readonly double[] Parts = [0.5, 0.99];

    readonly Meter _meter;

    /// <summary>Begins to publish.</summary>
    /// <param name="metrics">What is published; borrowed.</param>
    /// <param name="camera">The camera's name, the tag of everything that is published.</param>
    public PipelineMeter(PipelineMetrics metrics, string camera)
    {
        _meter = new(Name, null, [new("camera", camera)]);
        _meter.CreateObservableCounter("robotvision.frames.published", () => metrics.Published, "{frame}", "Frames whose results were published.");
        _meter.CreateObservableCounter("robotvision.frames.dropped", () => Dropped(metrics), "{frame}", "Frames dropped, by stage and reason.");
        _meter.CreateObservableGauge("robotvision.stage.duration", () => Durations(metrics), "ms", "Time a frame of each stage, by quantile.");
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
