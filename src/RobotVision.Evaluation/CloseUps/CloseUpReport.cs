using System.Globalization;
using System.Text;
using System.Text.Json;
using RobotVision.Reports;

namespace RobotVision.Evaluation.CloseUps;

/// <summary>Looking twice against once on several sets of frames: as a Markdown table, as JSON and as a picture.</summary>
/// <param name="Model">The model's file name.</param>
/// <param name="CloseUps">Close-ups of each frame when looking twice.</param>
/// <param name="Sets">One for each set of frames.</param>
public sealed record LookingReport(string Model, int CloseUps, IReadOnlyList<LookingGain> Sets)
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>The table, in Markdown: recall once and twice at equal precision.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine($"| frames | class | precision | under {ClassGain.TinyPixels} px in the whole view | {string.Join(" | ", ClassGain.Widths.Select(width => $"{width} px"))} | all |");
        text.AppendLine($"| --- | --- | --- | --- | {string.Concat(Enumerable.Repeat("--- | ", ClassGain.Widths.Count))}--- |");
        foreach (var set in Sets)
            foreach (var one in set.Classes)
                text.AppendLine(Say($"| {set.Data} | {one.Class} | {one.Once.Precision:F2}, {one.Twice.Precision:F2} | {Cell(one.Tiny)} | {string.Join(" | ", one.Sizes.Select(Cell))} | {one.Once.Recall:F2}, {one.Twice.Recall:F2} |"));
        text.AppendLine();
        text.AppendLine("Recall once, twice (objects); widths in pixels of the frame, a factor of 1.4 to either side. At the model's own thresholds for looking twice:");
        text.AppendLine();
        foreach (var set in Sets)
            text.AppendLine(Say($"* {set.Data}: {string.Join("; ", set.Classes.Select(one => Say($"{one.Class} precision {one.TwiceAsShipped.Precision:F2}, recall {one.TwiceAsShipped.Recall:F2}")))}; {set.OnceMilliseconds:F2} ms a frame once, {set.TwiceMilliseconds:F2} ms twice"));
        return text.ToString();
    }

    /// <summary>All counts as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(new { schema = "robotvision.looking/1", model = Model, close_ups = CloseUps, sets = Sets }, Json) + "\n";

    /// <summary>The picture, as SVG: for each set, what is found of each size by looking once and twice.</summary>
    public string ToSvg() => BarPicture.Draw(
        $"Recall at equal precision, {Model}, {CloseUps} close-ups", ["one look", "looking twice"],
        [.. Sets.Where(set => set.Classes.Count > 0).Select(set => (set.Classes[^1], set.Data)).Select(pair => new BarPanel(
            $"{pair.Data}: {(pair.Item1.Class == "all" ? "all objects" : pair.Item1.Class)}",
            [.. pair.Item1.Sizes.Zip(ClassGain.Widths, (size, width) => new BarGroup($"{width} px", size.Labels, [size.RecallOnce, size.RecallTwice])),
                new BarGroup($"< {ClassGain.TinyPixels} px in view", pair.Item1.Tiny.Labels, [pair.Item1.Tiny.RecallOnce, pair.Item1.Tiny.RecallTwice])]))]);

    static string Cell(SizeGain gain) => gain.Labels == 0 ? "-" : Say($"{gain.RecallOnce:F2}, {gain.RecallTwice:F2} ({gain.Labels})");

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
