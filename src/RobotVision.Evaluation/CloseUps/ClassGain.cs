using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;
using RobotVision.Sampling;

namespace RobotVision.Evaluation.CloseUps;

/// <summary>The gain of close-ups for one class: the whole view alone ("once") against the whole view with close-ups ("twice").</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Once">The whole view alone, at the model's threshold.</param>
/// <param name="Twice">With close-ups, at the lowest threshold of the same precision; if there is none, at the most precise threshold.</param>
/// <param name="Ideal">With close-ups placed by the labels, at the lowest threshold of the same precision.</param>
/// <param name="TwiceAsShipped">With close-ups, at the model's threshold for close-ups.</param>
/// <param name="Tiny">Objects under <see cref="TinyPixels"/> pixels wide in the sample of the whole view, at equal precision.</param>
/// <param name="Sizes">All objects by their width in pixels of the frame, at equal precision.</param>
public sealed record ClassGain(
    string Class, ScoreCounts Once, ScoreCounts Twice, ScoreCounts Ideal, ScoreCounts TwiceAsShipped, SizeGain Tiny, IReadOnlyList<SizeGain> Sizes)
{
    /// <summary>Objects narrower than this in the sample of the whole view are counted as tiny; close-ups are meant for them.</summary>
    public const double TinyPixels = 4;

    /// <summary>The centre of each range of widths, in pixels of the frame; neighbours are a factor of two apart.</summary>
    public static IReadOnlyList<int> Widths { get; } = [8, 16, 32, 64];

    static readonly double Root = Math.Sqrt(2);

    /// <summary>Compares one class; null if no frame shows it.</summary>
    internal static ClassGain? Of(
        ObjectClass objectClass, string name, IReadOnlyList<FrameResult> once, IReadOnlyList<FrameResult> twice, IReadOnlyList<FrameResult> ideal,
        float onceThreshold, float shippedThreshold)
    {
        var (first, second, third) = (Match(objectClass, once), Match(objectClass, twice), Match(objectClass, ideal));
        var before = ScoreCounts.Of(first, onceThreshold);
        if (before.Labels == 0) return null;
        var (threshold, idealThreshold) = (ThresholdOf(second, before.Precision), ThresholdOf(third, before.Precision));
        var objects =
            from frames in first.Zip(second, third)
            from answer in frames.First.Answers(onceThreshold).Zip(frames.Second.Answers(threshold), frames.Third.Answers(idealThreshold))
            let width = (double)answer.First.Label.Box.Width
            select new SizedObject(
                width, width * SampleFormat.Size / frames.First.Frame.Width, answer.First.Found, answer.Second.Found, answer.Third.Found);
        var all = objects.ToArray();
        SizeGain Count(double from, double to, Func<SizedObject, double> size)
        {
            var inRange = all.Where(one => size(one) >= from && size(one) < to).ToArray();
            return new(from, to, inRange.Length, inRange.Count(one => one.Once), inRange.Count(one => one.Twice), inRange.Count(one => one.Ideal));
        }

        return new(
            name, before, ScoreCounts.Of(second, threshold), ScoreCounts.Of(third, idealThreshold), ScoreCounts.Of(second, shippedThreshold),
            Count(0, TinyPixels, one => one.InSample), [.. Widths.Select(width => Count(width / Root, width * Root, one => one.Width))]);
    }

    /// <summary>The sum over several classes, each at its own thresholds.</summary>
    internal static ClassGain Sum(IReadOnlyList<ClassGain> classes) => new(
        "all",
        ScoreCounts.Sum(classes.Select(one => one.Once)),
        ScoreCounts.Sum(classes.Select(one => one.Twice)),
        ScoreCounts.Sum(classes.Select(one => one.Ideal)),
        ScoreCounts.Sum(classes.Select(one => one.TwiceAsShipped)),
        SizeGain.Sum(classes.Select(one => one.Tiny)),
        [.. Enumerable.Range(0, Widths.Count).Select(i => SizeGain.Sum(classes.Select(one => one.Sizes[i])))]);

    static FrameMatch[] Match(ObjectClass objectClass, IReadOnlyList<FrameResult> frames) =>
        [.. frames.Where(frame => frame.Labelled.Contains(objectClass)).Select(frame => new FrameMatch(frame, objectClass))];

    // The lowest threshold with at least a precision; if there is none, the most precise threshold.
    static float ThresholdOf(FrameMatch[] frames, double precision)
    {
        var (hits, all, most, best, found) = (0, 0, 0.0, 1f, (float?)null);
        foreach (var group in frames.SelectMany(frame => frame.Judged).GroupBy(judged => judged.Detection.Confidence).OrderByDescending(group => group.Key))
        {
            all += group.Count();
            hits += group.Count(judged => judged.Hit);
            if (hits >= precision * all) found = group.Key;
            if ((double)hits / all > most) (most, best) = ((double)hits / all, group.Key);
        }

        return found ?? best;
    }
}

