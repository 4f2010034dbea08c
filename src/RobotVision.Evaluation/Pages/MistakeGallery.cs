using System.Globalization;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;
using RobotVision.Evaluation.Scores;

namespace RobotVision.Evaluation.Pages;

/// <summary>Chooses the worst mistakes of a model: the most confident false alarms and the largest missed objects.</summary>
public static class MistakeGallery
{
    /// <summary>Chooses the mistakes of a class.</summary>
    /// <param name="evaluation">The class.</param>
    /// <param name="count">The maximum number of each kind.</param>
    /// <returns>False alarms by falling confidence, then misses by falling size (presence: by rising confidence).</returns>
    public static IReadOnlyList<Mistake> Choose(ClassEvaluation evaluation, int count = 6)
    {
        var threshold = evaluation.Score.Threshold;
        var wrong = evaluation.Frames.SelectMany(frame => frame.Mistakes(threshold).Select(detection => FalseAlarm(frame, detection)))
            .OrderByDescending(mistake => mistake.Weight).ThenBy(mistake => mistake.Frame.Index).Take(count);
        var missed = evaluation.Frames.SelectMany(frame => frame.Misses(threshold).Select(label => Missed(frame, label)))
            .OrderByDescending(mistake => mistake.Weight).ThenBy(mistake => mistake.Frame.Index).Take(count);
        return [.. wrong, .. missed];
    }

    static Mistake FalseAlarm(FrameMatch frame, Detection detection)
    {
        var description = string.Create(CultureInfo.InvariantCulture, $"wrong {frame.Frame.Classes[detection.Class]} {detection.Confidence:0.00}");
        return new(frame.Frame, detection.Class, detection.Box, description, detection.Confidence, IsMiss: false);
    }

    static Mistake Missed(FrameMatch frame, Label label)
    {
        var candidates = frame.Detections
            .Where(one => CenterMatching.Hits(one.Box, label, frame.Frame.Width, frame.IsByFoot))
            .Select(detection => detection.Confidence).ToArray();
        var confidence = candidates.Length > 0
            ? string.Create(CultureInfo.InvariantCulture, $", confidence {candidates.Max():0.00}")
            : ", no candidate";
        var size = frame.Frame.IsPresence ? "" : string.Create(CultureInfo.InvariantCulture, $" of {label.Box.Width:0}x{label.Box.Height:0}");
        var weight = frame.Frame.IsPresence ? -candidates.FirstOrDefault() : label.Box.Area;
        return new(frame.Frame, label.Class, label.Box, $"missed {frame.Frame.Classes[label.Class]}{size}{confidence}", weight, IsMiss: true);
    }
}

/// <summary>One mistake.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Class">The class that was wrongly detected or missed.</param>
/// <param name="Box">The box of the false alarm or the label, in pixels of the frame.</param>
/// <param name="Description">A short description.</param>
/// <param name="Weight">Its rank among others of its kind; larger is worse.</param>
/// <param name="IsMiss">Whether it is a missed object, not a false alarm.</param>
public sealed record Mistake(FrameResult Frame, ObjectClass Class, Box Box, string Description, float Weight, bool IsMiss);
