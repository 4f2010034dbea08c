namespace RobotVision.Training.Runs;

/// <summary>How far the work before and after the training steps is.</summary>
/// <param name="Work">What is being done.</param>
/// <param name="Done">Images done.</param>
/// <param name="Total">Images in all.</param>
public sealed record WorkProgress(string Work, int Done, int Total);
