using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenCvSharp;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Bench;

/// <summary>All that was measured, and on what.</summary>
/// <param name="System">The machine and the versions.</param>
/// <param name="Input">The frames.</param>
/// <param name="Seconds">The time that was to be measured.</param>
/// <param name="Rounds">How often each variant had its turn.</param>
/// <param name="Models">The networks.</param>
/// <param name="Groups">The variants in groups, with what was measured.</param>
sealed record BenchReport(
    BenchSystem System, BenchedInput Input, double Seconds, int Rounds, IReadOnlyList<BenchedModel> Models, IReadOnlyList<BenchGroup> Groups)
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        WriteIndented = true,
    };

    /// <summary>All figures; times are milliseconds.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";
}

/// <summary>The machine and the versions.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Instructions">Its wide instructions.</param>
/// <param name="Cores">Logical processors that the program may use.</param>
/// <param name="LoadAverage">Tasks that ran or waited for a processor in the minute before; null where the system does not say.</param>
/// <param name="OperatingSystem">Name and version.</param>
/// <param name="Runtime">Version of .NET.</param>
/// <param name="OnnxRuntime">Version of ONNX Runtime.</param>
/// <param name="OpenCv">Version of OpenCV.</param>
/// <param name="Commit">The commit that this program was built from; empty where unknown.</param>
sealed record BenchSystem(
    string Processor, string Instructions, int Cores, double? LoadAverage, string OperatingSystem, string Runtime, string OnnxRuntime, string OpenCv,
    string Commit)
{
    public static BenchSystem Now(double? loadAverage) => new(
        Inference.Processor.Name, Inference.Processor.Instructions, Environment.ProcessorCount, loadAverage, RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription, VisionModel.RuntimeVersion, Cv2.GetVersionString() ?? "", ProgramVersion.Commit);
}

/// <summary>The frames.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Width">Pixels a row of the first one.</param>
/// <param name="Height">Rows of the first one.</param>
/// <param name="Format">Its pixels, as they come from the decoder.</param>
/// <param name="Frames">How many there are; null where the recording does not know.</param>
/// <param name="IsPlaced">Whether lens and poses are known.</param>
sealed record BenchedInput(string Name, int Width, int Height, string Format, long? Frames, bool IsPlaced)
{
    public static BenchedInput Of(BenchInput input) => new(
        input.Name, input.Layout.Width, input.Layout.Height, input.Layout.Format.ToString(), input.FrameCount, input.Setup.Poses is not null);
}

/// <summary>A network.</summary>
/// <param name="File">Its file.</param>
/// <param name="Hash">Its hash, as in published results.</param>
/// <param name="Network">Name of the network.</param>
/// <param name="Precision">Its numbers, for example int8.</param>
/// <param name="Provider">What runs it.</param>
sealed record BenchedModel(string File, string Hash, string Network, string Precision, string Provider)
{
    public static BenchedModel Of(VisionModel model) =>
        new(Path.GetFileName(model.Path), model.Hash, model.Contract.Network, model.Contract.Precision, model.Provider.Name());
}

/// <summary>Variants that are compared.</summary>
sealed record BenchGroup(BenchTopic Topic, IReadOnlyList<VariantResult> Variants);

/// <summary>What was measured of a variant. Times are of a frame; of several cameras, of a frame of each together.</summary>
sealed record VariantResult
{
    public string Name => Variant.Name;

    public required Variant Variant { get; init; }

    /// <summary>Pixels a row of the last frame.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the last frame.</summary>
    public required int Height { get; init; }

    /// <summary>Frames that were measured; of several cameras, frames of each.</summary>
    public required long Frames { get; init; }

    /// <summary>Each stage by its name; without capture where the pictures were in memory.</summary>
    public required IReadOnlyDictionary<string, Latency> Stages { get; init; }

    /// <summary>From the decoded picture to the detections: sample, infer, close-ups and decode.</summary>
    public required Latency Detect { get; init; }

    /// <summary>All stages, one after the other.</summary>
    public required Latency Total { get; init; }

    /// <summary>The times of <see cref="Total"/>.</summary>
    [JsonIgnore]
    public LatencyHistogram TotalTimes { get; init; } = new();

    /// <summary>Frames a second on one thread, one stage after the other; those of all cameras together.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>
    /// Processor time of this program a frame, of all its threads together, in milliseconds: waiting for a busy processor does not count. Null where the
    /// program itself keeps the processor busy.
    /// </summary>
    public required double? ProcessorMs { get; init; }

    /// <summary>Managed memory that was allocated, a frame.</summary>
    public required AllocatedBytes AllocatedBytes { get; init; }

    /// <summary>The median of <see cref="Detect"/> in each round, milliseconds.</summary>
    public required IReadOnlyList<double> RoundMedians { get; init; }

    /// <summary>The round medians as multiples of those of the group's reference in the same round.</summary>
    public required Ratio Ratio { get; init; }
}

/// <summary>Times in milliseconds. A percentile that rests on less than one frame is null.</summary>
/// <param name="Count">How many times.</param>
/// <param name="P50">Median.</param>
/// <param name="P99">Of a hundred frames and more.</param>
/// <param name="P999">99.9 %, of a thousand frames and more.</param>
/// <param name="Max">The longest.</param>
sealed record Latency(long Count, double P50, double? P99, [property: JsonPropertyName("p99_9")] double? P999, double Max)
{
    public static Latency Of(LatencyHistogram times)
    {
        double At(double part) => times.Percentile(part).TotalMilliseconds;
        return new(times.Count, At(0.5), times.Count >= 100 ? At(0.99) : null, times.Count >= 1000 ? At(0.999) : null, At(1));
    }
}

/// <summary>The median of the rounds' ratios, the lowest and the highest.</summary>
sealed record Ratio(double Median, double Low, double High);

/// <summary>Managed memory: of reading a frame, of all stages from sampling to tracking, and of publishing the result.</summary>
readonly record struct AllocatedBytes(double Capture, double Process, double Publish)
{
    public double Total => Capture + Process + Publish;

    public static AllocatedBytes operator +(AllocatedBytes one, AllocatedBytes other) =>
        new(one.Capture + other.Capture, one.Process + other.Process, one.Publish + other.Publish);

    public AllocatedBytes Over(long frames) => new(Capture / frames, Process / frames, Publish / frames);
}
