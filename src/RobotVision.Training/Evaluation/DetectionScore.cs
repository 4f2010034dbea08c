using RobotVision.Detection;
using RobotVision.Training.Datasets;

namespace RobotVision.Training.Evaluation;

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
    public const float PointDistance = 0.03f;

    readonly ClassScore[] _classes = [.. Enumerable.Range(0, ObjectClasses.Count).Select(i => new ClassScore((ObjectClass)i))];

    /// <summary>The number of frames added.</summary>
    public int Frames { get; private set; }

    /// <summary>The counts of one class.</summary>
    public ClassScore this[ObjectClass objectClass] => _classes[(int)objectClass];

    /// <summary>Adds a frame.</summary>
    /// <param name="labels">What is in it, in pixels of the frame.</param>
    /// <param name="labelled">The classes that were looked for.</param>
    /// <param name="detections">What was found, in pixels of the frame, in any order.</param>
    /// <param name="frameWidth">The frame's width in pixels.</param>
    public void Add(IReadOnlyList<Label> labels, ClassSet labelled, IReadOnlyList<Detection.Detection> detections, int frameWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frameWidth);
        Frames++;
        foreach (var score in _classes)
        {
            if (!labelled.Contains(score.Class)) continue;
            var mine = labels.Where(label => label.Class == score.Class).ToArray();
            score.AddFrame(mine.Count(label => !label.Ignore));
            // OrderByDescending is stable: equal confidences keep the order in which they were given.
            var found = detections.Where(d => d.Class == score.Class).OrderByDescending(d => d.Confidence);
            Match(score, mine, found, frameWidth);
        }
    }

    /// <summary>Adds an image about which was asked, class by class, whether one is in it.</summary>
    /// <param name="targets">1 where it is and 0 where it is not, one a class.</param>
    /// <param name="weights">0 where nobody can say; such a class takes no part.</param>
    /// <param name="confidences">The answers, 0..1.</param>
    public void AddPresence(ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, ReadOnlySpan<float> confidences)
    {
        Frames++;
        for (var i = 0; i < _classes.Length; i++)
            if (weights[i] > 0) _classes[i].AddImage(targets[i] > 0, confidences[i]);
    }

    static void Match(ClassScore score, Label[] labels, IEnumerable<Detection.Detection> detections, int frameWidth)
    {
        var taken = new bool[labels.Length];
        foreach (var detection in detections)
        {
            var nearest = -1;
            var swallowed = false;
            var nearestDistance = float.PositiveInfinity;
            for (var i = 0; i < labels.Length; i++)
            {
                if (taken[i] || !Hits(detection.Box, labels[i], frameWidth)) continue;
                if (labels[i].Ignore)
                {
                    swallowed = true;
                }
                else if (Distance(detection.Box, labels[i].Box) is var distance && distance < nearestDistance)
                {
                    nearest = i;
                    nearestDistance = distance;
                }
            }

            if (nearest >= 0) taken[nearest] = true;
            if (nearest >= 0 || !swallowed) score.AddDetection(detection.Confidence, nearest >= 0);
        }
    }

    static bool Hits(Box found, Label label, int frameWidth) =>
        label.Class.IsPoint()
            ? Distance(found, label.Box) <= PointDistance * frameWidth
            : label.Box.Contains(found.CenterX, found.CenterY);

    static float Distance(Box a, Box b)
    {
        float x = a.CenterX - b.CenterX, y = a.CenterY - b.CenterY;
        return MathF.Sqrt(x * x + y * y);
    }
}
