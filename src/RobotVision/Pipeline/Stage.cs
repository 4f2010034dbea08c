namespace RobotVision.Pipeline;

/// <summary>The steps of a frame's way, in order. They have the same names in the metrics, the published latencies and the folders.</summary>
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

    /// <summary>Following the objects over time.</summary>
    Track,

    /// <summary>Handing the results to publishers and subscribers.</summary>
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

    /// <summary>The pipeline was stopped while it was on its way.</summary>
    Stopped,
}
