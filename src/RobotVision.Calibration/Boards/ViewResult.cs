namespace RobotVision.Calibration.Boards;

/// <summary>How well one view fits.</summary>
/// <param name="View">The view.</param>
/// <param name="Placement">Where the board was.</param>
/// <param name="ErrorX">Seen minus projected x of each corner in pixels.</param>
/// <param name="ErrorY">Seen minus projected y of each corner in pixels.</param>
public sealed record ViewResult(BoardView View, BoardPlacement Placement, double[] ErrorX, double[] ErrorY)
{
    /// <summary>Root of the mean square distance in pixels.</summary>
    public double Rms => Math.Sqrt(ErrorX.Zip(ErrorY, (x, y) => x * x + y * y).Average());
}
