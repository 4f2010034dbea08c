using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Detections;

namespace RobotVision.Evaluation.Scores;

/// <summary>A score with one row per class, as text and as JSON.</summary>
/// <param name="Frames">The number of annotated frames.</param>
/// <param name="Classes">The classes that are labelled in some frame, in their order.</param>
public sealed record ScoreReport(int Frames, IReadOnlyList<ScoreRow> Classes)
{
    /// <summary>The column of the average precision, of presence and of detections.</summary>
    internal const string PresencePrecision = "AP", CentrePrecision = "AP (centre)";

    const string Unknown = "-";

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>The column headers of <see cref="Rows"/>.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "class", "frames", "labels", "threshold", "hits", "mistakes", "misses", "precision", "recall", "F1", "best F1", "at", CentrePrecision, "AP50",
        "base rate", "accuracy", "balanced",
    ];

    /// <summary>The means over the classes that have labels; null if fewer than two have.</summary>
    public ScoreMean? Mean => ScoreMean.Of(Classes);

    /// <summary>The table's cells as text: one row per class and one for the mean, each as long as <see cref="Columns"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<IReadOnlyList<string>> Rows => [.. Classes.Select(Cells), .. Mean is { } mean ? [Cells(mean)] : Array.Empty<string[]>()];

    /// <summary>The columns of <see cref="Rows"/> that have a value in some row, and <see cref="Rows"/> with only these.</summary>
    [JsonIgnore]
    public (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) Known
    {
        get
        {
            var rows = Rows;
            var known = Enumerable.Range(0, Columns.Count).Where(column => rows.Any(row => row[column] != Unknown)).ToArray();
            var presence = Classes.Any(row => row.BaseRate is not null);
            string NameOf(int column) => presence && Columns[column] == CentrePrecision ? PresencePrecision : Columns[column];
            return ([.. known.Select(NameOf)], [.. rows.Select(row => (IReadOnlyList<string>)[.. known.Select(column => row[column])])]);
        }
    }

    /// <summary>Creates the report of a score at the thresholds of a model.</summary>
    /// <param name="score">The score.</param>
    /// <param name="thresholds">One per class, in the order of the score's classes; <see cref="Thresholds.Off"/> for a class that is off.</param>
    /// <exception cref="ArgumentException">There is not one threshold per class.</exception>
    public static ScoreReport Of(DetectionScore score, ReadOnlySpan<float> thresholds)
    {
        if (thresholds.Length != score.Classes.Count)
            throw new ArgumentException($"Thresholds: expected {score.Classes.Count}, one per class, found {thresholds.Length}.", nameof(thresholds));
        var rows = new List<ScoreRow>();
        foreach (var objectClass in score.Classes.Classes)
            if (score[objectClass] is { Frames: > 0 } one) rows.Add(ScoreRow.Of(one, thresholds[(int)objectClass]));
        return new(score.Frames, rows);
    }

    /// <summary>
    /// The report without the values that need detections below the thresholds (best F1, average precision): for the score of
    /// published detections, which are all above their threshold.
    /// </summary>
    public ScoreReport AtThresholdsOnly() => this with
    {
        Classes = [.. Classes.Select(row => row with { BestF1 = null, BestThreshold = null, AveragePrecision = null, AveragePrecision50 = null })],
    };

    /// <summary>The report as JSON; unknown values (such as precision without detections) are left out.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The table as plain text with aligned columns; columns without any value are left out.</summary>
    public override string ToString()
    {
        if (Classes.Count == 0) return "no frame with labels: nothing to score";
        var (columns, rows) = Known;
        return Table([columns, .. rows], words: 1);
    }

    /// <summary>One table as plain text of several sets: a line a set and class, with what can be compared.</summary>
    /// <param name="sets">The sets by name.</param>
    public static string SideBySide(IReadOnlyList<(string Set, ScoreReport Score)> sets)
    {
        string[] compared = ["class", "labels", "threshold", "precision", "recall", "F1", "best F1", "at", CentrePrecision, "AP50"];
        int[] places = [.. compared.Select(name => Columns.ToList().IndexOf(name))];
        return Table(
        [
            ["set", .. compared],
            .. sets.SelectMany(set => set.Score.Rows.Select((row, i) => (string[])[i == 0 ? set.Set : "", .. places.Select(place => row[place])])),
        ], words: 2);
    }

    /// <summary>Lines with aligned columns, the first ones, which are words, to the left.</summary>
    static string Table(IReadOnlyList<string>[] lines, int words)
    {
        var widths = lines[0].Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        return string.Join('\n', lines.Select(line =>
            string.Join("  ", line.Select((cell, i) => i < words ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))));
    }

    static string[] Cells(ScoreRow row) =>
    [
        row.Class, Number(row.Frames), Number(row.Labels), row.Off ? "off" : Fraction(row.Threshold),
        Number(row.Hits), Number(row.Mistakes), Number(row.Misses),
        Fraction(row.Precision), Fraction(row.Recall), Fraction(row.F1), Fraction(row.BestF1), Fraction(row.BestThreshold),
        Fraction(row.AveragePrecision), Fraction(row.AveragePrecision50), Fraction(row.BaseRate), Fraction(row.Accuracy), Fraction(row.BalancedAccuracy),
    ];

    static string[] Cells(ScoreMean mean) =>
    [
        $"mean of {mean.Classes}", Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown,
        Fraction(mean.Recall), Fraction(mean.F1), Fraction(mean.BestF1), Unknown,
        Fraction(mean.AveragePrecision), Fraction(mean.AveragePrecision50), Unknown, Unknown, Unknown,
    ];

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    static string Fraction(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? Unknown;
}
