namespace RobotVision.Reports;

/// <summary>One line, or one cloud of points, of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Where its points are.</param>
/// <param name="Y">As many values; one that is not finite is a gap.</param>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>The colour of what belongs to no class and no group: that of the text.</summary>
    public const int Neutral = 8;

    /// <summary>Whether the points are joined.</summary>
    public bool Line { get; init; } = true;

    /// <summary>Whether the points themselves are drawn.</summary>
    public bool Points { get; init; }

    /// <summary>Whether the line is dashed.</summary>
    public bool Dashed { get; init; }

    /// <summary>Which of the eight colours it has (<c>report.css</c>), with a shape of its points for each, or <see cref="Neutral"/>; the next free one when null. Lines that belong together share one.</summary>
    public int? Color { get; init; }

    /// <exception cref="ArgumentException">There are not as many X as Y.</exception>
    internal object ToDataset(int position)
    {
        if (X.Count != Y.Count) throw new ArgumentException($"Series '{Name}': expected as many x as y, found {X.Count} and {Y.Count}.");
        return new
        {
            label = Name,
            data = X.Zip(Y, (x, y) => new { x, y = double.IsFinite(y) ? y : (double?)null }),
            showLine = Line,
            pointRadius = Points || !Line ? 3 : 0,
            borderWidth = 2,
            color = Color ?? position % Neutral,
            borderDash = Dashed ? new[] { 5, 4 } : [],
        };
    }
}
