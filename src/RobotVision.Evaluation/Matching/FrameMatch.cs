using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;

namespace RobotVision.Evaluation.Matching;

/// <summary>The labels and detections of one class in one frame, and which of them belong together.</summary>
/// <remarks>Because a detection's fate depends on surer ones alone, one matching serves every threshold.</remarks>
public sealed class FrameMatch
{
    readonly int[] _labelOf;

    /// <summary>Matches a class in a frame by <see cref="CenterMatching"/>.</summary>
    public FrameMatch(FrameResult frame, ObjectClass objectClass)
    {
        Frame = frame;
        Labels = [.. frame.Labels.Where(label => label.Class == objectClass)];
        // OrderByDescending is stable: equal confidences keep the order in which they were given.
        Detections = [.. frame.Detections.Where(d => d.Class == objectClass).OrderByDescending(d => d.Confidence)];
        _labelOf = CenterMatching.Match(Labels, Detections, frame.Width);
    }

    /// <summary>The frame.</summary>
    public FrameResult Frame { get; }

    /// <summary>The labels of the class, those to ignore among them.</summary>
    public IReadOnlyList<Label> Labels { get; }

    /// <summary>The detections of the class, the surest first.</summary>
    public IReadOnlyList<Detection> Detections { get; }

    /// <summary>The detections that count, and whether each hits a label; those on labels to ignore are left out.</summary>
    public IEnumerable<(Detection Detection, bool Hit)> Judged =>
        Detections.Select((detection, i) => (detection, _labelOf[i])).Where(d => d.Item2 != CenterMatching.Ignored).Select(d => (d.detection, d.Item2 >= 0));

    /// <summary>The detections of at least a confidence that hit a label, with that label.</summary>
    public IEnumerable<(Detection Detection, Label Label)> Hits(float threshold) =>
        Detections.Select((detection, i) => (detection, _labelOf[i])).Where(d => d.Item2 >= 0 && d.detection.Confidence >= threshold)
            .Select(d => (d.detection, Labels[d.Item2]));

    /// <summary>The detections of at least a confidence that hit nothing.</summary>
    public IEnumerable<Detection> Mistakes(float threshold) =>
        Detections.Where((detection, i) => _labelOf[i] == CenterMatching.Nothing && detection.Confidence >= threshold);

    /// <summary>Which labels a detection of at least a confidence hits, one answer a label; those to ignore have none.</summary>
    public IEnumerable<(Label Label, bool Found)> Answers(float threshold)
    {
        var found = new bool[Labels.Count];
        for (var i = 0; i < _labelOf.Length; i++)
            if (_labelOf[i] >= 0 && Detections[i].Confidence >= threshold) found[_labelOf[i]] = true;
        return Labels.Select((label, i) => (label, found[i])).Where(answer => !answer.label.Ignore);
    }

    /// <summary>The labels that no detection of at least a confidence hits.</summary>
    public IEnumerable<Label> Misses(float threshold) => Answers(threshold).Where(answer => !answer.Found).Select(answer => answer.Label);
}
