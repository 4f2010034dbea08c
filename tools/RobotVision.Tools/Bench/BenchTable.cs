using System.Globalization;
using System.Text;
using RobotVision.Pipeline;
using RobotVision.Reports;

namespace RobotVision.Tools.Bench;

/// <summary>The figures as tables: for the console as aligned text, and the same cells for the page.</summary>
static class BenchTable
{
    /// <summary>What stands where there is no figure.</summary>
    public const string Unknown = "-";

    /// <summary>The columns of <see cref="StageRows"/>.</summary>
    public static IReadOnlyList<string> StageColumns { get; } = ["stage", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "bytes a frame"];

    /// <summary>The columns of <see cref="VariantRows"/>.</summary>
    public static IReadOnlyList<string> VariantColumns { get; } =
    [
        "variant", "frames", "detect p50 ms", "ratio", "its range", "total p50 ms", "p99 ms", "p99.9 ms", "max ms", "CPU ms", "frames/s",
        "bytes a frame",
    ];

    /// <summary>All of it.</summary>
    public static string Write(BenchReport report)
    {
        var text = new StringBuilder();
        foreach (var line in Lines(report)) text.AppendLine(line);
        foreach (var model in report.Groups[0].Variants.DistinctBy(variant => variant.Variant.Model))
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Stages of a frame: {model.Name}");
            Append(text, StageColumns, StageRows(model));
        }

        foreach (var group in report.Groups)
        {
            text.AppendLine().AppendLine(Title(group.Topic));
            Append(text, VariantColumns, VariantRows(group));
        }

        text.AppendLine();
        foreach (var note in Notes) text.AppendLine(note);
        return text.ToString();
    }

    /// <summary>What the columns mean and how it was measured, a paragraph each.</summary>
    public static IReadOnlyList<string> Notes { get; } =
    [
        "detect: from the decoded picture to the detections. total: all stages one after the other on one thread, and so are frames/s; 'run' and 'replay' "
        + "read, work and publish at the same time. CPU: processor time of the program a frame, in which waiting for a busy processor does not count.",
        "ratio: detect as a multiple of that of the first variant (of sizes, of the picture as it is), the median of the rounds. All variants had their "
        + "turns in the same rounds: on a machine that others use, ratios hold better than times.",
        "A percentile that would rest on less than one frame is left out: --seconds measures longer.",
    ];

    /// <summary>What was measured, on what, in lines.</summary>
    public static IEnumerable<string> Lines(BenchReport report)
    {
        var (system, input) = (report.System, report.Input);
        yield return $"{system.Processor}, {system.Instructions}, {Plural.Of(system.Cores, "core")}"
            + (system.LoadAverage is { } load ? Invariant($", load average before {load:0.0}") : "");
        yield return $"{system.OperatingSystem}, {system.Runtime}, ONNX Runtime {system.OnnxRuntime}, OpenCV {system.OpenCv}"
            + (system.Commit.Length > 0 ? $", commit {system.Commit[..Math.Min(8, system.Commit.Length)]}" : "");
        yield return Invariant($"{input.Name}: {input.Width}x{input.Height} {input.Format}, {(input.IsPlaced ? "lens and poses known" : "no poses")}; ")
            + Invariant($"{Plural.Of(report.Groups.Sum(group => group.Variants.Count), "variant")} in turn, {report.Rounds} rounds, {report.Seconds:0.#} s");
        foreach (var model in report.Models)
            yield return $"{model.File}: network '{model.Network}' in {model.Precision}, {model.Hash}, on {model.Provider}";
    }

    /// <summary>What a group compares.</summary>
    public static string Title(BenchTopic topic) => topic switch
    {
        BenchTopic.WholeWay => "The whole way of a frame, reading included",
        BenchTopic.PictureSize => "Sizes of the picture, from BGR pictures in memory",
        _ => "Cameras, from BGR pictures in memory: a frame of each, one after the other",
    };

    /// <summary>The stages of a variant.</summary>
    public static IEnumerable<IReadOnlyList<string>> StageRows(VariantResult variant)
    {
        var allocated = variant.AllocatedBytes;
        foreach (var (name, times) in variant.Stages)
            yield return Row(name, times, name == Stage.Capture.Name() ? allocated.Capture : name == Stage.Publish.Name() ? allocated.Publish : null);
        yield return Row("sample to track", null, allocated.Process);
        yield return Row("detect", variant.Detect, null);
        yield return Row("total", variant.Total, allocated.Total);
    }

    /// <summary>A row for each variant.</summary>
    public static IEnumerable<IReadOnlyList<string>> VariantRows(BenchGroup group) => group.Variants.Select(variant => (IReadOnlyList<string>)
    [
        variant.Variant.Scale is null || group.Topic == BenchTopic.Cameras ? variant.Name : $"{variant.Name}, {variant.Width}x{variant.Height}",
        variant.Frames.ToString(CultureInfo.InvariantCulture), Milliseconds(variant.Detect.P50), Invariant($"{variant.Ratio.Median:0.00}"),
        Invariant($"{variant.Ratio.Low:0.00}..{variant.Ratio.High:0.00}"), Milliseconds(variant.Total.P50), Milliseconds(variant.Total.P99),
        Milliseconds(variant.Total.P999), Milliseconds(variant.Total.Max), Milliseconds(variant.ProcessorMs),
        Invariant($"{variant.FramesPerSecond:0}"), Bytes(variant.AllocatedBytes.Total),
    ]);

    static string[] Row(string name, Latency? times, double? bytes) =>
        [name, Milliseconds(times?.P50), Milliseconds(times?.P99), Milliseconds(times?.P999), Milliseconds(times?.Max), Bytes(bytes)];

    static void Append(StringBuilder text, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [columns, .. rows];
        var widths = columns.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
            text.AppendLine(string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
    }

    static string Milliseconds(double? value) => value is { } known ? Invariant($"{known:0.000}") : Unknown;

    static string Bytes(double? value) => value is { } known ? Invariant($"{known:0}") : Unknown;

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
