using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Scores;
using RobotVision.Inference;

namespace RobotVision.Training.Runs;

/// <summary>Where the threshold of a class comes from.</summary>
public enum ThresholdOrigin
{
    /// <summary>Chosen on the validation data.</summary>
    Validation,

    /// <summary>Kept from the model that the run began with.</summary>
    Kept,

    /// <summary>A guess, since no validation image tells: some show the class and some do not is what it takes.</summary>
    Guess,

    /// <summary>There is none: the network was never shown an object of the class, and whatever it says of it means nothing.</summary>
    Off,
}

/// <summary>The thresholds of a trained model, one a class in the order of <see cref="ObjectClass"/>.</summary>
/// <param name="Values">For the look at the whole view.</param>
/// <param name="CloseUps">For looking twice; null where that was not measured.</param>
/// <param name="Origins">Where each comes from.</param>
public sealed record ClassThresholds(IReadOnlyList<float> Values, IReadOnlyList<float>? CloseUps, IReadOnlyList<ThresholdOrigin> Origins)
{
    /// <summary>The threshold of a class that no validation data show.</summary>
    const float Guessed = 0.5f;

    const float Lowest = 0.05f, Highest = 0.95f;

    /// <summary>Which classes are on, before their thresholds are known.</summary>
    /// <param name="taught">The classes that the training data have objects of.</param>
    /// <param name="start">What the model that the run began with says of itself; null where it began with nothing.</param>
    public static ClassThresholds Unmeasured(ClassSet taught, ModelContract? start) => Of(taught, start, [], null);

    /// <summary>The best thresholds by the scores on several data sets, see <see cref="ThresholdChoice"/>, of the classes that were taught; the others keep those that they had.</summary>
    /// <param name="taught">The classes that the training data have objects of.</param>
    /// <param name="start">What the model that the run began with says of itself; null where it began with nothing.</param>
    /// <param name="score">The scores of the look at the whole view.</param>
    /// <param name="closeUps">Those of looking twice; null where there is no such thing.</param>
    public static ClassThresholds Of(ClassSet taught, ModelContract? start, IReadOnlyList<DetectionScore> score, IReadOnlyList<DetectionScore>? closeUps)
    {
        var origins = new ThresholdOrigin[ObjectClasses.Count];
        float[] values = new float[origins.Length], closer = new float[origins.Length];
        for (var i = 0; i < origins.Length; i++)
        {
            var objectClass = (ObjectClass)i;
            var (isTaught, isKnown) = (taught.Contains(objectClass), start?.IsTrained(objectClass) ?? false);
            float? best = isTaught ? Best(score, objectClass) : null;
            origins[i] = best is not null ? ThresholdOrigin.Validation : isKnown ? ThresholdOrigin.Kept : isTaught ? ThresholdOrigin.Guess : ThresholdOrigin.Off;
            values[i] = best ?? Other(start?.Thresholds);
            closer[i] = (isTaught && closeUps is not null ? Best(closeUps, objectClass) : null) ?? Other(start?.ThresholdsFor(1));

            float Other(IReadOnlyList<float>? given) => isKnown ? given![i] : isTaught ? Guessed : Thresholds.Off;
        }

        return new(values, closeUps is null ? null : closer, origins);
    }

    /// <summary>The names of the classes whose threshold comes from somewhere.</summary>
    public IReadOnlyList<string> From(ThresholdOrigin origin) => [.. ObjectClasses.Names.Where((_, i) => Origins[i] == origin)];

    static float? Best(IReadOnlyList<DetectionScore> scores, ObjectClass objectClass) =>
        ThresholdChoice.Best(scores.Select(score => score[objectClass])) is { } best ? Math.Clamp(best, Lowest, Highest) : null;
}
