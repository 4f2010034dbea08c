namespace RobotVision.Geometry;

/// <summary>What has become of the poses that were sent.</summary>
/// <param name="Received">Poses taken.</param>
/// <param name="Refused">Messages that could not be used.</param>
/// <param name="Jumps">Poses to which the camera jumped: nothing is placed between them and their predecessor.</param>
/// <param name="Restarts">How often time went back so far that the stream began anew.</param>
/// <param name="Problem">The last thing that was wrong and what to do; null when nothing was.</param>
public sealed record PoseCounts(long Received, long Refused, long Jumps, long Restarts, string? Problem)
{
    /// <summary>A sentence for whoever sent them; null when nothing was wrong.</summary>
    public string? Warning => Problem is null
        ? null
        : $"poses: {Received} taken, {Refused} refused, {Jumps} jumps, {Restarts} restarts; the last problem: {Problem}";
}
