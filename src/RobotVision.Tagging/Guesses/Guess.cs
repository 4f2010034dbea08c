using RobotVision.Detections;
using RobotVision.Imaging;

namespace RobotVision.Tagging.Guesses;

/// <summary>What a model sees in a frame; it is no label until a person accepts it.</summary>
/// <param name="Class">The class.</param>
/// <param name="Confidence">The model's confidence, 0..1.</param>
/// <param name="Box">The box, as parts of the image: 0..1, x right, y down.</param>
/// <param name="IsSure">Whether the confidence reaches the threshold of the class; others are told only as doubts.</param>
public readonly record struct Guess(ObjectClass Class, float Confidence, Box Box, bool IsSure);

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
