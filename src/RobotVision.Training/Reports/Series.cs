namespace RobotVision.Training.Reports;

/// <summary>One line, or one cloud of points, of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Where its points are.</param>
/// <param name="Y">As many values; one that is not finite is a gap.</param>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    // Told apart by people who do not see all colours: M. Okabe and K. Ito, "Color Universal Design", 2008.
    static readonly string[] Colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#b8a900"];

    /// <summary>Whether the points are joined.</summary>
    public bool Line { get; init; } = true;

    /// <summary>Whether the points themselves are drawn.</summary>
    public bool Points { get; init; }

    /// <summary>Whether the line is dashed.</summary>
    public bool Dashed { get; init; }

    /// <summary>Which of the eight colours it has; the next free one when null. Lines that belong together share one.</summary>
    public int? Color { get; init; }

    /// <exception cref="ArgumentException">There are not as many X as Y.</exception>
    internal object ToDataset(int position)
    {
        if (X.Count != Y.Count) throw new ArgumentException($"Series '{Name}': expected as many x as y, found {X.Count} and {Y.Count}.");
        var color = Colors[(Color ?? position) % Colors.Length];
        return new
        {
            label = Name,
            data = X.Zip(Y, (x, y) => new { x, y = double.IsFinite(y) ? y : (double?)null }),
            showLine = Line,
            pointRadius = Points || !Line ? 2.5 : 0,
            borderWidth = 1.5,
            borderColor = color,
            backgroundColor = color,
            borderDash = Dashed ? new[] { 5, 4 } : [],
        };
    }
}
