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

    readonly ClassScore[] _classes;

    /// <summary>Begins with no frame.</summary>
    /// <param name="classes">The classes that are scored; the eight built-in ones when null.</param>
    public DetectionScore(ClassNames? classes = null)
    {
        Classes = classes ?? ClassNames.BuiltIn;
        _classes = [.. Classes.Classes.Select(one => new ClassScore(one, Classes[one]))];
    }

    /// <summary>The classes that are scored.</summary>
    public ClassNames Classes { get; }

    /// <summary>The number of frames added.</summary>
    public int Frames { get; private set; }

    /// <summary>The counts of one class.</summary>
    public ClassScore this[ObjectClass objectClass] => _classes[(int)objectClass];

    /// <summary>The sum of several scores, as if their frames had been added to one; classes are the same by their names.</summary>
    public static DetectionScore Together(IReadOnlyCollection<DetectionScore> scores)
    {
        var sum = new DetectionScore(scores.Aggregate(ClassNames.BuiltIn, (all, score) => all.Union(score.Classes)));
        foreach (var score in scores)
        {
            sum.Frames += score.Frames;
            foreach (var one in score._classes)
                if (sum.Classes.TryParse(one.Name, out var known)) sum[known].AddAll(one);
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
        Add(new FrameResult(Frames, "", frameWidth, 0, labels, labelled, detections) { Classes = Classes });
    }

    /// <summary>Adds a frame.</summary>
    /// <exception cref="ArgumentException">Its classes are others.</exception>
    public void Add(FrameResult frame)
    {
        if (!frame.Classes.Equals(Classes)) throw new ArgumentException($"Score: expected a frame with the classes {Classes}, found {frame.Classes}.");
        Frames++;
        foreach (var score in _classes)
            if (frame.Labelled.Contains(score.Class)) score.Add(new FrameMatch(frame, score.Class));
    }
}
