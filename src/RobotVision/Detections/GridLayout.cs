namespace RobotVision.Detections;

/// <summary>
/// What the output of the <c>grid</c> network means: (N, 5 K, C, C) float32, C x C cells over the sample, five values
/// for each of K classes in the order of <see cref="ClassNames"/>; 40 channels of the eight built-in ones.
/// The decoder reads it, the trainer writes its targets in it.
/// </summary>
/// <remarks>
/// Channel of value k of class c: <c>c * 5 + k</c>. In cell (row, column), in parts of the sample's side:
/// confidence = sigmoid(logit), x = (column + 0.5 + dx) / C, y = (row + 0.5 + dy) / C, w = exp(logW) / C, h = exp(logH) / C.
/// </remarks>
/// <param name="Cells">C, the cells along each side of the sample.</param>
/// <param name="Classes">K, the number of classes.</param>
public readonly record struct GridLayout(int Cells, int Classes = ObjectClasses.Count)
{
    /// <summary>Cells of the coarse network, one every eight pixels of the sample, and of the fine one, one every four.</summary>
    public const int CoarseCells = 12, FineCells = 24;

    /// <summary>The cells that networks are made with.</summary>
    public static IReadOnlyList<int> CellChoices { get; } = [CoarseCells, FineCells];

    /// <summary>Values a class: logit, dx, dy, log w, log h.</summary>
    public const int ValuesPerClass = 5;

    /// <summary>Offset in its class of the logit of the confidence.</summary>
    public const int Logit = 0;

    /// <summary>Offset in its class of dx, in cells from the cell's centre.</summary>
    public const int OffsetX = 1;

    /// <summary>Offset in its class of dy, in cells from the cell's centre.</summary>
    public const int OffsetY = 2;

    /// <summary>Offset in its class of the natural logarithm of the width in cells.</summary>
    public const int LogWidth = 3;

    /// <summary>Offset in its class of the natural logarithm of the height in cells.</summary>
    public const int LogHeight = 4;

    /// <summary>
    /// How far apart two views may place the same object, as a part of the sample's side: a cell of the coarse network; other values were not
    /// tried.
    /// </summary>
    const float Nearby = 1f / 12;

    /// <summary>Values of one channel: one a cell.</summary>
    public int Plane => Cells * Cells;

    /// <summary>Values of one class.</summary>
    public int ClassLength => ValuesPerClass * Plane;

    /// <summary>Values of one sample's output.</summary>
    public int Length => Classes * ClassLength;

    /// <summary>Channels of the output for so many classes.</summary>
    public static int ChannelsOf(int classes = ObjectClasses.Count) => classes * ValuesPerClass;

    /// <summary>Where the values of one kind of a class begin; one a cell, row by row.</summary>
    /// <param name="objectClass">The class.</param>
    /// <param name="value">Which of its <see cref="ValuesPerClass"/>, for example <see cref="Logit"/>.</param>
    public int Start(ObjectClass objectClass, int value) => (int)objectClass * ClassLength + value * Plane;

    /// <summary>The cell with the highest logit near a cell, within the distance by which two views may differ in placing one object.</summary>
    /// <param name="logits">(C, C), those of a class.</param>
    /// <param name="row">The cell's row; it may lie outside.</param>
    /// <param name="column">The cell's column; it may lie outside.</param>
    /// <returns>Row times C plus column; -1 where no cell is so near.</returns>
    public int HighestAbout(ReadOnlySpan<float> logits, int row, int column)
    {
        var reach = Math.Max(1, (int)MathF.Round(Nearby * Cells));
        var highest = -1;
        for (var y = Math.Max(0, row - reach); y <= Math.Min(Cells - 1, row + reach); y++)
            for (var x = Math.Max(0, column - reach); x <= Math.Min(Cells - 1, column + reach); x++)
                if (highest < 0 || logits[y * Cells + x] > logits[highest]) highest = y * Cells + x;
        return highest;
    }

    /// <summary>The layout of one sample's output.</summary>
    /// <param name="length">How many values it has.</param>
    /// <param name="classes">How many classes.</param>
    /// <exception cref="ArgumentException">No grid has that many values.</exception>
    public static GridLayout Of(int length, int classes = ObjectClasses.Count)
    {
        var layout = new GridLayout((int)MathF.Sqrt((float)length / ChannelsOf(classes)), classes);
        return layout.Length == length && length > 0
            ? layout
            : throw new ArgumentException(
                $"Grid: expected the {ChannelsOf(classes)} values of each cell of a square of cells, found {length} values.", nameof(length));
    }
}
