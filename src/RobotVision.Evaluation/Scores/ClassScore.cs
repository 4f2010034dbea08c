using RobotVision.Detections;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>The hits and mistakes of one class at every threshold.</summary>
public sealed class ClassScore
{
    readonly List<(float Confidence, bool Hit)> _detections = [];
    readonly List<(float Confidence, bool Hit)> _overlaps = []; // the same where a hit is an overlap of 0.5

    internal ClassScore(ObjectClass objectClass) => Class = objectClass;

    /// <summary>The class.</summary>
    public ObjectClass Class { get; }

    /// <summary>The frames in which the class was looked for.</summary>
    public int Frames { get; private set; }

    /// <summary>The labels in them, those to ignore not counted.</summary>
    public int Labels { get; private set; }

    /// <summary>The counts when detections of at least this confidence are reported.</summary>
    public ScorePoint At(float threshold)
    {
        int hits = 0, mistakes = 0;
        foreach (var (confidence, hit) in _detections)
        {
            if (!(confidence >= threshold)) continue;
            if (hit) hits++;
            else mistakes++;
        }

        return new(threshold, hits, mistakes, Labels - hits);
    }

    /// <summary>The counts at every confidence that occurs, as threshold, from the highest down; empty without detections.</summary>
    public IReadOnlyList<ScorePoint> Curve()
    {
        var points = new List<ScorePoint>();
        int hits = 0, mistakes = 0;
        foreach (var group in _detections.GroupBy(d => d.Confidence).OrderByDescending(g => g.Key))
        {
            foreach (var (_, hit) in group)
            {
                if (hit) hits++;
                else mistakes++;
            }

            points.Add(new(group.Key, hits, mistakes, Labels - hits));
        }

        return points;
    }

    /// <summary>The threshold of the best F1, the higher one of equals; null without labels or detections.</summary>
    public ScorePoint? Best()
    {
        if (Labels == 0) return null;
        ScorePoint? best = null;
        foreach (var point in Curve())
            if (best is null || point.F1 > best.Value.F1) best = point;
        return best;
    }

    /// <summary>The area under the curve of precision over recall, 0..1, where a hit is a centre in the label's box; null without labels.</summary>
    /// <remarks>
    /// Source: average precision as in PASCAL VOC 2010 and later: every recall level, precision made to fall monotonically.
    /// </remarks>
    public double? AveragePrecision()
    {
        if (Labels == 0) return null;
        var curve = Curve();
        double area = 0, precision = 0;
        for (var i = curve.Count - 1; i >= 0; i--)
        {
            precision = Math.Max(precision, curve[i].Precision);
            area += precision * (curve[i].Recall - (i > 0 ? curve[i - 1].Recall : 0));
        }

        return area;
    }

    /// <summary>Whether answers to "is one of this class in the image" were added, instead of detections: one label and one answer an image at most.</summary>
    public bool IsPresence { get; private set; }

    /// <summary>The average precision where a hit is an intersection over union of at least 0.5, as COCO measures it; null without labels, for points and for presence.</summary>
    public double? AveragePrecision50() => Labels == 0 || IsPresence || Class.IsPoint() ? null : OverlapPrecision.AveragePrecision(_overlaps, Labels);

    internal void Add(FrameMatch frame)
    {
        IsPresence |= frame.Frame.IsPresence;
        Frames++;
        Labels += frame.Labels.Count(label => !label.Ignore);
        _detections.AddRange(frame.Judged.Select(judged => (judged.Detection.Confidence, judged.Hit)));
        if (!Class.IsPoint()) _overlaps.AddRange(OverlapPrecision.Judge(frame, 0.5f));
    }

    internal void AddAll(ClassScore other)
    {
        IsPresence |= other.IsPresence;
        Frames += other.Frames;
        Labels += other.Labels;
        _detections.AddRange(other._detections);
        _overlaps.AddRange(other._overlaps);
    }
}
