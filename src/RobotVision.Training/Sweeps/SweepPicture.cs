using RobotVision.Reports;

namespace RobotVision.Training.Sweeps;

/// <summary>A bar chart that compares the methods of a sweep, for a README or a model card.</summary>
static class SweepPicture
{
    /// <summary>A bar picture has four colours.</summary>
    const int MaximumMethods = 4;

    /// <summary>The chart as SVG; null unless the sweep has two to four methods and a result.</summary>
    public static string? Of(SweepTable table)
    {
        string[] methods = [.. table.Results.Select(result => result.Method).OfType<string>().Distinct()];
        if (methods.Length is < 2 or > MaximumMethods || table.Best is null) return null;
        string[] columns = table.Rows.Any(row => row["test F1"] is not null) ? ["test F1", "test AP"] : ["validation F1", "validation AP"];
        string[] others = [.. table.Results.Select(result => Without(result.Setting)).Distinct()];
        double? Value(string other, string method, string column) =>
            table.Rows.FirstOrDefault(row => row.Setting.Method == method && Without(row.Setting) == other)?[column];
        return BarPicture.Draw(
            Path.GetFileName(table.Plan.File), methods,
            [.. columns.Select(column =>
                new BarPanel(column, [.. others.Select(other => new BarGroup(other, null, [.. methods.Select(method => Value(other, method, column))]))]))]);
    }

    static string Without(SweepSetting setting) => (setting with { Method = null }).ToString();
}
