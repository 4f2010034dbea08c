using RobotVision.Field;
using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Poses;

namespace RobotVision.Pipeline;

/// <summary>The status of a pipeline.</summary>
public enum PipelineStatus
{
    /// <summary>Nothing has come from the source yet.</summary>
    Waiting,

    /// <summary>Frames come.</summary>
    Running,

    /// <summary>The source gives no more frames and is being reopened.</summary>
    SourceLost,

    /// <summary>The source has ended or the pipeline was stopped.</summary>
    Ended,
}

/// <summary>
/// The state that a live pipeline publishes at every change and once a second, frames or no frames: of its camera or, where it has several, of all together
/// and of each.
/// </summary>
/// <param name="At">When it was read, UTC.</param>
/// <param name="Status">The status of the source.</param>
/// <param name="Source">The source's name; of several cameras their names.</param>
/// <param name="Problem">What is wrong; null when nothing is.</param>
/// <param name="Provider">What runs the network.</param>
/// <param name="Published">Frames published since the start.</param>
/// <param name="Dropped">Frames dropped since the start.</param>
/// <param name="TimesLost">How often the source was lost since the start.</param>
public sealed record PipelineState(
    DateTimeOffset At, PipelineStatus Status, string Source, string? Problem, ExecutionProvider Provider, long Published, long Dropped, long TimesLost)
{
    /// <summary>The name that was given to the camera; null where none was, and in the state of several.</summary>
    public string? Camera { get; init; }

    /// <summary>How each camera is, where there are several: without what concerns all of them. Else empty.</summary>
    public IReadOnlyList<PipelineState> Cameras { get; init; } = [];

    /// <summary>The camera's name where it was given one, else the source's.</summary>
    public string Name => Camera ?? Source;

    /// <summary>How well the run sees, and why not better; null from a sender that does not say.</summary>
    public HealthReport? Health { get; init; }

    /// <summary>How many poses came and were used; null where there is no source of poses.</summary>
    public PoseCounts? Poses { get; init; }

    /// <summary>What could not be published; null where everything was.</summary>
    public SendFailures? Unsent { get; init; }

    /// <summary>Whether the run is recorded; null where nobody asked for it.</summary>
    public RecordingState? Recording { get; init; }

    /// <summary>Whether the camera was moved since its calibration; null where that is not checked.</summary>
    public DriftState? Drift { get; init; }

    /// <summary>The last exchange of the model while the pipeline ran; null where there was none.</summary>
    public ModelSwapState? Swap { get; init; }
}

/// <summary>Whether a run is recorded.</summary>
/// <param name="IsActive">Whether frames are being recorded.</param>
/// <param name="File">The name of the file that is written, or was last.</param>
/// <param name="Frames">Frames recorded since the start, in all files.</param>
/// <param name="Dropped">Frames that were not recorded since the start because writing was slower than the frames came.</param>
/// <param name="Problem">Why recording has ended, or why frames are missing in it, and what to do; null where nothing is wrong.</param>
public sealed record RecordingState(bool IsActive, string File, long Frames, long Dropped, string? Problem);
