using RobotVision.Tagging.Frames;
using RobotVision.Tagging.Guesses;
using RobotVision.Tagging.Storage;

namespace RobotVision.Tagging.Session;

/// <summary>Compares the guesses of a model with the labels of a frame.</summary>
public static class Disagreement
{
    /// <summary>Least intersection over union of a guess and a label of one object; chosen by us, low since labels are drawn by hand.</summary>
    const float SameObject = 0.3f;

    /// <summary>From which distance of the centres, as a part of the image, two points are not one; that of the scores.</summary>
    const float SamePoint = 0.03f;

    /// <summary>Whether a guess is the same object as a label.</summary>
    public static bool IsSame(Guess guess, TagObject label, TagClass known)
    {
        if (known.Class != guess.Class) return false;
        if (!known.IsPoint) return guess.Box.Overlap(label.Box) >= SameObject;
        return MathF.Abs(guess.Box.CenterX - label.Box.CenterX) < SamePoint && MathF.Abs(guess.Box.CenterY - label.Box.CenterY) < SamePoint;
    }

    /// <summary>How many objects only the guesses or only the labels have; ignored ones are neither.</summary>
    public static int Count(IReadOnlyList<Guess> guesses, IReadOnlyList<TagObject> labels, IReadOnlyDictionary<int, TagClass> classes)
    {
        var count = 0;
        foreach (var guess in guesses)
            if (guess.IsSure && !labels.Any(label => IsSame(guess, label, classes[label.Number]))) count++;
        foreach (var label in labels)
            if (classes[label.Number] is { IsIgnore: false, Class: not null } known && !guesses.Any(guess => IsSame(guess, label, known))) count++;
        return count;
    }

    /// <summary>How unsure the most doubtful guess is, 0..1; 0 without guesses.</summary>
    public static double Doubt(IReadOnlyList<Guess> guesses) => guesses.Count == 0 ? 0 : guesses.Max(guess => guess.Doubt);
}
