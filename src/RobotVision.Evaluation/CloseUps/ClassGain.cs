using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.CloseUps;

/// <summary>What looking twice finds of one class that looking once does not.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Once">Looking once, at the model's threshold.</param>
/// <param name="Twice">Looking twice, at the threshold from which it is as precise; where it never is, at its most precise.</param>
/// <param name="TwiceAsShipped">Looking twice, at the model's threshold for it.</param>
/// <param name="Tiny">Objects under <see cref="TinyPixels"/> pixels wide in the sample of the whole view, at equal precision.</param>
/// <param name="Sizes">All objects by their width in pixels of the frame, at equal precision.</param>
public sealed record ClassGain(string Class, LookingScore Once, LookingScore Twice, LookingScore TwiceAsShipped, SizeGain Tiny, IReadOnlyList<SizeGain> Sizes)
{
    /// <summary>Objects narrower than this in the sample of the whole view are what looking twice is for.</summary>
    public const double TinyPixels = 4;

    /// <summary>Widths in pixels of the frame in the middle of each range; neighbours are a factor of two apart.</summary>
    public static IReadOnlyList<int> Widths { get; } = [8, 16, 32, 64];

    const double SampleSide = 96;

    static readonly double Root = Math.Sqrt(2);

    /// <summary>Compares one class; null where no frame shows it.</summary>
    internal static ClassGain? Of(ObjectClass objectClass, IReadOnlyList<FrameResult> once, IReadOnlyList<FrameResult> twice, float onceThreshold, float shippedThreshold)
    {
        var (first, second) = (Match(objectClass, once), Match(objectClass, twice));
        var before = LookingScore.Of(first, onceThreshold);
        if (before.Labels == 0) return null;
        var threshold = ThresholdOf(second, before.Precision);
        var answers = first.SelectMany(match => match.Answers(onceThreshold).Select(answer => (answer.Label.Box.Width, Frame: match.Frame.Width, answer.Found)))
            .Zip(second.SelectMany(match => match.Answers(threshold)), (a, b) => (a.Width, InSample: a.Width * SampleSide / a.Frame, Once: a.Found, Twice: b.Found)).ToArray();
        SizeGain Count(double from, double to, Func<(float Width, double InSample, bool Once, bool Twice), double> size)
        {
            var mine = answers.Where(answer => size(answer) >= from && size(answer) < to).ToArray();
            return new(from, to, mine.Length, mine.Count(answer => answer.Once), mine.Count(answer => answer.Twice));
        }

        return new(
            objectClass.Name(), before, LookingScore.Of(second, threshold), LookingScore.Of(second, shippedThreshold), Count(0, TinyPixels, answer => answer.InSample),
            [.. Widths.Select(width => Count(width / Root, width * Root, answer => answer.Width))]);
    }

    /// <summary>Several classes together, each at its own thresholds.</summary>
    internal static ClassGain Together(IReadOnlyList<ClassGain> classes) => new(
        "all", LookingScore.Sum(classes.Select(one => one.Once)), LookingScore.Sum(classes.Select(one => one.Twice)), LookingScore.Sum(classes.Select(one => one.TwiceAsShipped)),
        SizeGain.Sum(classes.Select(one => one.Tiny)), [.. Enumerable.Range(0, Widths.Count).Select(i => SizeGain.Sum(classes.Select(one => one.Sizes[i])))]);

    static FrameMatch[] Match(ObjectClass objectClass, IReadOnlyList<FrameResult> frames) =>
        [.. frames.Where(frame => frame.Labelled.Contains(objectClass)).Select(frame => new FrameMatch(frame, objectClass))];

    /// <summary>The lowest threshold at which at least this part of the detections is right; the most precise one where there is none.</summary>
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
