using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Evaluation.Matching;

/// <summary>
/// The rule by which detections hit labels: the centre of the detection lies in the label's box; for points, it is no farther from the
/// label's centre than <see cref="PointDistance"/> of the frame's width. Each label is used once, by the surest detection that hits it
/// and no label nearer to it. Labels to ignore take any number of detections.
/// </summary>
static class CenterMatching
{
    /// <summary>How far a point may be off, as a part of the frame's width.</summary>
    public const float PointDistance = 0.03f;

    /// <summary>The answer for a detection that hits no label that is still free.</summary>
    public const int Nothing = -1;

    /// <summary>The answer for a detection that hits only labels to ignore.</summary>
    public const int Ignored = -2;

    /// <summary>Gives each detection its label.</summary>
    /// <param name="labels">The labels that may be hit.</param>
    /// <param name="detections">The detections, the surest first.</param>
    /// <param name="frameWidth">The frame's width in pixels.</param>
    /// <returns>For each detection the place of its label, or <see cref="Nothing"/> or <see cref="Ignored"/>.</returns>
    public static int[] Match(IReadOnlyList<Label> labels, IReadOnlyList<Detection> detections, int frameWidth)
    {
        var taken = new bool[labels.Count];
        var labelOf = new int[detections.Count];
        for (var d = 0; d < labelOf.Length; d++)
        {
            labelOf[d] = Nothing;
            var nearest = float.PositiveInfinity;
            for (var i = 0; i < labels.Count; i++)
            {
                if (taken[i] || !Hits(detections[d].Box, labels[i], frameWidth)) continue;
                if (labels[i].Ignore)
                {
                    if (labelOf[d] == Nothing) labelOf[d] = Ignored;
                }
                else if (Distance(detections[d].Box, labels[i].Box) is var distance && distance < nearest)
                {
                    labelOf[d] = i;
                    nearest = distance;
                }
            }

            if (labelOf[d] >= 0) taken[labelOf[d]] = true;
        }

        return labelOf;
    }

    /// <summary>Whether a detection's box hits a label, whatever their classes.</summary>
    public static bool Hits(Box found, Label label, int frameWidth) =>
        label.Class.IsPoint()
            ? Distance(found, label.Box) <= PointDistance * frameWidth
            : label.Box.Contains(found.CenterX, found.CenterY);

    /// <summary>How far the centres of two boxes are apart, in pixels.</summary>
    public static float Distance(Box a, Box b)
    {
        float x = a.CenterX - b.CenterX, y = a.CenterY - b.CenterY;
        return MathF.Sqrt(x * x + y * y);
    }
}
