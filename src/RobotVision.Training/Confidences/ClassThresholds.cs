using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Scores;
using RobotVision.Inference;

namespace RobotVision.Training.Confidences;

/// <summary>Where the threshold of a class comes from.</summary>
public enum ThresholdOrigin
{
    /// <summary>Chosen on the validation data.</summary>
    Validation,

    /// <summary>Kept from the model that the run began with.</summary>
    Kept,

    /// <summary>The default: the validation data cannot tell, for which some of its images must show the class and some must not.</summary>
    Guess,

    /// <summary>None: no training image shows the class, so the network's output for it means nothing.</summary>
    Off,
}

/// <summary>The confidence thresholds of a trained model, one per class in the order of <see cref="Classes"/>.</summary>
/// <param name="Values">Thresholds, 0..1, for the whole view.</param>
/// <param name="CloseUps">Thresholds with close-ups; null where those were not measured.</param>
/// <param name="Origins">Where each threshold comes from.</param>
public sealed record ClassThresholds(IReadOnlyList<float> Values, IReadOnlyList<float>? CloseUps, IReadOnlyList<ThresholdOrigin> Origins)
{
    /// <summary>The classes.</summary>
    public ClassNames Classes { get; init; } = ClassNames.BuiltIn;

    /// <summary>The threshold of a class that the validation data do not show.</summary>
    const float Default = 0.5f;

    const float Lowest = 0.05f, Highest = 0.95f;

    /// <summary>Default thresholds before any were chosen: classes without training data are off.</summary>
    /// <param name="taught">The classes with objects in the training data.</param>
    /// <param name="start">Contract of the model that the run started from; null without one.</param>
    /// <param name="classes">The classes; the eight built-in ones when null.</param>
    public static ClassThresholds Unmeasured(ClassSet taught, ModelContract? start, ClassNames? classes = null) =>
        Of(taught, start, [], null, classes: classes);

    /// <summary>
    /// Chooses the best thresholds by the scores on several data sets, for the classes with training data; the other
    /// classes keep the thresholds of the start model.
    /// </summary>
    /// <param name="taught">The classes with objects in the training data.</param>
    /// <param name="start">Contract of the model that the run started from; null without one.</param>
    /// <param name="score">Scores on the whole view, one per data set.</param>
    /// <param name="closeUps">Scores with close-ups; null for a model that has none.</param>
    /// <param name="choose">The rule; <see cref="ThresholdChoice.Best"/> when null.</param>
    /// <param name="classes">The classes, those of the start model first; the eight built-in ones when null.</param>
    public static ClassThresholds Of(
        ClassSet taught, ModelContract? start, IReadOnlyList<DetectionScore> score, IReadOnlyList<DetectionScore>? closeUps,
        Func<IEnumerable<ClassScore>, float?>? choose = null, ClassNames? classes = null)
    {
        choose ??= ThresholdChoice.Best;
        classes ??= ClassNames.BuiltIn;
        var origins = new ThresholdOrigin[classes.Count];
        float[] values = new float[origins.Length], closer = new float[origins.Length];
        for (var i = 0; i < origins.Length; i++)
        {
            var objectClass = (ObjectClass)i;
            var (isTaught, isKnown) = (taught.Contains(objectClass), start?.IsTrained(objectClass) ?? false);
            float? best = isTaught ? Best(score, objectClass) : null;
            origins[i] = best is not null ? ThresholdOrigin.Validation : isKnown ? ThresholdOrigin.Kept
                : isTaught ? ThresholdOrigin.Guess : ThresholdOrigin.Off;
            values[i] = best ?? Other(start?.Thresholds);
            closer[i] = (isTaught && closeUps is not null ? Best(closeUps, objectClass) : null) ?? Other(start?.ThresholdsFor(1));

            float Other(IReadOnlyList<float>? given) => isKnown ? given![i] : isTaught ? Default : Thresholds.Off;
        }

        return new(values, closeUps is null ? null : closer, origins) { Classes = classes };

        float? Best(IReadOnlyList<DetectionScore> scores, ObjectClass objectClass) =>
            choose(scores.Select(one => one[objectClass])) is { } best ? Math.Clamp(best, Lowest, Highest) : null;
    }

    /// <summary>The names of the classes whose threshold has this origin.</summary>
    public IReadOnlyList<string> From(ThresholdOrigin origin) => [.. Classes.All.Where((_, i) => Origins[i] == origin)];
}
