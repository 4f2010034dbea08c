using RobotVision.Calibration.Boards;

namespace RobotVision.Calibration.Lenses;

/// <summary>How a camera is calibrated.</summary>
public sealed record IntrinsicsOptions
{
    /// <summary>The lens model; default pinhole.</summary>
    public LensKind Lens { get; init; }

    /// <summary>Whether the focal length is the same along x and y, as with square pixels; default false.</summary>
    public bool FixAspectRatio { get; init; }

    /// <summary>
    /// Views whose own RMS is above this many pixels, and three times the usual one, are thrown out; default 2, which a found board
    /// reaches only when it moved, bent or was taken for another.
    /// </summary>
    public double MaximumViewRms { get; init; } = 2;

    /// <summary>Half the side of the window in which corners were placed, in pixels; to warn of views where it reaches over the next corner.</summary>
    public int Window { get; init; } = ChessboardFinder.DefaultWindow;
}
