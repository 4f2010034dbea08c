namespace RobotVision.Poses;

/// <summary>How many poses came, were rejected and were used.</summary>
/// <param name="Received">Poses that were accepted.</param>
/// <param name="Refused">Messages that were rejected.</param>
/// <param name="Jumps">Poses to which the camera jumped: nothing is placed between them and their predecessor.</param>
/// <param name="Restarts">How often time went back so far that the history started over.</param>
/// <param name="Problem">The last thing that was wrong and what to do; null when nothing was.</param>
public sealed record PoseCounts(long Received, long Refused, long Jumps, long Restarts, string? Problem)
{
    /// <summary>Frames for which a pose was requested.</summary>
    public long Frames { get; init; }

    /// <summary>Frames at whose exposure the pose was known.</summary>
    public long Known { get; init; }

    /// <summary>What is wrong with the orientation of most poses, and what to do; null when nothing is.</summary>
    public string? Orientations { get; init; }

    /// <summary>That the pose was known at less than half of the frames so far, and why that seems to be; null when it was, and in the first seconds.</summary>
    public string? Unused { get; init; }

    /// <summary>
    /// What is wrong, in short: the first of <see cref="Problem"/>, <see cref="Orientations"/> and <see cref="Unused"/>; null when nothing is.
    /// </summary>
    public string? FirstProblem => Problem ?? Orientations ?? Unused;

    /// <summary>A warning for the end of a run; null when nothing was wrong.</summary>
    public string? Warning
    {
        get
        {
            var counted = Problem is null
                ? null
                : $"poses: {Received} taken, {Refused} refused, {Jumps} jumps, {Restarts} restarts; the last problem: {Problem}";
            return counted is not null && Orientations is not null ? $"{counted} {Orientations}" : counted ?? Orientations;
        }
    }
}

/// <summary>Whether the camera's pose at a time is known, and if not, why.</summary>
public enum PoseStatus
{
    /// <summary>There is no source of poses.</summary>
    None,

    /// <summary>It is known.</summary>
    Known,

    /// <summary>No pose has come yet, or the time is before the oldest one.</summary>
    Missing,

    /// <summary>The poses before and after are too far apart in time, or the camera jumped between them.</summary>
    Gap,

    /// <summary>The newest pose is too old.</summary>
    Stale,
}
