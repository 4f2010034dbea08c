using RobotVision.Detections;
using RobotVision.Imaging;

namespace RobotVision.Tagging.Guesses;

/// <summary>What a model sees in a frame; it is no label until a person accepts it.</summary>
/// <param name="Class">The class.</param>
/// <param name="Confidence">The model's confidence, 0..1.</param>
/// <param name="Box">The box, as parts of the image: 0..1, x right, y down.</param>
/// <param name="Threshold">The threshold of the class, above 0 and below 1.</param>
public readonly record struct Guess(ObjectClass Class, float Confidence, Box Box, float Threshold)
{
    /// <summary>Whether the confidence reaches the threshold; others are told only as doubts.</summary>
    public bool IsSure => Confidence >= Threshold;

    /// <summary>How unsure it is: 1 at the threshold, 0 at a confidence of 0 or 1. A threshold of 0.5 gives 1 - 2 |confidence - 0.5|.</summary>
    public double Doubt
    {
        get
        {
            // The confidence as if the threshold were one half: shifted by its log-odds.
            var (yes, no) = (Confidence * (1 - Threshold), (1 - Confidence) * Threshold);
            return 1 - Math.Abs(yes - no) / (yes + no);
        }
    }
}

/// <summary>Where guesses come from: a model, or another one that has learned from the tags meanwhile.</summary>
public interface IGuessSource : IDisposable
{
    /// <summary>The name for people, such as the model's file.</summary>
    string Name { get; }

    /// <summary>Looks at an image; one thread at a time.</summary>
    /// <param name="image">The image, borrowed for the call.</param>
    /// <returns>The guesses, sure ones and doubts.</returns>
    IReadOnlyList<Guess> LookAt(BgrImage image);
}
