using RobotVision.Reports;

namespace RobotVision.Training.Sweeps;

/// <summary>The methods of a sweep beside each other, for a README or a model's card.</summary>
static class SweepPicture
{
    /// <summary>As many methods as a bar picture has colours.</summary>
    const int MostMethods = 4;

    /// <summary>An SVG file; null where a sweep has not two to four methods, or no results yet.</summary>
    public static string? Of(SweepTable table)
    {
        string[] methods = [.. table.Results.Select(result => result.Method).OfType<string>().Distinct()];
        if (methods.Length is < 2 or > MostMethods || table.Best is null) return null;
        string[] columns = table.Rows.Any(row => row["test F1"] is not null) ? ["test F1", "test AP"] : ["validation F1", "validation AP"];
        string[] others = [.. table.Results.Select(result => Without(result.Setting)).Distinct()];
        double? Value(string other, string method, string column) =>
            table.Rows.FirstOrDefault(row => row.Setting.Method == method && Without(row.Setting) == other)?[column];
        return BarPicture.Draw(
            Path.GetFileName(table.Plan.File), methods,
            [.. columns.Select(column => new BarPanel(column, [.. others.Select(other => new BarGroup(other, null, [.. methods.Select(method => Value(other, method, column))]))]))]);
    }

    static string Without(SweepSetting setting) => (setting with { Method = null }).ToString();
}
