using System.Diagnostics.CodeAnalysis;
using OpenCvSharp;

namespace RobotVision.Training.Calibration;

/// <summary>Finds a whole chessboard.</summary>
/// <param name="pattern">Its corners. One side even and the other odd tells the board from itself turned by half.</param>
/// <param name="window">Half the side of the window in which a corner is placed exactly, in pixels.</param>
public sealed class ChessboardFinder(BoardPattern pattern, int window = ChessboardFinder.DefaultWindow) : IBoardFinder
{
    /// <summary>Half the side of the window in OpenCV's calibration sample, whose published results rest on it.</summary>
    public const int DefaultWindow = 11;

    /// <inheritdoc/>
    public BoardPattern Pattern => pattern;

    /// <inheritdoc/>
    public bool TryFind(string name, GreyImage image, [NotNullWhen(true)] out BoardView? view)
    {
        view = null;
        var found = Cv2.FindChessboardCorners(
            image.Grey, new Size(pattern.Columns, pattern.Rows), out Point2f[] corners,
            ChessboardFlags.AdaptiveThresh | ChessboardFlags.FastCheck | ChessboardFlags.NormalizeImage);
        if (!found) return false;
        view = Refine(name, image, corners, [.. Enumerable.Range(0, corners.Length)], window);
        return true;
    }

    /// <summary>Places corners exactly and makes a view of them.</summary>
    internal static BoardView Refine(string name, GreyImage image, Point2f[] corners, int[] numbers, int window)
    {
        corners = Cv2.CornerSubPix(image.Grey, corners, new Size(window, window), new Size(-1, -1), new TermCriteria(CriteriaTypes.Eps | CriteriaTypes.Count, 30, 0.1));
        // OpenCV counts from the first pixel's centre.
        return new(name, image.Grey.Cols, image.Grey.Rows, numbers, [.. corners.Select(p => p.X + 0.5)], [.. corners.Select(p => p.Y + 0.5)], image.Sharpness(corners));
    }
}
