using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using Found = RobotVision.Detections.Detection;

namespace RobotVision.Testing;

/// <summary>Frames of 640 x 480 with known contents.</summary>
static class TestFrames
{
    public static readonly float[] Half = [.. Enumerable.Repeat(0.5f, ObjectClasses.Count)];

    public static FrameResult Of(int index, IReadOnlyList<Label> labels, IReadOnlyList<Found> detections, ClassSet? labelled = null) =>
        new(index, $"{index}.png", 640, 480, labels, labelled ?? ClassSet.All, detections);

    /// <summary>An image about which was asked whether a ball is in it.</summary>
    public static FrameResult Presence(bool ball, float answer)
    {
        var frame = new Box(0, 0, 640, 480);
        return new(0, "", 640, 480, ball ? [new(ObjectClass.Ball, frame)] : [], ClassSet.Of(ObjectClass.Ball), [new(ObjectClass.Ball, answer, frame)]) { IsPresence = true };
    }
}
