using RobotVision.Detections;
using RobotVision.Evaluation.Scores;

namespace RobotVision.Evaluation.Matching;

/// <summary>The average precision of a class where a hit is an overlap of boxes.</summary>
/// <param name="At50">The average precision at an intersection over union of at least 0.5, 0..1.</param>
/// <param name="At50To95">The mean of the average precision over the overlaps 0.5, 0.55 ... 0.95.</param>
/// <remarks>
/// Source: the COCO detection challenge (T.-Y. Lin et al., "Microsoft COCO", 2014, and its cocoeval.py): by falling confidence, each
/// detection takes the free label with the largest overlap; precision is made monotonic and sampled at the recalls 0, 0.01 ... 1. There are
/// two differences: equal confidences are one point, so that the order of the frames has no influence, and a detection that
/// hits no label is not scored if its centre is in an ignored label, the rule of <see cref="DetectionScore"/>.
/// </remarks>
public sealed record OverlapPrecision(double At50, double At50To95)
{
    const int Recalls = 101;

    /// <summary>Scores a class; null without labels, and for points, whose boxes are nominal.</summary>
    /// <param name="frames">The class in each frame.</param>
    public static OverlapPrecision? Of(IReadOnlyList<FrameMatch> frames)
    {
        var labels = frames.Sum(frame => frame.Labels.Count(label => !label.Ignore));
        if (labels == 0 || frames.Any(frame => frame.IsByFoot || frame.Labels.Any(label => label.Class.IsPoint()))) return null;
        double At(int percent) => AveragePrecision(frames.SelectMany(frame => Judge(frame, percent / 100f)), labels);
        var precisions = Enumerable.Range(0, 10).Select(i => At(50 + 5 * i)).ToArray();
        return new(precisions[0], precisions.Average());
    }

    /// <summary>The average precision of judged detections for a number of labels.</summary>
    internal static double AveragePrecision(IEnumerable<(float Confidence, bool Hit)> judged, int labels)
    {
        var (hits, all) = (0, 0);
        var points = new List<(int Hits, double Precision)>();
        foreach (var group in judged.GroupBy(d => d.Confidence).OrderByDescending(group => group.Key))
        {
            hits += group.Count(d => d.Hit);
            all += group.Count();
            points.Add((hits, (double)hits / all));
        }

        double sum = 0, precision = 0;
        var at = points.Count - 1;
        for (var recall = Recalls - 1; recall >= 0; recall--)
        {
            // Compared as integers: at recall 0.3 of ten labels exactly three hits are needed, in spite of rounding of 0.3.
            for (; at >= 0 && points[at].Hits * (Recalls - 1) >= recall * labels; at--) precision = Math.Max(precision, points[at].Precision);
            sum += precision;
        }

        return sum / Recalls;
    }

    /// <summary>The scored detections of a frame, and whether each has its own label with at least an overlap.</summary>
    internal static IEnumerable<(float Confidence, bool Hit)> Judge(FrameMatch frame, float overlap)
    {
        var taken = new bool[frame.Labels.Count];
        foreach (var detection in frame.Detections)
        {
            var (best, bestOverlap) = (-1, overlap);
            for (var i = 0; i < taken.Length; i++)
            {
                if (taken[i] || frame.Labels[i].Ignore || !(frame.Labels[i].Box.Overlap(detection.Box) >= bestOverlap)) continue;
                (best, bestOverlap) = (i, frame.Labels[i].Box.Overlap(detection.Box));
            }

            if (best >= 0) taken[best] = true;
            else if (frame.Labels.Any(label => label.Ignore && CenterMatching.Hits(detection.Box, label, frame.Frame.Width))) continue;
            yield return (detection.Confidence, best >= 0);
        }
    }
}
