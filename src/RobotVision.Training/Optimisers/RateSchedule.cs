using System.Text.Json.Serialization;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Optimisers;

/// <summary>How the learning rate goes on after its rise.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RateSchedule>))]
public enum RateSchedule
{
    /// <summary>Half a cosine down to <see cref="TrainingOptions.FinalRate"/>.</summary>
    Cosine,

    /// <summary>As it is.</summary>
    Constant,

    /// <summary>Down by a factor, <see cref="TrainingOptions.RateFactor"/>, every <see cref="TrainingOptions.RateStepEvery"/> steps.</summary>
    Step,
}
