using System.Globalization;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;
using RobotVision.Evaluation.Scores;

namespace RobotVision.Evaluation.Pages;

/// <summary>The worst mistakes of a model as pictures: what it was surest of and wrong, and the largest objects that it missed.</summary>
public static class MistakeGallery
{
    /// <summary>Chooses the mistakes of a class.</summary>
    /// <param name="evaluation">The class.</param>
    /// <param name="count">How many of each kind, at most.</param>
    /// <returns>False alarms by falling confidence, then misses by falling size (presence: by rising confidence).</returns>
    public static IReadOnlyList<Mistake> Choose(ClassEvaluation evaluation, int count = 6)
    {
        var threshold = evaluation.Score.Threshold;
        var wrong = evaluation.Frames.SelectMany(frame => frame.Mistakes(threshold).Select(detection => new Mistake(
                frame.Frame, detection.Class, detection.Box, string.Create(CultureInfo.InvariantCulture, $"wrong {detection.Class.Name()} {detection.Confidence:0.00}"), detection.Confidence, IsMiss: false)))
            .OrderByDescending(mistake => mistake.Weight).ThenBy(mistake => mistake.Frame.Index).Take(count);
        var missed = evaluation.Frames.SelectMany(frame => frame.Misses(threshold).Select(label => Missed(frame, label)))
            .OrderByDescending(mistake => mistake.Weight).ThenBy(mistake => mistake.Frame.Index).Take(count);
        return [.. wrong, .. missed];
    }

    static Mistake Missed(FrameMatch frame, Label label)
    {
        var candidates = frame.Detections.Where(detection => CenterMatching.Hits(detection.Box, label, frame.Frame.Width)).Select(detection => detection.Confidence).ToArray();
        var confidence = candidates.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $", seen with {candidates.Max():0.00}") : ", not seen at all";
        var size = frame.Frame.IsPresence ? "" : string.Create(CultureInfo.InvariantCulture, $" of {label.Box.Width:0}x{label.Box.Height:0}");
        return new(frame.Frame, label.Class, label.Box, $"missed {label.Class.Name()}{size}{confidence}", frame.Frame.IsPresence ? -candidates.FirstOrDefault() : label.Box.Area, IsMiss: true);
    }
}

/// <summary>One mistake.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Class">The class that was wrongly seen or missed.</param>
/// <param name="Box">Where, in pixels of the frame.</param>
/// <param name="Words">What is wrong.</param>
/// <param name="Weight">How bad it is, against others of its kind.</param>
/// <param name="IsMiss">Whether something was missed, and not wrongly seen.</param>
public sealed record Mistake(FrameResult Frame, ObjectClass Class, Box Box, string Words, float Weight, bool IsMiss);
