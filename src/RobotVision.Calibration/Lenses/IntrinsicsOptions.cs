using RobotVision.Calibration.Boards;

namespace RobotVision.Calibration.Lenses;

/// <summary>Options of a lens calibration.</summary>
public sealed record IntrinsicsOptions
{
    /// <summary>The lens model; default pinhole.</summary>
    public LensKind Lens { get; init; }

    /// <summary>Whether the focal length is the same along x and y, as with square pixels; default false.</summary>
    public bool FixAspectRatio { get; init; }

    /// <summary>
    /// Views whose RMS is above this many pixels, and above three times the median, are left out; default 2, which only occurs if the board moved, bent
    /// or was misread.
    /// </summary>
    public double MaximumViewRms { get; init; } = 2;

    /// <summary>Half the side of the window for sub-pixel corners, in pixels; used to warn of views where it covers the next corner.</summary>
    public int Window { get; init; } = ChessboardFinder.DefaultWindow;
}

/// <summary>The lens model to estimate.</summary>
public enum LensKind
{
    /// <summary>Pinhole with k1 k2 p1 p2 k3: up to about 90 degrees across.</summary>
    Pinhole,

    /// <summary>Pinhole with k1..k6 and p1 p2: up to about 120 degrees.</summary>
    Rational,

    /// <summary>Fisheye with k1..k4 of the angle: from about 100 degrees up.</summary>
    Fisheye,
}
