namespace RobotVision.Evaluation.Scores;

/// <summary>The means over the classes that have labels, each class counting alike; what cannot be known is null.</summary>
/// <param name="Classes">How many classes.</param>
/// <param name="Recall">Mean recall.</param>
/// <param name="F1">Mean F1.</param>
/// <param name="BestF1">Mean of the best F1 over all thresholds.</param>
/// <param name="AveragePrecision">Mean average precision, where a hit is a centre in the label's box (points: near the label's centre).</param>
/// <param name="AveragePrecision50">Mean average precision at an intersection over union of 0.5, over the classes with boxes alone.</param>
public sealed record ScoreMean(int Classes, double? Recall, double? F1, double? BestF1, double? AveragePrecision, double? AveragePrecision50)
{
    /// <summary>Takes the means; null where fewer than two classes have labels.</summary>
    internal static ScoreMean? Of(IReadOnlyList<ScoreRow> classes)
    {
        var rows = classes.Where(row => row.Labels > 0).ToArray();
        double? Mean(Func<ScoreRow, double?> value) => rows.Select(value).OfType<double>().ToArray() is { Length: > 0 } known ? known.Average() : null;
        return rows.Length < 2
            ? null
            : new(rows.Length, Mean(row => row.Recall), Mean(row => row.F1), Mean(row => row.BestF1), Mean(row => row.AveragePrecision), Mean(row => row.AveragePrecision50));
    }
}
