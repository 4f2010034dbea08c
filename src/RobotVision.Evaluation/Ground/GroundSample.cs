using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Evaluation.Ground;

/// <summary>Where the ball was and where it was said to be, in one frame; places in the robot's frame, metres.</summary>
/// <param name="Clip">Which match.</param>
/// <param name="Frame">Which frame of it.</param>
/// <param name="X">The truth, ahead.</param>
/// <param name="Y">The truth, to the left.</param>
/// <param name="Label">The ball's true box in pixels; null where it cannot be seen.</param>
/// <param name="Found">The surest ball that was found; null for none.</param>
/// <param name="Track">The surest track of a ball; null for none.</param>
public readonly record struct GroundSample(int Clip, int Frame, double X, double Y, Box? Label, Detection? Found, GroundPoint? Track)
{
    /// <summary>The ball's distance in metres.</summary>
    public double Range => Math.Sqrt(X * X + Y * Y);

    /// <summary>Whether what was found is the ball.</summary>
    public bool IsRight => Label is { } label && Found is { } found && label.Overlap(found.Box) > 0.2f;

    /// <summary>Metres between the truth and a place.</summary>
    public double ErrorOf(GroundPoint place) => Math.Sqrt((place.X - X) * (place.X - X) + (place.Y - Y) * (place.Y - Y));

    /// <summary>Whether the truth lies in the ellipse that holds 95 % of them (chi-squared distribution, two degrees of freedom).</summary>
    public bool IsInside(GroundPoint place) => place.DistanceSquared(X, Y) <= 5.991;
}
