using RobotVision.Detections;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>The counts of one class at one threshold.</summary>
/// <param name="Threshold">Detections with at least this confidence count.</param>
/// <param name="Hits">Detections that hit a label.</param>
/// <param name="Mistakes">Detections that hit no label.</param>
/// <param name="Misses">Labels that no detection hits.</param>
public readonly record struct ScorePoint(float Threshold, int Hits, int Mistakes, int Misses)
{
    /// <summary>The fraction of the detections that are right, 0..1; 0 without detections.</summary>
    public double Precision => Ratio(Hits, Hits + Mistakes);

    /// <summary>The fraction of the labels that were found, 0..1; 0 without labels.</summary>
    public double Recall => Ratio(Hits, Hits + Misses);

    /// <summary>The harmonic mean of precision and recall, 0..1.</summary>
    public double F1 => Ratio(2 * Hits, 2 * Hits + Mistakes + Misses);

    static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

/// <summary>The counts of one class at every threshold.</summary>
public sealed class ClassScore
{
    readonly List<(float Confidence, bool Hit)> _detections = [];
    readonly List<(float Confidence, bool Hit)> _overlaps = []; // the same detections where a hit is an overlap of 0.5

    bool _isByFoot;

    internal ClassScore(ObjectClass objectClass, string name) => (Class, Name) = (objectClass, name);

    /// <summary>The class.</summary>
    public ObjectClass Class { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The number of frames in which the class is labelled.</summary>
    public int Frames { get; private set; }

    /// <summary>The number of labels in these frames, without ignored ones.</summary>
    public int Labels { get; private set; }

    /// <summary>The confidence of every detection, and whether it hits a label.</summary>
    internal IReadOnlyList<(float Confidence, bool Hit)> Detections => _detections;

    /// <summary>The counts at a threshold.</summary>
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

    /// <summary>The counts at every confidence that occurs, by falling threshold; empty without detections.</summary>
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

    /// <summary>The counts at the threshold with the best F1, the highest of equally good ones; null without labels or detections.</summary>
    public ScorePoint? Best()
    {
        if (Labels == 0) return null;
        ScorePoint? best = null;
        foreach (var point in Curve())
            if (best is null || point.F1 > best.Value.F1) best = point;
        return best;
    }

    /// <summary>The area under the precision-recall curve, 0..1, where a hit is a centre in the label's box; null without labels.</summary>
    /// <remarks>Source: average precision of PASCAL VOC 2010 and later: every recall level, precision made monotonic.</remarks>
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

    /// <summary>Whether the frames are of a presence model: at most one label and one detection per image.</summary>
    public bool IsPresence { get; private set; }

    /// <summary>
    /// The average precision at an intersection over union of at least 0.5, as in COCO; null without labels, for points and for presence, and where some
    /// labels say only where an object stands.
    /// </summary>
    public double? AveragePrecision50() =>
        Labels == 0 || IsPresence || _isByFoot || Class.IsPoint() ? null : OverlapPrecision.AveragePrecision(_overlaps, Labels);

    internal void Add(FrameMatch frame)
    {
        IsPresence |= frame.Frame.IsPresence;
        _isByFoot |= frame.IsByFoot;
        Frames++;
        Labels += frame.Labels.Count(label => !label.Ignore);
        _detections.AddRange(frame.Judged.Select(judged => (judged.Detection.Confidence, judged.Hit)));
        if (!Class.IsPoint() && !frame.IsByFoot) _overlaps.AddRange(OverlapPrecision.Judge(frame, 0.5f));
    }

    internal void AddAll(ClassScore other)
    {
        IsPresence |= other.IsPresence;
        _isByFoot |= other._isByFoot;
        Frames += other.Frames;
        Labels += other.Labels;
        _detections.AddRange(other._detections);
        _overlaps.AddRange(other._overlaps);
    }
}
