using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>The confusion matrix at the thresholds of a model.</summary>
/// <param name="Counts">
/// (9, 9): [true class, detected class], the eight classes and then nothing; [class, 8] is a miss, [8, class] a false alarm where nothing is
/// labelled.
/// </param>
/// <remarks>
/// Detections are matched with labels of their own class first, as in <see cref="DetectionScore"/>. The rest is then matched by the same rule
/// across classes: a false ball on a missed penalty mark counts as a mark confused with a ball. Classes that are not labelled in a
/// frame are left out there.
/// </remarks>
public sealed record ConfusionMatrix(IReadOnlyList<IReadOnlyList<int>> Counts)
{
    /// <summary>The index of "nothing".</summary>
    public const int Nothing = ObjectClasses.Count;

    /// <summary>The names of rows and columns.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ObjectClasses.Names, "nothing"];

    /// <summary>Counts over frames.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="thresholds">The confidence from which a detection counts, one per class.</param>
    public static ConfusionMatrix Of(IEnumerable<FrameResult> frames, IReadOnlyList<float> thresholds)
    {
        var counts = Enumerable.Range(0, Names.Count).Select(_ => new int[Names.Count]).ToArray();
        foreach (var frame in frames)
        {
            var (missed, wrong) = (new List<Label>(), new List<Detection>());
            for (var c = 0; c < ObjectClasses.Count; c++)
            {
                if (!frame.Labelled.Contains((ObjectClass)c)) continue;
                var match = new FrameMatch(frame, (ObjectClass)c);
                counts[c][c] += match.Hits(thresholds[c]).Count();
                missed.AddRange(match.Misses(thresholds[c]));
                wrong.AddRange(match.Mistakes(thresholds[c]));
            }

            wrong = [.. wrong.OrderByDescending(detection => detection.Confidence)];
            // Presence predictions have no position, so classes cannot be matched with each other.
            var labelOf = frame.IsPresence ? [.. wrong.Select(_ => CenterMatching.Nothing)] : CenterMatching.Match(missed, wrong, frame.Width);
            for (var i = 0; i < labelOf.Length; i++) counts[labelOf[i] < 0 ? Nothing : (int)missed[labelOf[i]].Class][(int)wrong[i].Class]++;
            for (var i = 0; i < missed.Count; i++)
                if (!labelOf.Contains(i)) counts[(int)missed[i].Class][Nothing]++;
        }

        return new(counts);
    }
}
