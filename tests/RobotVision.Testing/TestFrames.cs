using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using Found = RobotVision.Detections.Detection;

namespace RobotVision.Testing;

/// <summary>Frames of 640 x 480 pixels with known labels and detections.</summary>
static class TestFrames
{
    /// <summary>The threshold 0.5 for every class.</summary>
    public static readonly float[] Half = [.. Enumerable.Repeat(0.5f, ObjectClasses.Count)];

    public static FrameResult Of(int index, IReadOnlyList<Label> labels, IReadOnlyList<Found> detections, ClassSet? labelled = null) =>
        new(index, $"{index}.png", 640, 480, labels, labelled ?? ClassSet.BuiltIn, detections);

    /// <summary>The result of a presence model for an image with or without a ball.</summary>
    public static FrameResult Presence(bool ball, float confidence)
    {
        var frame = new Box(0, 0, 640, 480);
        Label[] labels = ball ? [new(ObjectClass.Ball, frame)] : [];
        return new(0, "", 640, 480, labels, ClassSet.Of(ObjectClass.Ball), [new(ObjectClass.Ball, confidence, frame)]) { IsPresence = true };
    }
}
