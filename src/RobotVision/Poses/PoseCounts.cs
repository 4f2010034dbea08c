namespace RobotVision.Poses;

/// <summary>What has become of the poses that were sent.</summary>
/// <param name="Received">Poses taken.</param>
/// <param name="Refused">Messages that could not be used.</param>
/// <param name="Jumps">Poses to which the camera jumped: nothing is placed between them and their predecessor.</param>
/// <param name="Restarts">How often time went back so far that the stream began anew.</param>
/// <param name="Problem">The last thing that was wrong and what to do; null when nothing was.</param>
public sealed record PoseCounts(long Received, long Refused, long Jumps, long Restarts, string? Problem)
{
    /// <summary>Frames for which a pose was looked for.</summary>
    public long Frames { get; init; }

    /// <summary>Frames at whose exposure the pose was known.</summary>
    public long Known { get; init; }

    /// <summary>What is odd about how most poses are turned, and what to do; null when nothing is.</summary>
    public string? Orientations { get; init; }

    /// <summary>That the pose was known at less than half of the frames so far, and why that seems to be; null when it was, and in the first seconds.</summary>
    public string? Unused { get; init; }

    /// <summary>What is wrong, in short: the first of <see cref="Problem"/>, <see cref="Orientations"/> and <see cref="Unused"/>; null when nothing is.</summary>
    public string? FirstProblem => Problem ?? Orientations ?? Unused;

    /// <summary>A sentence for whoever sent them; null when nothing was wrong.</summary>
    public string? Warning
    {
        get
        {
            var counted = Problem is null ? null : $"poses: {Received} taken, {Refused} refused, {Jumps} jumps, {Restarts} restarts; the last problem: {Problem}";
            return counted is not null && Orientations is not null ? $"{counted} {Orientations}" : counted ?? Orientations;
        }
    }
}
