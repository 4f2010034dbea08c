namespace RobotVision.Pipeline;

/// <summary>The names of the stages in files, tables and metrics.</summary>
public static class StageNames
{
    static readonly string[] Names = [.. Enum.GetNames<Stage>().Select(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>The name of a stage, for example <c>close_up</c>.</summary>
    public static string Name(this Stage stage) => Names[(int)stage];
}

/// <summary>The stages that a frame passes, in order. They have the same names in the metrics, the published latencies and the folders.</summary>
public enum Stage
{
    /// <summary>Reading it from the source.</summary>
    Capture,

    /// <summary>Sampling the whole view to 96 x 96 x 3.</summary>
    Sample,

    /// <summary>Running the network on the whole view.</summary>
    Infer,

    /// <summary>Choosing close-ups, sampling them and running the network on them.</summary>
    CloseUp,

    /// <summary>Decoding the network's outputs to detections, those of all views merged.</summary>
    Decode,

    /// <summary>Placing the detections on the ground.</summary>
    Place,

    /// <summary>Tracking the objects over time.</summary>
    Track,

    /// <summary>Passing the results to publishers and subscribers.</summary>
    Publish,
}

/// <summary>Why a frame was dropped.</summary>
public enum DropReason
{
    /// <summary>The source could not decode it.</summary>
    BadFrame,

    /// <summary>All frames of the pool were in use.</summary>
    PoolEmpty,

    /// <summary>A newer frame came before the stage took this one (live only).</summary>
    NewerFrame,

    /// <summary>The pipeline was stopped before the frame was published.</summary>
    Stopped,
}

/// <summary>How long each stage worked on one frame. One thread at a time.</summary>
public sealed class StageTimes
{
    /// <summary>How many stages there are.</summary>
    public const int Count = (int)Stage.Publish + 1;

    readonly TimeSpan[] _times = new TimeSpan[Count];

    /// <summary>The time of a stage; zero for one that did not work on the frame.</summary>
    public TimeSpan this[Stage stage]
    {
        get => _times[(int)stage];
        internal set => _times[(int)stage] = value;
    }

    /// <summary>The sum over all stages before publishing.</summary>
    public TimeSpan Sum
    {
        get
        {
            var sum = TimeSpan.Zero;
            for (var stage = Stage.Capture; stage < Stage.Publish; stage++) sum += this[stage];
            return sum;
        }
    }
}
