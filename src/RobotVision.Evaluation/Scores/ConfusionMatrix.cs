using System.Text.Json.Serialization;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>The confusion matrix at the thresholds of a model.</summary>
/// <param name="Counts">
/// (K + 1, K + 1): [true class, detected class], the K classes and then nothing; [class, K] is a miss, [K, class] a false alarm where nothing is
/// labelled.
/// </param>
/// <remarks>
/// Detections are matched with labels of their own class first, as in <see cref="DetectionScore"/>. The rest is then matched by the same rule
/// across classes, that of the label's class: a false ball on a missed penalty mark counts as a mark confused with a ball. Classes that are not labelled in a
/// frame are left out there.
/// </remarks>
public sealed record ConfusionMatrix(IReadOnlyList<IReadOnlyList<int>> Counts)
{
    /// <summary>The classes.</summary>
    [JsonIgnore]
    public ClassNames Classes { get; init; } = ClassNames.BuiltIn;

    /// <summary>The names of the classes besides the eight built-in ones; null where there are none.</summary>
    public IReadOnlyList<string>? ExtraClasses => Classes.Extra is { Count: > 0 } extra ? extra : null;

    /// <summary>The index of "nothing".</summary>
    [JsonIgnore]
    public int Nothing => Classes.Count;

    /// <summary>The names of rows and columns.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Names => [.. Classes.All, "nothing"];

    /// <summary>Counts over frames.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="thresholds">The confidence from which a detection counts, one per class.</param>
    /// <param name="classes">The classes of the frames; the eight built-in ones when null.</param>
    public static ConfusionMatrix Of(IEnumerable<FrameResult> frames, IReadOnlyList<float> thresholds, ClassNames? classes = null)
    {
        classes ??= ClassNames.BuiltIn;
        var nothing = classes.Count;
        var counts = Enumerable.Range(0, nothing + 1).Select(_ => new int[nothing + 1]).ToArray();
        foreach (var frame in frames)
        {
            var (missed, wrong) = (new List<Label>(), new List<Detection>());
            for (var c = 0; c < nothing; c++)
            {
                if (!frame.Labelled.Contains((ObjectClass)c)) continue;
                var match = new FrameMatch(frame, (ObjectClass)c);
                counts[c][c] += match.Hits(thresholds[c]).Count();
                missed.AddRange(match.Misses(thresholds[c]));
                wrong.AddRange(match.Mistakes(thresholds[c]));
            }

            wrong = [.. wrong.OrderByDescending(detection => detection.Confidence)];
            // Presence predictions have no position, so classes cannot be matched with each other.
            var labelOf = frame.IsPresence ? [.. wrong.Select(_ => CenterMatching.Nothing)] : CenterMatching.Match(missed, wrong, frame.Width, frame.Feet);
            for (var i = 0; i < labelOf.Length; i++) counts[labelOf[i] < 0 ? nothing : (int)missed[labelOf[i]].Class][(int)wrong[i].Class]++;
            for (var i = 0; i < missed.Count; i++)
                if (!labelOf.Contains(i)) counts[(int)missed[i].Class][nothing]++;
        }

        return new(counts) { Classes = classes };
    }
}
