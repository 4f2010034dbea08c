using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Comparison;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Tools.Replay;

/// <summary>What a model's detections are compared with, frame by frame. One thread at a time.</summary>
interface IOtherSide : IDisposable
{
    /// <summary>The differences in a frame; none where there is nothing to compare.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="found">What the model found in it.</param>
    /// <param name="classes">The model's classes.</param>
    /// <param name="thresholds">The thresholds with which it was found.</param>
    /// <param name="closeUps">Close-ups of each frame.</param>
    IReadOnlyList<FrameDifference> Compare(Frame frame, IReadOnlyList<Detection> found, ClassNames classes, Thresholds thresholds, int closeUps);
}

/// <summary>The detections of another model at its own thresholds.</summary>
/// <param name="model">The model; owned.</param>
sealed class OtherModel(VisionModel model) : IOtherSide
{
    readonly ModelRunner _runner = model.CreateRunner();
    readonly FrameThresholds _thresholds = FrameThresholds.Of(model.Contract);
    ImageDetector? _detector;
    int _closeUps;

    public IReadOnlyList<FrameDifference> Compare(Frame frame, IReadOnlyList<Detection> found, ClassNames classes, Thresholds thresholds, int closeUps)
    {
        if (_detector is null || _closeUps != closeUps) _detector = new(_runner, _closeUps = closeUps);
        var (own, names) = (_thresholds.For(closeUps), model.Contract.Classes);
        return FrameDifference.OfModels(found, classes, _detector.Detect(frame, own).Detections.Span.ToArray(), names, name =>
            classes.TryParse(name, out var here) && thresholds.IsOn(here) && names.TryParse(name, out var there) && own.IsOn(there));
    }

    public void Dispose()
    {
        _runner.Dispose();
        model.Dispose();
    }
}

/// <summary>The labels of the frames; frames without labels are not compared.</summary>
/// <param name="labels">The labels, with the numbers of the model's classes.</param>
sealed class LabelSide(IFrameLabels labels) : IOtherSide
{
    public IReadOnlyList<FrameDifference> Compare(Frame frame, IReadOnlyList<Detection> found, ClassNames classes, Thresholds thresholds, int closeUps) =>
        labels.Find(frame.Number, frame.Source, frame.Width, frame.Height) is { } known
            ? FrameDifference.OfLabels(
                new(0, frame.Source, frame.Width, frame.Height, known.Labels, known.Labelled, found) { Classes = labels.Classes },
                one => (int)one < thresholds.Count && thresholds.IsOn(one))
            : [];

    public void Dispose()
    {
        // The labels are read as they are needed.
    }
}
