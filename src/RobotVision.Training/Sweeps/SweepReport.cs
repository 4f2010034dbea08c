using System.Globalization;
using RobotVision.Reports;

namespace RobotVision.Training.Sweeps;

/// <summary>The page that compares the settings of a sweep.</summary>
static class SweepReport
{
    /// <summary>Number of settings drawn in one chart (the best ones): charts have eight colours.</summary>
    const int DrawnSettings = 8;

    /// <summary>Black, for points that belong to no setting.</summary>
    const int SeedColor = 6;

    /// <summary>The columns drawn over an option, each with the column drawn dashed in the same chart.</summary>
    static readonly (string Column, string? Dashed)[] Drawn =
        [("test AP", null), ("test F1", null), ("validation AP", "training AP"), ("validation F1", "training F1"), ("gap AP", null), ("gap loss", null)];

    /// <summary>Creates the page.</summary>
    /// <param name="table">The results so far.</param>
    /// <param name="planned">Runs in all.</param>
    /// <param name="curveOf">Reads the losses of a run.</param>
    public static HtmlReport Of(SweepTable table, int planned, Func<SweepResult, RunCurve> curveOf)
    {
        var plan = table.Plan;
        var failed = table.Results.Count(result => result.Failure is not null);
        var report = new HtmlReport(
            $"Sweep {Path.GetFileName(plan.File)}",
            table.Best is { } best
                ? string.Create(CultureInfo.InvariantCulture, $"Best of {table.Rows.Count} settings: {best.Setting}, with {Objective(plan)} "
                    + $"{Math.Abs(best.Rank!.Value):0.0000}. {table.Results.Count} of {planned} runs are finished, {failed} of them failed.")
                : $"{table.Results.Count} of {planned} runs are finished, {failed} of them failed; there is no best setting yet.");
        var known = SweepRow.Columns.Where(column => table.Rows.Any(row => row[column] is not null)).ToArray();
        report.Heading("Settings").Text(
            $"The best first, by {Objective(plan)}; means over the seeds. F1 and AP are means over the classes; F1 is the best over all thresholds, "
            + "on the test data that at the thresholds chosen on the validation data. Training F1 and AP are measured like the others, "
            + "on training images without augmentation and dropout.");
        report.Table(["setting", "runs", .. known], table.Rows.Select(
            row => (string[])[row.Setting.ToString(), Whole(row.Results.Count), .. known.Select(column => SweepRow.Text(row[column]))]));
        var comparable = table.Results.DistinctBy(result => result.Criterion).Count() <= 1;
        AddOptions(report, table, [.. known.Where(column => comparable || !column.EndsWith("loss", StringComparison.Ordinal))]);
        if (comparable) AddCurves(report, table, curveOf);
        else report.Text("Losses are not drawn, since they are of different kinds: "
            + $"{string.Join(", ", table.Results.Select(result => result.Criterion).Distinct())}.");
        report.Heading("Runs").Table(
            ["run", "setting", "seed", .. known, "parameters", "failure"],
            table.Results.Select(result => (string[])
            [
                result.Run, result.Setting.ToString(), $"{result.Seed}", .. known.Select(
                    column => SweepRow.Text(SweepRow.Of([result], plan.Objective)[column])),
                Whole(result.Parameters), result.Failure ?? "",
            ]));
        return report;
    }

    /// <summary>Charts of the results over each numeric option; settings that are equal otherwise form one line.</summary>
    static void AddOptions(HtmlReport report, SweepTable table, string[] known)
    {
        foreach (var option in table.Plan.Options)
        {
            var rows = table.Rows.Where(row => row.Rank is not null && Value(row, option.Name) is not null).OrderBy(row => Value(row, option.Name)).ToArray();
            double[] values = [.. rows.Select(row => Value(row, option.Name)!.Value).Distinct()];
            if (values.Length < 2) continue;
            report.Heading(option.Name);
            var groups = rows.GroupBy(row => Without(row.Setting, option.Name)).ToArray();
            var lines = groups.Length <= DrawnSettings && groups.Length < rows.Length;
            var wide = values[0] > 0 && values[^1] >= 8 * values[0];
            foreach (var (column, dashedColumn) in Drawn.Where(pair => known.Contains(pair.Column)))
            {
                IEnumerable<Series> Lines(string drawn, bool dashed) => groups.Select((group, color) =>
                    Points(group, option.Name, drawn, dashed ? $"{group.Key}, {drawn}" : group.Key) with
                    {
                        Line = true,
                        Points = true,
                        Dashed = dashed,
                        Color = color,
                    });
                report.Chart(new(dashedColumn is null ? $"{column} over {option.Name}"
                    : $"{column} (line) and {dashedColumn} (dashed) over {option.Name}", option.Name, column,
                    lines ? [.. Lines(column, false), .. dashedColumn is null ? [] : Lines(dashedColumn, true), .. Seeds(table, rows, option.Name, column)]
                    : [Points(rows, option.Name, column, "settings")])
                { X = new(Logarithmic: wide) });
            }
        }
    }

    static Series Points(IEnumerable<SweepRow> rows, string option, string column, string name) =>
        new(name, [.. rows.Select(row => Value(row, option)!.Value)], [.. rows.Select(row => row[column] ?? double.NaN)]) { Line = false };

    /// <summary>Every run as a point, where settings have several seeds: shows the variation between seeds.</summary>
    static IEnumerable<Series> Seeds(SweepTable table, SweepRow[] rows, string option, string column)
    {
        var runs = rows.SelectMany(row => row.Results.Select(result => SweepRow.Of([result], table.Plan.Objective))).ToArray();
        if (runs.Length > rows.Length) yield return Points(runs, option, column, "single seeds") with { Color = SeedColor };
    }

    static void AddCurves(HtmlReport report, SweepTable table, Func<SweepResult, RunCurve> curveOf)
    {
        var drawn = table.Rows.Where(row => row.Rank is not null).Take(DrawnSettings)
            .Select((row, color) => (Name: row.Setting.ToString(), Curve: curveOf(row.Results[0]), Color: color)).ToArray();
        if (drawn.All(row => row.Curve.Training.Count == 0)) return;
        report.Heading("Training and validation").Text($"The best {drawn.Length} settings, the first seed of each.");
        report.Chart(new("Loss: validation (line) and training (dashed)", "step", "loss", [.. drawn.SelectMany(row => new[]
        {
            Draw($"{row.Name}, validation", row.Curve.Validation, row.Color), Draw($"{row.Name}, training", row.Curve.Training, row.Color) with
            {
                Dashed = true,
            },
        }).Where(series => series.X.Count > 0)]));
        if (drawn.Any(row => row.Curve.Gap.Count > 0))
            report.Chart(new("The gap: validation loss minus training loss", "step", "loss",
                [.. drawn.Select(row => Draw(row.Name, row.Curve.Gap, row.Color))]));
    }

    static Series Draw(string name, IReadOnlyList<(double Step, double Loss)> points, int color) =>
        new(name, [.. points.Select(point => point.Step)], [.. points.Select(point => point.Loss)]) { Color = color };

    static double? Value(SweepRow row, string option) =>
        double.TryParse(row.Setting.Options.First(pair => pair.Key == option).Value, CultureInfo.InvariantCulture, out var value) ? value : null;

    static string Without(SweepSetting setting, string option) =>
        (setting with { Options = [.. setting.Options.Where(pair => pair.Key != option)] }).ToString();

    static string Objective(SweepPlan plan) =>
        plan.Objective switch { SweepObjective.Loss => "validation loss", SweepObjective.AveragePrecision => "validation AP", _ => "validation F1" };

    static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
