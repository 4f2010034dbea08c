using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>Compares detections with labels, class by class, over any number of frames.</summary>
/// <remarks>
/// A detection hits a label if its centre is in the label's box; for points, if it is at most <see cref="PointDistance"/> of the frame's
/// width from the label's centre. In the order of falling confidence, each detection takes the nearest free label that it hits; a detection
/// that hits only taken labels is a false alarm. Ignored labels take any number of detections, which are then not scored. Classes that are
/// not labelled are left out. Frames without annotation must not be added.
/// The match of a detection depends only on more confident ones, so one pass scores every threshold.
/// </remarks>
public sealed class DetectionScore
{
    /// <summary>Largest error of a point, as a fraction of the frame's width.</summary>
    public const float PointDistance = CenterMatching.PointDistance;

    readonly ClassScore[] _classes = [.. Enumerable.Range(0, ObjectClasses.Count).Select(i => new ClassScore((ObjectClass)i))];

    /// <summary>The number of frames added.</summary>
    public int Frames { get; private set; }

    /// <summary>The counts of one class.</summary>
    public ClassScore this[ObjectClass objectClass] => _classes[(int)objectClass];

    /// <summary>The sum of several scores, as if their frames had been added to one.</summary>
    public static DetectionScore Together(IEnumerable<DetectionScore> scores)
    {
        var sum = new DetectionScore();
        foreach (var score in scores)
        {
            sum.Frames += score.Frames;
            foreach (var one in score._classes) sum[one.Class].AddAll(one);
        }

        return sum;
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="labels">The labels, boxes in pixels of the frame.</param>
    /// <param name="labelled">The labelled classes.</param>
    /// <param name="detections">The detections in any order, boxes in pixels of the frame.</param>
    /// <param name="frameWidth">The frame's width in pixels.</param>
    public void Add(IReadOnlyList<Label> labels, ClassSet labelled, IReadOnlyList<Detection> detections, int frameWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frameWidth);
        Add(new FrameResult(Frames, "", frameWidth, 0, labels, labelled, detections));
    }

    /// <summary>Adds a frame.</summary>
    public void Add(FrameResult frame)
    {
        Frames++;
        foreach (var score in _classes)
            if (frame.Labelled.Contains(score.Class)) score.Add(new FrameMatch(frame, score.Class));
    }
}
