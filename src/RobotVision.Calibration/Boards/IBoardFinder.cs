using System.Diagnostics.CodeAnalysis;

namespace RobotVision.Calibration.Boards;

/// <summary>Finds a calibration board in an image.</summary>
public interface IBoardFinder
{
    /// <summary>The board that is looked for.</summary>
    BoardPattern Pattern { get; }

    /// <summary>Finds the board's corners; false where it is not in view, or not enough of it.</summary>
    /// <param name="name">What to call the view.</param>
    /// <param name="image">The image, borrowed.</param>
    /// <param name="view">The corners.</param>
    bool TryFind(string name, GreyImage image, [NotNullWhen(true)] out BoardView? view);

    /// <summary>What was seen instead of the board, when it was found in no image: a sentence or two for the user; null when nothing is known.</summary>
    string? Explain();
}
