namespace RobotVision.Calibration.Boards;

/// <summary>The parts of the image in which corners were seen.</summary>
/// <param name="Counts">[row, column] corners in each cell of a grid over the image.</param>
public sealed record BoardCoverage(double[,] Counts)
{
    const int Columns = 16, Rows = 12;
    const int CoarseColumns = 8, CoarseRows = 6;

    /// <summary>Fraction of the coarse cells with at least one corner, 0..1.</summary>
    public double Seen
    {
        get
        {
            var seen = 0;
            for (var row = 0; row < CoarseRows; row++)
                for (var column = 0; column < CoarseColumns; column++)
                {
                    var (y, x) = (2 * row, 2 * column);
                    if (Counts[y, x] + Counts[y + 1, x] + Counts[y, x + 1] + Counts[y + 1, x + 1] > 0) seen++;
                }
            return (double)seen / (CoarseColumns * CoarseRows);
        }
    }

    /// <summary>Counts the corners of views of one size, in pixels.</summary>
    public static BoardCoverage Of(IEnumerable<BoardView> views, int width, int height)
    {
        var counts = new double[Rows, Columns];
        foreach (var view in views)
            for (var i = 0; i < view.X.Length; i++)
                counts[Math.Clamp((int)(view.Y[i] / height * Rows), 0, Rows - 1), Math.Clamp((int)(view.X[i] / width * Columns), 0, Columns - 1)]++;
        return new(counts);
    }
}
