namespace RobotVision.Calibration.Boards;

/// <summary>One view of a board: the corners that were seen, with positions.</summary>
/// <param name="Name">The photo's name, or the video's with the frame's number.</param>
/// <param name="Width">Width of the image in pixels.</param>
/// <param name="Height">Height of the image in pixels.</param>
/// <param name="Corners">Numbers of the corners that were seen, ascending.</param>
/// <param name="X">Their x in pixels; origin at the image's top-left corner.</param>
/// <param name="Y">Their y in pixels.</param>
/// <param name="Sharpness">Sharpness of the board, comparable between views of one board; see <see cref="GreyImage.Sharpness"/>.</param>
public sealed record BoardView(string Name, int Width, int Height, int[] Corners, double[] X, double[] Y, double Sharpness)
{
    /// <summary>The image's time stamp on the poses' clock in microseconds; null where it has none.</summary>
    public long? TimeMicroseconds { get; init; }

    /// <summary>The largest window about a corner, in pixels to each side, that does not reach over the next corners; at least 2.</summary>
    public int LargestWindow => Math.Max(2, (int)(Spacing / 2 - 1));

    /// <summary>Smallest distance of two corners in pixels.</summary>
    public double Spacing
    {
        get
        {
            var least = double.MaxValue;
            for (var i = 0; i < X.Length; i++)
                for (var j = 0; j < i; j++)
                    least = Math.Min(least, Math.Sqrt((X[i] - X[j]) * (X[i] - X[j]) + (Y[i] - Y[j]) * (Y[i] - Y[j])));
            return least;
        }
    }

    /// <summary>
    /// Whether the corners can be those of a flat board, for any lens: they are in the image, and all squares have the same orientation and about the
    /// size of their neighbours. Corners without neighbours are not checked.
    /// </summary>
    internal bool IsGrid(BoardPattern pattern)
    {
        // A board so near and tilted that a square is 5 times as large as the next is never found.
        const double mostGrowth = 5, leastArea = 1;
        if (!X.All(x => x >= -1 && x <= Width + 1) || !Y.All(y => y >= -1 && y <= Height + 1)) return false;
        var areas = new Dictionary<int, double>();
        foreach (var corner in Corners)
            if (TryArea(pattern, corner, out var area)) areas[corner] = area;
        return areas.All(square => Math.Abs(square.Value) >= leastArea
            && Similar(square.Value, areas.GetValueOrDefault(square.Key + 1, square.Value))
            && Similar(square.Value, areas.GetValueOrDefault(square.Key + pattern.Columns, square.Value)));

        static bool Similar(double a, double b) => a / b is >= 1 / mostGrowth and <= mostGrowth;
    }

    // Area of the square with the given first corner, in square pixels: positive where its corners are in clockwise order.
    bool TryArea(BoardPattern pattern, int corner, out double area)
    {
        area = 0;
        if (corner % pattern.Columns == pattern.Columns - 1) return false;
        int a = Find(corner), b = Find(corner + 1), c = Find(corner + pattern.Columns + 1), d = Find(corner + pattern.Columns);
        if (a < 0 || b < 0 || c < 0 || d < 0) return false;
        area = ((X[c] - X[a]) * (Y[d] - Y[b]) - (X[d] - X[b]) * (Y[c] - Y[a])) / 2;
        return true;
    }

    int Find(int corner) => Array.BinarySearch(Corners, corner);

    /// <summary>
    /// Describes how the board lies in the image, to compare views: its centre and size as fractions of the image, how much it shrinks across and down
    /// (perspective of a tilted board), and its direction.
    /// </summary>
    internal double[] Describe(BoardPattern pattern)
    {
        double middleX = X.Average() / Width, middleY = Y.Average() / Height;
        double spread = Math.Sqrt(X.Sum(x => Square(x / Width - middleX)) / X.Length + Y.Sum(y => Square(y / Height - middleY)) / Y.Length);
        return [middleX, middleY, spread, Shrinking(pattern, along: true), Shrinking(pattern, along: false), Turn(pattern)];
    }

    // Logarithm of the ratio of corner distances at both ends of the board.
    double Shrinking(BoardPattern pattern, bool along)
    {
        double first = 0, last = 0;
        int firstCount = 0, lastCount = 0;
        foreach (var (i, j, corner) in Neighbours(pattern, along))
        {
            var position = along ? corner / pattern.Columns * 2 - (pattern.Rows - 1) : corner % pattern.Columns * 2 - (pattern.Columns - 1);
            var step = Math.Sqrt(Square(X[j] - X[i]) + Square(Y[j] - Y[i]));
            if (position < 0) (first, firstCount) = (first + step, firstCount + 1);
            else if (position > 0) (last, lastCount) = (last + step, lastCount + 1);
        }

        return firstCount > 0 && lastCount > 0 ? Math.Log(first / firstCount / (last / lastCount)) : 0;
    }

    // The direction of the rows in the image, in half turns.
    double Turn(BoardPattern pattern)
    {
        var (dx, dy) = (0.0, 0.0);
        foreach (var (i, j, _) in Neighbours(pattern, along: true)) (dx, dy) = (dx + X[j] - X[i], dy + Y[j] - Y[i]);
        return Math.Atan2(dy, dx) / Math.PI;
    }

    IEnumerable<(int I, int J, int Corner)> Neighbours(BoardPattern pattern, bool along)
    {
        for (var i = 0; i < Corners.Length; i++)
        {
            if (along && Corners[i] % pattern.Columns == pattern.Columns - 1) continue;
            var j = Find(Corners[i] + (along ? 1 : pattern.Columns));
            if (j >= 0) yield return (i, j, Corners[i]);
        }
    }

    static double Square(double value) => value * value;
}

/// <summary>The reprojection errors of one view.</summary>
/// <param name="View">The view.</param>
/// <param name="Placement">Pose of the board.</param>
/// <param name="ErrorX">Seen minus projected x of each corner in pixels.</param>
/// <param name="ErrorY">Seen minus projected y of each corner in pixels.</param>
public sealed record ViewResult(BoardView View, BoardPlacement Placement, double[] ErrorX, double[] ErrorY)
{
    /// <summary>Root mean square distance in pixels.</summary>
    public double Rms => Math.Sqrt(ErrorX.Zip(ErrorY, (x, y) => x * x + y * y).Average());
}
