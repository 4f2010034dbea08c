using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RobotVision.Training.Sweeps;

/// <summary>The results of a sweep: one row per run, and one per setting with the mean over its seeds.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Results">The finished runs in the plan's order.</param>
public sealed record SweepTable(SweepPlan Plan, IReadOnlyList<SweepResult> Results)
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>The settings, the best first; behind them those of which a run failed, and last those of which all did.</summary>
    public IReadOnlyList<SweepRow> Rows { get; } =
    [
        .. Results.GroupBy(result => result.Setting.ToString()).Select(group => SweepRow.Of([.. group], Plan.Objective))
            .OrderBy(row => row.Failed > 0).ThenByDescending(row => row.Rank ?? double.NegativeInfinity),
    ];

    /// <summary>The best setting; null until one succeeded.</summary>
    public SweepRow? Best => Rows.FirstOrDefault(row => row.Rank is not null);

    /// <summary>Every run as comma-separated values, with a header line.</summary>
    public string ToCsv()
    {
        string[] varied = [.. Plan.Options.Select(option => option.Name)];
        string[] head = ["run", "method", .. varied, "seed", .. SweepRow.Columns, "parameters", "multiply_adds", "failure"];
        var lines = Results.Select(result => (string[])
        [
            result.Run, result.Method ?? "", .. varied.Select(name => result.Options.First(option => option.Key == name).Value),
            result.Seed.ToString(CultureInfo.InvariantCulture), .. SweepRow.Of([result], Plan.Objective).Values.Select(SweepRow.Text),
            result.Parameters.ToString(CultureInfo.InvariantCulture), result.MultiplyAdds.ToString(CultureInfo.InvariantCulture), result.Failure ?? "",
        ]);
        return string.Concat(lines.Prepend(head).Select(line => string.Join(',', line.Select(Quote)) + "\n"));
    }

    /// <summary>Settings and runs as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(new
    {
        sweep = Path.GetFileName(Plan.File),
        objective = Plan.Objective.ToString(),
        best = Best?.Setting.ToString(),
        settings = Rows.Select(row => new
        {
            setting = row.Setting.ToString(),
            runs = row.Results.Count,
            failed = row.Failed > 0 ? row.Failed : (int?)null,
            values = SweepRow.Columns.Zip(row.Values).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second),
        }),
        runs = Results,
    }, Json);

    /// <summary>The settings as plain text with aligned columns.</summary>
    public override string ToString()
    {
        var known = Enumerable.Range(0, SweepRow.Columns.Count).Where(column => Rows.Any(row => row.Values[column] is not null)).ToArray();
        string[][] lines =
        [
            ["setting", "runs", .. known.Select(column => SweepRow.Columns[column])],
            .. Rows.Select(row => (string[])[row.Setting.ToString(), row.Runs, .. known.Select(column => SweepRow.Text(row.Values[column]))]),
        ];
        var widths = lines[0].Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        return string.Join('\n',
            lines.Select(line => string.Join("  ", line.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))));
    }

    static string Quote(string cell) => cell.AsSpan().ContainsAny(",\"\n")
        ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal).Replace('\n', ' ')}\"" : cell;
}

/// <summary>The results of one setting: means over its seeds.</summary>
/// <param name="Results">Its runs.</param>
/// <param name="Values">The means, one for each of <see cref="Columns"/>; null where unknown.</param>
/// <param name="Rank">The objective, higher is better; null when no run succeeded.</param>
public sealed record SweepRow(IReadOnlyList<SweepResult> Results, IReadOnlyList<double?> Values, double? Rank)
{
    /// <summary>Names of the values. A gap is how much better the training images score than the validation images.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "validation F1", "validation AP", "training F1", "gap F1", "training AP", "gap AP", "validation loss", "training loss", "gap loss",
        "test F1", "test AP",
    ];

    /// <summary>The setting.</summary>
    public SweepSetting Setting => Results[0].Setting;

    /// <summary>How many of its runs failed, which are not in the means.</summary>
    public int Failed => Results.Count(result => result.Failure is not null);

    /// <summary>How many runs there are, and how many failed.</summary>
    internal string Runs => Failed == 0 ? $"{Results.Count}" : $"{Results.Count}, {Failed} failed";

    /// <summary>The value of a column.</summary>
    public double? this[string column] => Values[Columns.ToList().IndexOf(column)];

    /// <summary>Computes the means.</summary>
    internal static SweepRow Of(IReadOnlyList<SweepResult> results, SweepObjective objective)
    {
        double? Mean(Func<SweepResult, double?> value) => results.Select(value).OfType<double>().ToArray() is { Length: > 0 } known ? known.Average() : null;
        var validationF1 = Mean(result => SweepResult.Mean(result.Validation, row => row.BestF1));
        var trainingF1 = Mean(result => SweepResult.Mean(result.Training, row => row.BestF1));
        double? validationPrecision = Mean(result => SweepResult.Mean(result.Validation, row => row.AveragePrecision));
        double? trainingPrecision = Mean(result => SweepResult.Mean(result.Training, row => row.AveragePrecision));
        double? validationLoss = Mean(result => result.ValidationLoss), trainingLoss = Mean(result => result.TrainingLoss);
        var testF1 = Mean(result => SweepResult.Mean(result.Test, row => row.F1));
        var testPrecision = Mean(result => SweepResult.Mean(result.Test, row => row.AveragePrecision));
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
