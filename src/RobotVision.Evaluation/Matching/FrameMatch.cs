using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;

namespace RobotVision.Evaluation.Matching;

/// <summary>The labels and detections of one class in one frame, matched with each other.</summary>
/// <remarks>The match of a detection depends only on more confident ones, so one matching is valid for every threshold.</remarks>
public sealed class FrameMatch
{
    readonly int[] _labelOf;

    /// <summary>Matches a class in a frame by <see cref="CenterMatching"/>.</summary>
    public FrameMatch(FrameResult frame, ObjectClass objectClass)
    {
        Frame = frame;
        Labels = [.. frame.Labels.Where(label => label.Class == objectClass)];
        // OrderByDescending is stable: equal confidences keep their order.
        Detections = [.. frame.Detections.Where(d => d.Class == objectClass).OrderByDescending(d => d.Confidence)];
        IsByFoot = frame.Feet.Contains(objectClass);
        _labelOf = CenterMatching.Match(Labels, Detections, frame.Width, frame.Feet);
    }

    /// <summary>The frame.</summary>
    public FrameResult Frame { get; }

    /// <summary>Whether it is judged by where the objects stand, so that overlaps of boxes mean nothing.</summary>
    public bool IsByFoot { get; }

    /// <summary>The labels of the class, with the ignored ones.</summary>
    public IReadOnlyList<Label> Labels { get; }

    /// <summary>The detections of the class by falling confidence.</summary>
    public IReadOnlyList<Detection> Detections { get; }

    /// <summary>The detections that are scored, and whether each hits a label; detections on ignored labels are left out.</summary>
    public IEnumerable<(Detection Detection, bool Hit)> Judged => Detections
        .Zip(_labelOf, (detection, label) => (Detection: detection, Label: label))
        .Where(pair => pair.Label != CenterMatching.Ignored)
        .Select(pair => (pair.Detection, pair.Label >= 0));

    /// <summary>The detections with at least a confidence that hit a label, with that label.</summary>
    public IEnumerable<(Detection Detection, Label Label)> Hits(float threshold) => Detections
        .Zip(_labelOf, (detection, label) => (Detection: detection, Label: label))
        .Where(pair => pair.Label >= 0 && pair.Detection.Confidence >= threshold)
        .Select(pair => (pair.Detection, Labels[pair.Label]));

    /// <summary>The detections with at least a confidence that hit nothing: false alarms.</summary>
    public IEnumerable<Detection> Mistakes(float threshold) =>
        Detections.Where((detection, i) => _labelOf[i] == CenterMatching.Nothing && detection.Confidence >= threshold);

    /// <summary>For each label whether a detection with at least a confidence hits it; ignored labels are left out.</summary>
    public IEnumerable<(Label Label, bool Found)> Answers(float threshold)
    {
        var found = new bool[Labels.Count];
        for (var i = 0; i < _labelOf.Length; i++)
            if (_labelOf[i] >= 0 && Detections[i].Confidence >= threshold) found[_labelOf[i]] = true;
        return Labels.Select((label, i) => (label, found[i])).Where(answer => !answer.label.Ignore);
    }

    /// <summary>The labels that no detection with at least a confidence hits.</summary>
    public IEnumerable<Label> Misses(float threshold) => Answers(threshold).Where(answer => !answer.Found).Select(answer => answer.Label);
}
