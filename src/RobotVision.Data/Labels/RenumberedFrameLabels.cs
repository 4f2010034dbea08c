using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>Labels of frames with the class numbers of a model; classes that only the labels have come after the model's.</summary>
public sealed class RenumberedFrameLabels : IFrameLabels
{
    readonly IFrameLabels _labels;
    readonly ClassRenumbering _renumbering;

    RenumberedFrameLabels(IFrameLabels labels, ClassNames classes) => (_labels, Classes, _renumbering) = (labels, classes, new(labels.Classes, classes));

    /// <summary>The labels with the numbers of a model; themselves where these are the same.</summary>
    /// <exception cref="InvalidDataException">Both together have too many classes.</exception>
    public static IFrameLabels Of(IFrameLabels labels, ClassNames model) =>
        model.Union(labels.Classes) is var classes && classes.Equals(labels.Classes) ? labels : new RenumberedFrameLabels(labels, classes);

    /// <inheritdoc/>
    public int Count => _labels.Count;

    /// <inheritdoc/>
    public IReadOnlyCollection<long>? Frames => _labels.Frames;

    /// <inheritdoc/>
    public ClassNames Classes { get; }

    /// <inheritdoc/>
    public ImageLabels? Find(long frame, string source, int width, int height) =>
        _labels.Find(frame, source, width, height) is { } found ? _renumbering.Of(found) : null;
}
