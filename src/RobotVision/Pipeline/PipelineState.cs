using RobotVision.Field;
using RobotVision.Poses;

namespace RobotVision.Pipeline;

/// <summary>How a pipeline is.</summary>
public enum PipelineStatus
{
    /// <summary>Nothing has come from the source yet.</summary>
    Waiting,

    /// <summary>Frames come.</summary>
    Running,

    /// <summary>Frames came, and come no more; the source is being brought back.</summary>
    SourceLost,

    /// <summary>The source has ended or the pipeline was stopped.</summary>
    Ended,
}

/// <summary>The state that a live pipeline publishes at every change and once a second, frames or no frames.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Status">How it is.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Problem">What is wrong; null when nothing.</param>
/// <param name="Provider">What runs the network: CPU or CUDA.</param>
/// <param name="Published">Frames published since the start.</param>
/// <param name="Dropped">Frames dropped since the start.</param>
/// <param name="TimesLost">How often the source was lost since the start.</param>
public sealed record PipelineState(
    DateTimeOffset At, PipelineStatus Status, string Source, string? Problem, string Provider, long Published, long Dropped, long TimesLost)
{
    /// <summary>What has become of the poses that were sent; null where nobody sends any.</summary>
    public PoseCounts? Poses { get; init; }

    /// <summary>What could not be sent to others; null where everything was.</summary>
    public SendFailures? Unsent { get; init; }

    /// <summary>Whether the camera still sits as it was calibrated; null where it is not watched.</summary>
    public DriftState? Drift { get; init; }
}
