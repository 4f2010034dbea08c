using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>Counts how well detections agree with labels, class by class, over any number of frames.</summary>
/// <remarks>
/// A detection hits a label when its centre lies in the label's box; for points, when it is no farther from the label's centre
/// than <see cref="PointDistance"/> of the frame's width. Detections take their labels in the order of falling confidence, each
/// the nearest one that is still free; one that finds only taken ones is a mistake. Labels to ignore swallow any number of
/// detections, which then count neither way. Classes that are not labelled take no part. A frame that is not annotated is
/// not to be added at all.
/// Because a detection's fate depends on more confident ones alone, one pass scores every threshold.
/// </remarks>
public sealed class DetectionScore
{
    /// <summary>How far a point may be off, as a part of the frame's width.</summary>
    public const float PointDistance = CenterMatching.PointDistance;

    readonly ClassScore[] _classes = [.. Enumerable.Range(0, ObjectClasses.Count).Select(i => new ClassScore((ObjectClass)i))];

    /// <summary>The number of frames added.</summary>
    public int Frames { get; private set; }

    /// <summary>The counts of one class.</summary>
    public ClassScore this[ObjectClass objectClass] => _classes[(int)objectClass];

    /// <summary>Several scores taken together, as if their frames had been added to one.</summary>
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
    /// <param name="labels">What is in it, in pixels of the frame.</param>
    /// <param name="labelled">The classes that were looked for.</param>
    /// <param name="detections">What was found, in pixels of the frame, in any order.</param>
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
