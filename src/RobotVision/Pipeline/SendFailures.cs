namespace RobotVision.Pipeline;

/// <summary>What could not be sent.</summary>
/// <param name="Count">How many messages since the start.</param>
/// <param name="Problem">Where to, why the last of them, and what to do.</param>
public sealed record SendFailures(long Count, string Problem);
