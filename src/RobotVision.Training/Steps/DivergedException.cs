namespace RobotVision.Training.Steps;

/// <summary>The weights ran away: the loss or a weight is not a finite number any more, or outputs are so large that they cannot be told. What the options led to, and no failure of the program.</summary>
/// <param name="message">Where, and what to do.</param>
public sealed class DivergedException(string message) : Exception(message);
