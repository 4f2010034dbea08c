using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Detections;

namespace RobotVision.Evaluation.Scores;

/// <summary>A score as one row a class, to print and to write as JSON.</summary>
/// <param name="Frames">Annotated frames that were scored.</param>
/// <param name="Classes">The classes that were looked for in some frame, in their order.</param>
public sealed record ScoreReport(int Frames, IReadOnlyList<ScoreRow> Classes)
{
    const string Unknown = "-";

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>The heads of the columns of <see cref="Rows"/>.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["class", "frames", "labels", "threshold", "hits", "mistakes", "misses", "precision", "recall", "F1", "best F1", "at", "AP (centre)", "AP50", "base rate", "accuracy", "balanced"];

    /// <summary>The means over the classes that have labels; null where fewer than two have.</summary>
    public ScoreMean? Mean => ScoreMean.Of(Classes);

    /// <summary>The table's cells as text, one list a class and one for the mean, as long as <see cref="Columns"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<IReadOnlyList<string>> Rows => [.. Classes.Select(Cells), .. Mean is { } mean ? [Cells(mean)] : Array.Empty<string[]>()];

    /// <summary>The columns of <see cref="Rows"/> of which something is known, and <see cref="Rows"/> with these alone.</summary>
    [JsonIgnore]
    public (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) Known
    {
        get
        {
            var rows = Rows;
            var known = Enumerable.Range(0, Columns.Count).Where(column => rows.Any(row => row[column] != Unknown)).ToArray();
            return ([.. known.Select(column => Columns[column])], [.. rows.Select(row => (IReadOnlyList<string>)[.. known.Select(column => row[column])])]);
        }
    }

    /// <summary>Reads a score off at the thresholds of a model.</summary>
    /// <param name="score">The score.</param>
    /// <param name="thresholds">One a class, in the order of <see cref="ObjectClass"/>; <see cref="Thresholds.Off"/> for a class that is off.</param>
    /// <exception cref="ArgumentException">There is not one threshold a class.</exception>
    public static ScoreReport Of(DetectionScore score, ReadOnlySpan<float> thresholds)
    {
        if (thresholds.Length != ObjectClasses.Count)
            throw new ArgumentException($"Thresholds: expected {ObjectClasses.Count}, one a class, found {thresholds.Length}.", nameof(thresholds));
        var rows = new List<ScoreRow>();
        for (var i = 0; i < ObjectClasses.Count; i++)
            if (score[(ObjectClass)i] is { Frames: > 0 } one) rows.Add(ScoreRow.Of(one, thresholds[i]));
        return new(score.Frames, rows);
    }

    /// <summary>
    /// The report without what asks for detections below the thresholds too (best F1, average precision): for a score of
    /// published detections, which has none.
    /// </summary>
    public ScoreReport AtThresholdsOnly() =>
        this with { Classes = [.. Classes.Select(row => row with { BestF1 = null, BestThreshold = null, AveragePrecision = null, AveragePrecision50 = null })] };

    /// <summary>The report as JSON; what cannot be known (precision without detections ...) is absent.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The table as plain text, columns aligned; columns of which nothing is known are left out.</summary>
    public override string ToString()
    {
        if (Classes.Count == 0) return "no frame with labels: nothing to score";
        var (columns, rows) = Known;
        IReadOnlyList<string>[] lines = [columns, .. rows];
        var widths = columns.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        return string.Join('\n', lines.Select(line =>
            string.Join("  ", line.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))));
    }

    static string[] Cells(ScoreRow row) =>
    [
        row.Class, Whole(row.Frames), Whole(row.Labels), row.Off ? "off" : Part(row.Threshold), Whole(row.Hits), Whole(row.Mistakes), Whole(row.Misses),
        Part(row.Precision), Part(row.Recall), Part(row.F1), Part(row.BestF1), Part(row.BestThreshold), Part(row.AveragePrecision), Part(row.AveragePrecision50),
        Part(row.BaseRate), Part(row.Accuracy), Part(row.BalancedAccuracy),
    ];

    static string[] Cells(ScoreMean mean) =>
    [
        $"mean of {mean.Classes}", Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Part(mean.Recall), Part(mean.F1), Part(mean.BestF1), Unknown,
        Part(mean.AveragePrecision), Part(mean.AveragePrecision50), Unknown, Unknown, Unknown,
    ];

    static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    static string Part(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? Unknown;
}
