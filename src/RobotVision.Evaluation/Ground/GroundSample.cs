using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Evaluation.Ground;

/// <summary>The true and the estimated position of the ball in one frame; in the robot frame, metres, x ahead, y left.</summary>
/// <param name="Clip">The number of the match.</param>
/// <param name="Frame">The frame number in the match.</param>
/// <param name="X">True position, ahead.</param>
/// <param name="Y">True position, to the left.</param>
/// <param name="Label">The ball's true box in pixels; null if it is not visible.</param>
/// <param name="Found">The most confident detected ball with a ground position; null for none.</param>
/// <param name="Track">The position of the most confident track of a ball; null for none.</param>
public readonly record struct GroundSample(int Clip, int Frame, double X, double Y, Box? Label, Detection? Found, GroundPoint? Track)
{
    /// <summary>The ball's distance in metres.</summary>
    public double Range => Math.Sqrt(X * X + Y * Y);

    /// <summary>Whether the detection is the true ball.</summary>
    public bool IsRight => Label is { } label && Found is { } found && label.Overlap(found.Box) > 0.2f;

    /// <summary>Distance between the true position and an estimate, in metres.</summary>
    public double ErrorOf(GroundPoint place) => Math.Sqrt((place.X - X) * (place.X - X) + (place.Y - Y) * (place.Y - Y));

    /// <summary>Whether the true position is inside the 95 % ellipse of an estimate (chi-squared distribution, two degrees of freedom).</summary>
    public bool IsInside(GroundPoint place) => place.DistanceSquared(X, Y) <= 5.991;
}
