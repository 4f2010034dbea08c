using RobotVision.Training.Checkpoints;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Monitoring;

/// <summary>A point of a run's curves.</summary>
/// <param name="Work">The training that it belongs to, <see cref="TrainingProgress.Work"/>.</param>
/// <param name="Entry">Losses, learning rate and speed, or what was measured on validation images.</param>
public sealed record CurvePoint(string Work, MetricsEntry Entry)
{
    /// <summary>Leaves out points evenly until few enough are left, but none that was measured on validation images.</summary>
    /// <param name="points">The points, in their order.</param>
    /// <param name="most">So many may stay, besides the measured ones.</param>
    public static IReadOnlyList<CurvePoint> Thin(IReadOnlyList<CurvePoint> points, int most)
    {
        var every = Math.Max(1, (points.Count + most - 1) / most);
        return [.. points.Where((point, i) => i % every == 0 || i == points.Count - 1 || point.Entry.Validation is not null)];
    }
}
