namespace RobotVision.Pipeline;

/// <summary>The steps of a frame's way, in order.</summary>
public enum Stage
{
    /// <summary>Read from the source.</summary>
    Capture,

    /// <summary>Sampled to 96 x 96 x 3.</summary>
    Sample,

    /// <summary>Run through the network.</summary>
    Infer,

    /// <summary>Decoded to detections.</summary>
    Decode,

    /// <summary>Published.</summary>
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
