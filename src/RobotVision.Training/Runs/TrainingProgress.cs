using RobotVision.Data.Datasets;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Runs;

/// <summary>Progress of the training steps.</summary>
/// <param name="Step">Steps done, of the whole run.</param>
/// <param name="Steps">Steps of the whole run; of a run with a limit of minutes, as many as it will have done at this pace.</param>
/// <param name="ImagesPerSecond">Training samples per second since the last report, data preparation included.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="Losses">Mean of each part of the loss since the last report, by name.</param>
public sealed record TrainingProgress(
    long Step, long Steps, double ImagesPerSecond, double LearningRate, IReadOnlyDictionary<string, double> Losses)
{
    /// <summary>The <see cref="Work"/> of the training whose weights are exported.</summary>
    public const string OfTheModel = "training";

    /// <summary>What is trained: the model, or one that is judged on frames held out.</summary>
    public string Work { get; init; } = OfTheModel;
}

/// <summary>Progress of the work before and after the training steps.</summary>
/// <param name="Work">What is being done.</param>
/// <param name="Done">Images done.</param>
/// <param name="Total">Images in all.</param>
public sealed record WorkProgress(string Work, int Done, int Total);

/// <summary>The weights of a training that goes on, copied, and the images that tell how good they are.</summary>
/// <param name="Task">What is trained.</param>
/// <param name="Network">The network.</param>
/// <param name="Values">The values of its parameters for inference.</param>
public sealed record TrainingWeights(TrainingTask Task, NetworkDefinition Network, IReadOnlyDictionary<string, float[]> Values)
{
    /// <summary>What is trained, <see cref="TrainingProgress.Work"/>.</summary>
    public required string Work { get; init; }

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>The validation images, or the frames that are held out.</summary>
    public required IReadOnlyList<WeightedDataset> Frames { get; init; }

    /// <summary>Whether this training learns these images: the last one of a run that holds frames out.</summary>
    public bool AreTrainedOn { get; init; }

    /// <summary>The seed of the run.</summary>
    public ulong Seed { get; init; }
}
