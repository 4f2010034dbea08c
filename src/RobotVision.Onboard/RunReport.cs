using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Onboard;

/// <summary>What a run did, as a table for people and as JSON for programs.</summary>
/// <param name="Metrics">The pipeline's counts and times.</param>
/// <param name="Model">What ran.</param>
/// <param name="Elapsed">How long the run took.</param>
/// <param name="AllocatedBytes">Managed memory that the whole process allocated during the run.</param>
public sealed record RunReport(PipelineMetrics Metrics, VisionModel Model, TimeSpan Elapsed, long AllocatedBytes)
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Whether frames came as they were taken: then the total time holds waiting and publishing, too.</summary>
    public bool IsLive { get; init; }

    /// <summary>What was done with the frames of each camera, by its name; none of a run of one camera without a name.</summary>
    public IReadOnlyList<(string Name, PipelineMetrics Metrics)> Cameras { get; init; } = [];

    /// <summary>What was wrong or of no use, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The cameras of a pipeline that have names.</summary>
    public static IReadOnlyList<(string Name, PipelineMetrics Metrics)> NamedOf(VisionPipeline pipeline) =>
        [.. pipeline.Cameras.Where(camera => camera.IsNamed).Select(camera => (camera.Name, camera.Metrics))];

    /// <summary>What to say of messages that could not be sent.</summary>
    public static IEnumerable<string> WarningsOf(SendFailures? unsent) =>
        unsent is null ? [] : [string.Create(CultureInfo.InvariantCulture, $"{unsent.Count} messages could not be sent; {unsent.Problem}")];

    /// <summary>What to say of a recording that is not whole.</summary>
    public static IEnumerable<string> WarningsOf(RecordingState? recording)
    {
        if (recording?.Problem is { } problem)
            yield return string.Create(CultureInfo.InvariantCulture, $"{recording.Frames} frames recorded, {recording.Dropped} missed; {problem}");
    }

    double FramesPerSecond => Elapsed > TimeSpan.Zero ? Metrics.Published / Elapsed.TotalSeconds : 0;

    long BytesPerFrame => Metrics.Published > 0 ? AllocatedBytes / Metrics.Published : 0;

    /// <summary>The table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"frames    {Metrics.Published} published, {Metrics.Dropped} dropped");
        Line($"speed     {FramesPerSecond:F1} frames/s over {Elapsed.TotalSeconds:F2} s, {BytesPerFrame} bytes of managed memory a frame, publishing included");
        Line($"runs on   {Model.Provider.Name()}");
        if (Model.Contract.Untrained is { Count: > 0 } untrained) Line($"untrained {string.Join(", ", untrained)}: off unless --threshold turns them on");
        Line($"{"stage",-10}{"p50 ms",10}{"p99 ms",10}{"dropped",10}");
        void Row(string name, LatencyHistogram times, long dropped, string note = "") =>
            Line($"{name,-10}{Shown(times, 0.5),10}{Shown(times, 0.99),10}{dropped,10}{note}");
        foreach (var stage in Enum.GetValues<Stage>().Where(stage => Metrics[stage].Time.Count + Metrics[stage].Dropped > 0))
            Row(stage.Name(), Metrics[stage].Time, Metrics[stage].Dropped);
        Row("total", Metrics.Total, Metrics.Dropped, IsLive ? "  from a frame's time stamp until it is handed to the publishers"
            : "  capture to track; publishing goes on beside it");
        foreach (var (name, metrics) in Cameras)
            Row(name, metrics.Total, metrics.Dropped, $"  {metrics.Published} published");
        foreach (var (stage, reason, count) in Metrics.Drops()) Line($"dropped at {stage.Name()}: {count} {Describe(reason)}");
        return text.ToString();
    }

    /// <summary>The same as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            schema = "robotvision.run/1",
            frames = Metrics.Published,
            dropped = Metrics.Drops().ToDictionary(drop => $"{drop.Stage.Name()}.{Describe(drop.Reason).Replace(' ', '_')}", drop => drop.Count),
            frames_per_second = Math.Round(FramesPerSecond, 2),
            elapsed_s = Math.Round(Elapsed.TotalSeconds, 3),
            allocated_bytes_per_frame = BytesPerFrame,
            provider = Model.Provider.Name(),
            provider_note = Model.ProviderNote,
            model = Model.Path,
            warnings = Warnings,
            untrained = Model.Contract.Untrained,
            latency_ms = Enum.GetValues<Stage>().Select(stage => (Name: stage.Name(), Metrics[stage].Time)).Append(("total", Metrics.Total))
                .ToDictionary(row => row.Item1, row => new { p50 = Milliseconds(row.Item2, 0.5), p99 = Milliseconds(row.Item2, 0.99) }),
            cameras = Cameras.Count == 0 ? null : Cameras.ToDictionary(camera => camera.Name, camera => new
            {
                frames = camera.Metrics.Published,
                dropped = camera.Metrics.Dropped,
                total_ms = new { p50 = Milliseconds(camera.Metrics.Total, 0.5), p99 = Milliseconds(camera.Metrics.Total, 0.99) },
            }),
        },
        Indented);

    static double Milliseconds(LatencyHistogram times, double part) => Math.Round(times.Percentile(part).TotalMilliseconds, 4);

    /// <summary>No frame has no time.</summary>
    static string Shown(LatencyHistogram times, double part) =>
        times.Count == 0 ? "-" : Milliseconds(times, part).ToString("F3", CultureInfo.InvariantCulture);

    static string Describe(DropReason reason) => reason switch
    {
        DropReason.BadFrame => "bad frame",
        DropReason.PoolEmpty => "pool empty",
        DropReason.NewerFrame => "newer frame",
        _ => "stopped",
    };
}
