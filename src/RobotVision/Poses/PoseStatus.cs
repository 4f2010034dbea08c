namespace RobotVision.Poses;

/// <summary>What is known of the camera's pose at a moment.</summary>
public enum PoseStatus
{
    /// <summary>Nobody sends poses.</summary>
    None,

    /// <summary>It is known.</summary>
    Known,

    /// <summary>No pose has come yet, or the moment lies before the oldest one.</summary>
    Missing,

    /// <summary>The poses before and after are too far apart in time, or the camera jumped between them.</summary>
    Gap,

    /// <summary>The newest pose is too old.</summary>
    Stale,
}
