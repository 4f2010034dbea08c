namespace RobotVision.Detection;

/// <summary>
/// What the output of the <c>grid</c> network means: (N, 40, 12, 12) float32, 12 x 12 cells over the sample, five values
/// a class in the order of <see cref="ObjectClass"/>. The decoder reads it, the trainer writes its targets in it.
/// </summary>
/// <remarks>
/// Channel of value k of class c: <c>c * 5 + k</c>. In cell (row, column), in parts of the sample's side:
/// confidence = sigmoid(logit), x = (column + 0.5 + dx) / 12, y = (row + 0.5 + dy) / 12, w = exp(logW) / 12, h = exp(logH) / 12.
/// </remarks>
public static class GridLayout
{
    /// <summary>Cells along each side of the sample.</summary>
    public const int Cells = 12;

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
}
