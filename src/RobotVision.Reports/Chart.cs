using System.Text.Json;
using System.Text.Json.Serialization;

namespace RobotVision.Reports;

/// <summary>A chart of lines or points with two numeric axes.</summary>
/// <param name="Title">Title of the chart.</param>
/// <param name="XLabel">Name and unit of the horizontal axis.</param>
/// <param name="YLabel">Name and unit of the vertical axis.</param>
/// <param name="Series">The series, in the order of the legend.</param>
public sealed record Chart(string Title, string XLabel, string YLabel, IReadOnlyList<Series> Series)
{
    /// <summary>Bounds of the axes and whether they are logarithmic.</summary>
    public Axis X { get; init; } = new();

    /// <inheritdoc cref="X"/>
    public Axis Y { get; init; } = new();

    /// <summary>Width divided by height of the plot.</summary>
    public double AspectRatio { get; init; } = 1.6;

    /// <summary>Whether both axes have the same scale, as on a map.</summary>
    public bool IsMap { get; init; }

    /// <summary>Whether there is anything to draw.</summary>
    internal bool HasPoints => Series.Any(series => series.Y.Any(double.IsFinite));

    /// <summary>The configuration for Chart.js, with the additions of <c>report.js</c>: colours by number, ticks, equal units.</summary>
    internal string ToJson() => JsonSerializer.Serialize(new
    {
        type = "scatter",
        equal = IsMap,
        data = new { datasets = Series.Select((series, i) => series.ToDataset(i)) },
        options = new
        {
            animation = false,
            maintainAspectRatio = false,
            plugins = new { legend = new { display = Series.Count > 1 } },
            scales = new { x = X.ToScale(XLabel), y = Y.ToScale(YLabel) },
        },
    }, Json);

    // The default encoder escapes < and >, so that no text can end the script element that contains the JSON.
    static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}

/// <summary>One axis of a chart; bounds that are null follow the data.</summary>
/// <param name="Min">Lower bound.</param>
/// <param name="Max">Upper bound.</param>
/// <param name="Logarithmic">Whether the axis is logarithmic; every value must then be positive.</param>
public sealed record Axis(double? Min = null, double? Max = null, bool Logarithmic = false)
{
    /// <summary>Positions and labels of the ticks; null for round numbers.</summary>
    public IReadOnlyList<(double At, string Words)>? Ticks { get; init; }

    /// <summary>Whether ticks are integers only, for counts.</summary>
    public bool IsWhole { get; init; }

    internal object ToScale(string label) => new
    {
        type = Logarithmic ? "logarithmic" : "linear",
        min = Min,
        max = Max,
        at = Ticks?.Select(tick => tick.At),
        names = Ticks?.Select(tick => tick.Words),
        ticks = new { precision = IsWhole ? 0 : (int?)null },
        title = new { display = true, text = label },
    };
}
