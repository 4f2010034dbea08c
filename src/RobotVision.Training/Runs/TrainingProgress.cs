namespace RobotVision.Training.Runs;

/// <summary>How far a run is.</summary>
/// <param name="Step">Steps done, of the whole run.</param>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="ImagesPerSecond">Samples learned from a second, since the last report; data preparation included.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="Losses">Mean of each part of the loss since the last report, by its name.</param>
public sealed record TrainingProgress(
    long Step, long Steps, double ImagesPerSecond, double LearningRate, IReadOnlyDictionary<string, double> Losses);
