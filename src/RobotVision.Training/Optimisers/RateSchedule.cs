using System.Text.Json.Serialization;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Optimisers;

/// <summary>The learning rate schedule after the warm-up.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RateSchedule>))]
public enum RateSchedule
{
    /// <summary>Half a cosine down to <see cref="TrainingOptions.FinalRate"/>.</summary>
    Cosine,

    /// <summary>Constant.</summary>
    Constant,

    /// <summary>Reduced by a factor, <see cref="TrainingOptions.RateFactor"/>, every <see cref="TrainingOptions.RateStepEvery"/> steps.</summary>
    Step,
}
