using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.Evaluation.CloseUps;

/// <summary>
/// Detects with close-ups where the labels say that objects are: as much as a better choice of their places could find. Of objects that the whole view misses
/// the smallest come first, then those that it finds. Not thread-safe.
/// </summary>
/// <param name="runner">Runs the model; borrowed.</param>
/// <param name="closeUps">Close-ups of each frame, 1 or more; fewer where there are fewer objects.</param>
sealed class IdealCloseUps(ModelRunner runner, int closeUps)
{
    readonly FrameViews _views = new(1 + closeUps, runner.Model.OutputLength);
    readonly Sampler _sampler = new();
    readonly DetectionList _detections = new();
    readonly FeatureVector _features = new();

    /// <summary>Detects the objects of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="isMissed">Whether the whole view misses an object.</param>
    /// <param name="thresholds">The confidences from which a candidate is a detection.</param>
    /// <returns>The detections; overwritten by the next call.</returns>
    public DetectionList Detect(Frame frame, IReadOnlyList<Label> labels, Func<Label, bool> isMissed, Thresholds thresholds)
    {
        _views.SampleWhole(frame.Picture, _sampler, runner.Model.Contract.Input);
        _views.InferWhole(runner);
        var places = new List<ImageRegion>();
        foreach (var label in labels.Where(label => !label.Ignore && !label.Class.IsPoint()).OrderByDescending(isMissed).ThenBy(label => label.Box.Area))
        {
            if (places.Count == closeUps) break;
            if (!CloseUpChooser.IsCovered(label.Box, [.. places])) places.Add(CloseUpChooser.About(label.Box, frame.Width, frame.Height));
        }

        if (places.Count > 0)
        {
            places.CopyTo(_views.CloseUpRegions(places.Count));
            _views.SampleAndInferCloseUps(places.Count, frame.Picture, _sampler, runner);
        }

        _detections.Clear();
        _features.Clear(thresholds.Count);
        CloseUpMerger.Decode(
            _views.Outputs, _views.Regions, frame.Width, frame.Height, thresholds, _detections, _features, runner.Model.Contract.LookRule);
        return _detections;
    }
}
