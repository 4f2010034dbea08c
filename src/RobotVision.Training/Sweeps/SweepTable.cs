using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RobotVision.Training.Sweeps;

/// <summary>The results of a sweep: one row a run, and one a setting with the mean over its seeds.</summary>
/// <param name="Plan">What was to be tried.</param>
/// <param name="Results">The finished runs in the plan's order.</param>
public sealed record SweepTable(SweepPlan Plan, IReadOnlyList<SweepResult> Results)
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>The settings, the best first; those that failed last.</summary>
    public IReadOnlyList<SweepRow> Rows { get; } =
    [
        .. Results.GroupBy(result => result.Setting.ToString()).Select(group => SweepRow.Of([.. group], Plan.Objective))
            .OrderByDescending(row => row.Rank ?? double.NegativeInfinity),
    ];

    /// <summary>The best setting; null as long as none succeeded.</summary>
    public SweepRow? Best => Rows.FirstOrDefault(row => row.Rank is not null);

    /// <summary>Every run as comma-separated values, with a head.</summary>
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
            values = SweepRow.Columns.Zip(row.Values).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second),
        }),
        runs = Results,
    }, Json);

    /// <summary>The settings as plain text, columns aligned.</summary>
    public override string ToString()
    {
        var known = Enumerable.Range(0, SweepRow.Columns.Count).Where(column => Rows.Any(row => row.Values[column] is not null)).ToArray();
        string[][] lines =
        [
            ["setting", "runs", .. known.Select(column => SweepRow.Columns[column])],
            .. Rows.Select(row => (string[])[row.Setting.ToString(), $"{row.Results.Count}", .. known.Select(column => SweepRow.Text(row.Values[column]))]),
        ];
        var widths = lines[0].Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        return string.Join('\n', lines.Select(line => string.Join("  ", line.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))));
    }

    static string Quote(string cell) => cell.AsSpan().ContainsAny(",\"\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal).Replace('\n', ' ')}\"" : cell;
}
