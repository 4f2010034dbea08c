using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Data.Datasets;

/// <summary>
/// The images of a data set as clips: frames of a recording whose numbers follow each other, see <see cref="NumberedFrame"/>, in the order of the numbers.
/// A gap ends a clip. Images without labels are shown between labelled ones and count for nothing; clips without any label are left out. Thread-safe.
/// </summary>
public sealed class FrameClips : IDataset
{
    /// <summary>The time between two frames, which data sets do not tell; chosen by us, between those of rendered clips, 1/30 to 1/8 s.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.0 / 15);

    readonly ImageDataset _frames;
    readonly List<int> _order = [];
    readonly string _meaning;

    /// <summary>Arranges a data set; no image is decoded.</summary>
    /// <param name="frames">The data set.</param>
    /// <param name="length">Most frames of a clip, 2 or more; what is longer is cut into clips of nearly equal length.</param>
    /// <param name="step">By how much the number of a frame may exceed that of the frame before, 1 or more.</param>
    /// <param name="notes">Is told how many clips there are; null where nobody listens.</param>
    public FrameClips(ImageDataset frames, int length, int step = 1, DatasetNotes? notes = null)
    {
        (_frames, _meaning) = (frames, FormattableString.Invariant($"clips of {length} by {step}"));
        var (runs, gap) = NumberedFrame.RunsOf(frames.Images, step);
        var starts = new HashSet<int>();
        foreach (var run in runs)
        {
            var pieces = (run.Length + length - 1) / length;
            for (var piece = 0; piece < pieces; piece++)
            {
                var clip = run[(piece * run.Length / pieces)..((piece + 1) * run.Length / pieces)];
                if (!clip.Any(frames.IsAnnotated)) continue;
                starts.Add(_order.Count);
                _order.AddRange(clip);
            }
        }

        Clips = ClipList.Where(_order.Count, starts.Contains);
        notes?.Tell($"{Name}: {Describe(Clips, gap, step)}");
        var unlabelled = _order.Count(index => !frames.IsAnnotated(index));
        var left = runs.Sum(run => run.Length) - _order.Count;
        if (unlabelled + left > 0)
            notes?.Tell($"{Name}: images without labels: {unlabelled} between others in clips, where they are seen and count for nothing, "
                + $"{left} left out.");
    }

    /// <inheritdoc/>
    public string Name => _frames.Name;

    /// <inheritdoc/>
    public int Count => _order.Count;

    /// <inheritdoc/>
    public ClipList Clips { get; }

    /// <inheritdoc/>
    public ClassSet Labelled => _frames.Labelled;

    /// <inheritdoc/>
    public ClassNames Classes => _frames.Classes;

    /// <inheritdoc/>
    public LabelledImage Load(int index) => _frames.Load(_order[index]) with { Time = (index - Clips[Clips.Of(index)].Start) * Interval };

    /// <inheritdoc/>
    public string Meaning => $"{_frames.Meaning} {_meaning}";

    /// <inheritdoc/>
    public (string Image, string Labels)? FilesOf(int index) => _frames.FilesOf(_order[index]);

    /// <inheritdoc/>
    public string Fingerprint() => Datasets.Fingerprint.Of($"{_frames.Fingerprint()} {_meaning}", []);

    static string Describe(ClipList clips, long? gap, int step)
    {
        int[] lengths = [.. Enumerable.Range(0, clips.Count).Select(clip => clips[clip].Length)];
        int[] moving = [.. lengths.Where(length => length > 1)];
        var alone = lengths.Length - moving.Length;
        if (moving.Length > 0)
            return $"clips: {moving.Length}, of {moving.Min()} to {moving.Max()} frames, {moving.Sum()} in all; images that stand alone: {alone}.";
        return $"expected clips, images of one folder whose names differ by a last number that goes up by {(step == 1 ? "1" : $"1 to {step}")}, found none: "
            + $"all {alone} stand alone."
            + (gap is null ? "" : $" The nearest two are {gap} apart, which 'clip_step: {gap}' makes a clip.");
    }
}
