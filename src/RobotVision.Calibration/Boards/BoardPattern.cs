using System.Globalization;
using RobotVision.Geometry;

namespace RobotVision.Calibration.Boards;

/// <summary>A flat calibration board: a grid of inner corners, where four squares meet.</summary>
/// <param name="Columns">Inner corners per row: one less than squares.</param>
/// <param name="Rows">Rows of inner corners: one less than squares.</param>
/// <param name="SquareMetres">Side of a square.</param>
public sealed record BoardPattern(int Columns, int Rows, double SquareMetres)
{
    /// <summary>Corners in all.</summary>
    public int Count => Columns * Rows;

    /// <summary>A corner's position on the board in metres: x along a row, y down the rows, z 0. Corners are numbered row by row.</summary>
    public Vector3d Place(int corner) => new(corner % Columns * SquareMetres, corner / Columns * SquareMetres, 0);

    /// <summary>Parses a size such as <c>9x6</c>.</summary>
    /// <exception cref="ArgumentException">Size or side of a square is wrong; the message says what was expected.</exception>
    public static BoardPattern Parse(string size, double squareMetres)
    {
        if (size.Split('x') is not [var columns, var rows] || !TryCount(columns, out var width) || !TryCount(rows, out var height))
            throw new OptionException(
                $"--pattern: expected inner corners per row and rows, 2..64 each, such as 9x6 (a board of 10x7 squares), found '{size}'.");
        if (!(squareMetres > 0 && double.IsFinite(squareMetres)))
            throw new OptionException(
                string.Create(CultureInfo.InvariantCulture, $"--square: expected the side of a square in metres such as 0.025, found {squareMetres}."));
        return new(width, height, squareMetres);
    }

    static bool TryCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 2 and <= 64;
}
