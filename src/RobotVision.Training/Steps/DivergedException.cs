namespace RobotVision.Training.Steps;

/// <summary>
/// The training diverged: the loss or a weight is not finite, or outputs are too large to compare. A consequence of the options, not a failure of the
/// program.
/// </summary>
/// <param name="message">Where, and what to do.</param>
public sealed class DivergedException(string message) : Exception(message);