/// <summary>An object: its width in pixels of the frame and of the sample of the whole view, and whether it was found.</summary>
readonly record struct SizedObject(double Width, double InSample, bool Once, bool Twice, bool Ideal);

/// <summary>The counts of one class at a threshold.</summary>
/// <param name="Labels">The labelled objects, without ignored ones.</param>
/// <param name="Hits">Objects that were found.</param>
/// <param name="Mistakes">False detections.</param>
public sealed record ScoreCounts(int Labels, int Hits, int Mistakes)
{
    /// <summary>The fraction of the detections that are right, 0..1; 0 without detections.</summary>
    public double Precision => Hits + Mistakes > 0 ? (double)Hits / (Hits + Mistakes) : 0;

    /// <summary>The fraction of the objects that were found, 0..1; 0 without objects.</summary>
    public double Recall => Labels > 0 ? (double)Hits / Labels : 0;

    internal static ScoreCounts Of(IReadOnlyList<FrameMatch> frames, float threshold) => new(
        frames.Sum(frame => frame.Labels.Count(label => !label.Ignore)),
        frames.Sum(frame => frame.Hits(threshold).Count()),
        frames.Sum(frame => frame.Mistakes(threshold).Count()));

    internal static ScoreCounts Sum(IEnumerable<ScoreCounts> scores) =>
        scores.Aggregate((a, b) => new(a.Labels + b.Labels, a.Hits + b.Hits, a.Mistakes + b.Mistakes));
}

/// <summary>The objects found in a range of sizes, with and without close-ups.</summary>
/// <param name="From">The smallest size in pixels, included.</param>
/// <param name="To">The largest size in pixels, excluded.</param>
/// <param name="Labels">The objects.</param>
/// <param name="Once">Objects found in the whole view alone.</param>
/// <param name="Twice">Objects found with close-ups.</param>
/// <param name="Ideal">Objects found with close-ups placed by the labels.</param>
public sealed record SizeGain(double From, double To, int Labels, int Once, int Twice, int Ideal)
{
    /// <summary>Recall in the whole view alone, 0..1; null without objects.</summary>
    public double? RecallOnce => Labels > 0 ? (double)Once / Labels : null;

    /// <summary>Recall with close-ups, 0..1; null without objects.</summary>
    public double? RecallTwice => Labels > 0 ? (double)Twice / Labels : null;

    /// <summary>Recall with close-ups placed by the labels, 0..1; null without objects.</summary>
    public double? RecallIdeal => Labels > 0 ? (double)Ideal / Labels : null;

    internal static SizeGain Sum(IEnumerable<SizeGain> gains) => gains.Aggregate((a, b) =>
        a with { Labels = a.Labels + b.Labels, Once = a.Once + b.Once, Twice = a.Twice + b.Twice, Ideal = a.Ideal + b.Ideal });
}
