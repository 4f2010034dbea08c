using System.Text.Json.Serialization;

namespace RobotVision.Training.Losses;

/// <summary>What a wrong confidence costs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConfidenceLossKind>))]
public enum ConfidenceLossKind
{
    /// <summary>Binary cross entropy.</summary>
    CrossEntropy,

    /// <summary>Quality focal loss: cross entropy times the squared difference of confidence and target, so that what is nearly right counts little.</summary>
    /// <remarks>Source: Li et al., "Generalized Focal Loss", 2020, equation 2, with its exponent of 2.</remarks>
    QualityFocal,
}
