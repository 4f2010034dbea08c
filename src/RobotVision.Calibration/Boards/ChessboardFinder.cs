using System.Diagnostics.CodeAnalysis;
using OpenCvSharp;

namespace RobotVision.Calibration.Boards;

/// <summary>Finds a whole chessboard.</summary>
/// <param name="pattern">Its corners. With one side even and the other odd the board's orientation is unique.</param>
/// <param name="window">Half the side of the window for sub-pixel corners, in pixels.</param>
public sealed class ChessboardFinder(BoardPattern pattern, int window = ChessboardFinder.DefaultWindow) : IBoardFinder, IDisposable
{
    /// <summary>Number of images without the board that are kept, to search them for other boards.</summary>
    const int Kept = 3;

    readonly List<(string Name, Mat Grey)> _without = [];

    /// <summary>Half the side of the window in OpenCV's calibration sample.</summary>
    public const int DefaultWindow = 11;

    /// <inheritdoc/>
    public BoardPattern Pattern => pattern;

    /// <inheritdoc/>
    public bool TryFind(string name, GreyImage image, [NotNullWhen(true)] out BoardView? view)
    {
        view = null;
        if (!TryFind(image.Grey, pattern.Columns, pattern.Rows, out var corners))
        {
            if (_without.Count < Kept) _without.Add((name, image.Grey.Clone()));
            return false;
        }

        view = Refine(name, image, corners, [.. Enumerable.Range(0, corners.Length)], window);
        return true;
    }

    /// <inheritdoc/>
    public string? Explain()
    {
        // Squares counted instead of corners, or one row or column too few or too many.
        for (var columns = pattern.Columns - 1; columns <= pattern.Columns + 1; columns++)
            for (var rows = pattern.Rows - 1; rows <= pattern.Rows + 1; rows++)
                foreach (var (name, grey) in _without)
                    if (columns > 2 && rows > 2 && TryFind(grey, columns, rows, out _))
                        return $"A board of {columns}x{rows} inner corners ({columns + 1}x{rows + 1} squares) is in '{name}': try --pattern {columns}x{rows}.";
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, grey) in _without) grey.Dispose();
    }

    static bool TryFind(Mat grey, int columns, int rows, out Point2f[] corners) => Cv2.FindChessboardCorners(
        grey, new Size(columns, rows), out corners, ChessboardFlags.AdaptiveThresh | ChessboardFlags.FastCheck | ChessboardFlags.NormalizeImage);

    /// <summary>Refines corners to sub-pixel precision and makes a view of them.</summary>
    internal static BoardView Refine(string name, GreyImage image, Point2f[] corners, int[] numbers, int window)
    {
        corners = Cv2.CornerSubPix(image.Grey, corners, new Size(window, window), new Size(-1, -1),
            new TermCriteria(CriteriaTypes.Eps | CriteriaTypes.Count, 30, 0.1));
        // OpenCV's origin is the first pixel's centre.
        double[] x = [.. corners.Select(p => p.X + 0.5)], y = [.. corners.Select(p => p.Y + 0.5)];
        return new(name, image.Grey.Cols, image.Grey.Rows, numbers, x, y, image.Sharpness(corners));
    }
}
