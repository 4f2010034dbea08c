using System.Diagnostics.CodeAnalysis;

namespace RobotVision.Calibration.Boards;

/// <summary>Finds a calibration board in an image.</summary>
public interface IBoardFinder
{
    /// <summary>The board.</summary>
    BoardPattern Pattern { get; }

    /// <summary>Finds the board's corners; false if the board, or enough of it, is not in view.</summary>
    /// <param name="name">Name of the view.</param>
    /// <param name="image">The image, borrowed.</param>
    /// <param name="view">The corners.</param>
    bool TryFind(string name, GreyImage image, [NotNullWhen(true)] out BoardView? view);

    /// <summary>A sentence or two for the user about what was seen instead of the board, when it was found in no image; null if unknown.</summary>
    string? Explain();
}
