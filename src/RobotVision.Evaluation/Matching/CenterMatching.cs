using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Evaluation.Matching;

/// <summary>
/// The rule by which detections hit labels: the centre of the detection is in the label's box; for points, it is at most
/// <see cref="PointDistance"/> of the frame's width from the label's centre. In the order of falling confidence, each detection takes the
/// nearest free label that it hits. Ignored labels take any number of detections. Where labels are rough boxes about the place where an object stands, the
/// middle of the detection's lower edge takes the place of its centre, and has to be in the label's box or as near to it as a point has to be to its label.
/// </summary>
static class CenterMatching
{
    /// <summary>Largest error of a point, and of a foot beside its rough box, as a fraction of the frame's width.</summary>
    public const float PointDistance = 0.03f;

    /// <summary>The result for a detection that hits no free label.</summary>
    public const int Nothing = -1;

    /// <summary>The result for a detection that hits only ignored labels.</summary>
    public const int Ignored = -2;

    /// <summary>Assigns a label to each detection.</summary>
    /// <param name="labels">The labels that may be hit.</param>
    /// <param name="detections">The detections by falling confidence.</param>
    /// <param name="frameWidth">The frame's width in pixels.</param>
    /// <param name="feet">The classes whose labels are boxes about where objects stand.</param>
    /// <returns>For each detection the index of its label, or <see cref="Nothing"/> or <see cref="Ignored"/>.</returns>
    public static int[] Match(IReadOnlyList<Label> labels, IReadOnlyList<Detection> detections, int frameWidth, ClassSet feet = default)
    {
        var taken = new bool[labels.Count];
        var labelOf = new int[detections.Count];
        for (var d = 0; d < labelOf.Length; d++)
        {
            labelOf[d] = Nothing;
            var nearest = float.PositiveInfinity;
            for (var i = 0; i < labels.Count; i++)
            {
                var byFoot = feet.Contains(labels[i].Class);
                if (taken[i] || !Hits(detections[d].Box, labels[i], frameWidth, byFoot)) continue;
                if (labels[i].Ignore)
                {
                    if (labelOf[d] == Nothing) labelOf[d] = Ignored;
                }
                else if (Error(detections[d].Box, labels[i].Box, byFoot) is var distance && distance < nearest)
                {
                    labelOf[d] = i;
                    nearest = distance;
                }
            }

            if (labelOf[d] >= 0) taken[labelOf[d]] = true;
        }

        return labelOf;
    }

    /// <summary>Whether a detection's box hits a label, whatever the detection's class.</summary>
    /// <param name="detected">The detection's box.</param>
    /// <param name="label">The label.</param>
    /// <param name="frameWidth">The frame's width in pixels.</param>
    /// <param name="byFoot">Whether the label is a box about where the object stands.</param>
    public static bool Hits(Box detected, Label label, int frameWidth, bool byFoot = false)
    {
        var slack = PointDistance * frameWidth;
        if (label.Class.IsPoint()) return Distance(detected, label.Box) <= slack;
        if (!byFoot) return label.Box.Contains(detected.CenterX, detected.CenterY);
        var around = new Box(label.Box.X1 - slack, label.Box.Y1 - slack, label.Box.X2 + slack, label.Box.Y2 + slack);
        return around.Contains(detected.CenterX, detected.Y2);
    }

    /// <summary>How far a detection is from its label, in pixels: its centre, or the middle of its lower edge, from the label's centre.</summary>
    public static float Error(Box detected, Box label, bool byFoot) =>
        Distance(byFoot ? new(detected.CenterX, detected.Y2, detected.CenterX, detected.Y2) : detected, label);

    /// <summary>The distance between the centres of two boxes, in pixels.</summary>
    public static float Distance(Box a, Box b)
    {
        float x = a.CenterX - b.CenterX, y = a.CenterY - b.CenterY;
        return MathF.Sqrt(x * x + y * y);
    }
}

/// <summary>The distance between the centres of hits, or where they stand if they are judged by that, and of their labels, in pixels of the frame.</summary>
/// <param name="Hits">The number of hits.</param>
/// <param name="Mean">The mean distance.</param>
/// <param name="Median">The median distance.</param>
/// <param name="Percentile90">The 90th percentile of the distance.</param>
public sealed record CenterError(int Hits, double Mean, double Median, double Percentile90)
{
    /// <summary>Measures the hits at a threshold; null without hits.</summary>
    public static CenterError? Of(IEnumerable<FrameMatch> frames, float threshold)
    {
        var distances = frames.SelectMany(frame => frame.Hits(threshold)
            .Select(hit => (double)CenterMatching.Error(hit.Detection.Box, hit.Label.Box, frame.IsByFoot))).Order().ToArray();
        return distances.Length == 0 ? null : new(distances.Length, distances.Average(), At(0.5), At(0.9));

        double At(double part) => distances[(int)Math.Ceiling(part * distances.Length) - 1];
    }
}
