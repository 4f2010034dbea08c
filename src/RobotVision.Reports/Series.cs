namespace RobotVision.Reports;

/// <summary>One line, or one set of points, of a chart.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="X">x of each point.</param>
/// <param name="Y">y of each point; a value that is not finite is a gap.</param>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>The text colour, for series that belong to no class and no group.</summary>
    public const int Neutral = 8;

    /// <summary>Whether the points are joined.</summary>
    public bool Line { get; init; } = true;

    /// <summary>Whether the points themselves are drawn.</summary>
    public bool Points { get; init; }

    /// <summary>Whether the line is dashed.</summary>
    public bool Dashed { get; init; }

    /// <summary>
    /// Number of one of the eight colours (<c>report.css</c>), each with its own point shape, or <see cref="Neutral"/>; the next free one when null.
    /// Related lines share a colour.
    /// </summary>
    public int? Color { get; init; }

    /// <exception cref="ArgumentException">X and Y differ in length.</exception>
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
