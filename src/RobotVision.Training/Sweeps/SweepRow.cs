using System.Globalization;

namespace RobotVision.Training.Sweeps;

/// <summary>What is known of one setting: the means over its seeds.</summary>
/// <param name="Results">Its runs.</param>
/// <param name="Values">The means, one for each of <see cref="Columns"/>; null where nothing is known.</param>
/// <param name="Rank">The objective, the higher the better; null when no run of it succeeded.</param>
public sealed record SweepRow(IReadOnlyList<SweepResult> Results, IReadOnlyList<double?> Values, double? Rank)
{
    /// <summary>What the values are. A gap is what is better on the images of the training than on those of the validation.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "validation F1", "validation AP", "training F1", "gap F1", "training AP", "gap AP", "validation loss", "training loss", "gap loss", "test F1", "test AP",
    ];

    /// <summary>The setting.</summary>
    public SweepSetting Setting => Results[0].Setting;

    /// <summary>The value of a column.</summary>
    public double? this[string column] => Values[Columns.ToList().IndexOf(column)];

    /// <summary>Takes the means.</summary>
    internal static SweepRow Of(IReadOnlyList<SweepResult> results, SweepObjective objective)
    {
        double? Mean(Func<SweepResult, double?> value) => results.Select(value).OfType<double>().ToArray() is { Length: > 0 } known ? known.Average() : null;
        double? validationF1 = Mean(result => SweepResult.Mean(result.Validation, row => row.BestF1)), trainingF1 = Mean(result => SweepResult.Mean(result.Training, row => row.BestF1));
        double? validationPrecision = Mean(result => SweepResult.Mean(result.Validation, row => row.AveragePrecision));
        double? trainingPrecision = Mean(result => SweepResult.Mean(result.Training, row => row.AveragePrecision));
        double? validationLoss = Mean(result => result.ValidationLoss), trainingLoss = Mean(result => result.TrainingLoss);
        double? testF1 = Mean(result => SweepResult.Mean(result.Test, row => row.F1)), testPrecision = Mean(result => SweepResult.Mean(result.Test, row => row.AveragePrecision));
        var rank = objective switch { SweepObjective.Loss => -validationLoss, SweepObjective.AveragePrecision => validationPrecision, _ => validationF1 };
        return new(results,
        [
            validationF1, validationPrecision, trainingF1, trainingF1 - validationF1, trainingPrecision, trainingPrecision - validationPrecision,
            validationLoss, trainingLoss, validationLoss - trainingLoss, testF1, testPrecision,
        ], rank);
    }

    /// <summary>A value for a table.</summary>
    internal static string Text(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "";
}
