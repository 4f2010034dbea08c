namespace RobotVision.Detection;

/// <summary>
/// What the output of the <c>grid</c> network means: (N, 40, C, C) float32, C x C cells over the sample, five values
/// a class in the order of <see cref="ObjectClass"/>. The decoder reads it, the trainer writes its targets in it.
/// </summary>
/// <remarks>
/// Channel of value k of class c: <c>c * 5 + k</c>. In cell (row, column), in parts of the sample's side:
/// confidence = sigmoid(logit), x = (column + 0.5 + dx) / C, y = (row + 0.5 + dy) / C, w = exp(logW) / C, h = exp(logH) / C.
/// </remarks>
/// <param name="Cells">C, the cells along each side of the sample.</param>
public readonly record struct GridLayout(int Cells)
{
    /// <summary>Values a class: logit, dx, dy, log w, log h.</summary>
    public const int ValuesPerClass = 5;

    /// <summary>Channels of the output.</summary>
    public const int Channels = ObjectClasses.Count * ValuesPerClass;

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

    /// <summary>Values of one channel: one a cell.</summary>
    public int Plane => Cells * Cells;

    /// <summary>Values of one class.</summary>
    public int ClassLength => ValuesPerClass * Plane;

    /// <summary>Values of one sample's output.</summary>
    public int Length => Channels * Plane;

    /// <summary>The layout of one sample's output.</summary>
    /// <param name="length">How many values it has.</param>
    /// <exception cref="ArgumentException">No grid has so many.</exception>
    public static GridLayout Of(int length)
    {
        var layout = new GridLayout((int)MathF.Sqrt((float)length / Channels));
        return layout.Length == length && length > 0
            ? layout
            : throw new ArgumentException($"Grid: expected the {Channels} values of each cell of a square of cells, found {length} values.", nameof(length));
    }
}
