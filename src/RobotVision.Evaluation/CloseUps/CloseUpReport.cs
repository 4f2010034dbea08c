using System.Globalization;
using System.Text;
using System.Text.Json;
using RobotVision.Reports;

namespace RobotVision.Evaluation.CloseUps;

/// <summary>The gain of close-ups on several sets of frames: as a Markdown table, as JSON and as an SVG chart.</summary>
/// <param name="Model">The model's file name.</param>
/// <param name="CloseUps">Close-ups per frame.</param>
/// <param name="Sets">The gain on each set of frames.</param>
public sealed record CloseUpReport(string Model, int CloseUps, IReadOnlyList<CloseUpGain> Sets)
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>The Markdown table: recall without close-ups, with them, and with close-ups placed by the labels, at equal precision.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var widths = string.Join(" | ", ClassGain.Widths.Select(width => $"{width} px"));
        text.AppendLine($"| frames | class | precision | under {ClassGain.TinyPixels} px in the whole view | {widths} | all |");
        text.AppendLine($"| --- | --- | --- | --- | {string.Concat(Enumerable.Repeat("--- | ", ClassGain.Widths.Count))}--- |");
        foreach (var set in Sets)
            foreach (var one in set.Classes)
                text.AppendLine(Row(set.Data, one));
        text.AppendLine();
        text.AppendLine("Recall without close-ups, with them, with them placed by the labels (objects); widths in pixels of the frame, "
            + "a factor of 1.4 to either side. At the model's own thresholds for close-ups:");
        text.AppendLine();
        foreach (var set in Sets) text.AppendLine(AsShipped(set));
        return text.ToString();
    }

    /// <summary>All counts as JSON; <c>once</c> is without close-ups, <c>twice</c> with them, <c>ideal</c> with them placed by the labels.</summary>
    public string ToJson() => JsonSerializer.Serialize(new { schema = "robotvision.looking/1", model = Model, close_ups = CloseUps, sets = Sets }, Json) + "\n";

    /// <summary>The chart as SVG: for each set, the recall by size without and with close-ups.</summary>
    public string ToSvg() => BarPicture.Draw(
        $"Recall at equal precision, {Model}, {CloseUps} close-ups", ["whole view", "with close-ups", "placed by the labels"],
        [.. Sets.Where(set => set.Classes.Count > 0).Select(set => Panel(set.Data, set.Classes[^1]))]);

    static string Row(string data, ClassGain one)
    {
        var sizes = string.Join(" | ", one.Sizes.Select(Cell));
        return Invariant($"| {data} | {one.Class} | {one.Once.Precision:F2}, {one.Twice.Precision:F2}, {one.Ideal.Precision:F2} | {Cell(one.Tiny)} | {sizes} ")
            + Invariant($"| {one.Once.Recall:F2}, {one.Twice.Recall:F2}, {one.Ideal.Recall:F2} |");
    }

    static string AsShipped(CloseUpGain set)
    {
        var classes = set.Classes.Select(one =>
            Invariant($"{one.Class} precision {one.TwiceAsShipped.Precision:F2}, recall {one.TwiceAsShipped.Recall:F2}"));
        var times = Invariant($"{set.OnceMilliseconds:F2} ms a frame without close-ups, {set.TwiceMilliseconds:F2} ms with them");
        return $"* {set.Data}: {string.Join("; ", classes)}; {times}";
    }

    static BarPanel Panel(string data, ClassGain gain) => new(
        $"{data}: {(gain.Class == "all" ? "all objects" : gain.Class)}",
        [
            .. gain.Sizes.Zip(ClassGain.Widths, (size, width) => Group($"{width} px", size)),
            Group($"< {ClassGain.TinyPixels} px in view", gain.Tiny),
        ]);

    static BarGroup Group(string name, SizeGain gain) => new(name, gain.Labels, [gain.RecallOnce, gain.RecallTwice, gain.RecallIdeal]);

    static string Cell(SizeGain gain) => gain.Labels == 0 ? "-"
        : Invariant($"{gain.RecallOnce:F2}, {gain.RecallTwice:F2}, {gain.RecallIdeal:F2} ({gain.Labels})");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
