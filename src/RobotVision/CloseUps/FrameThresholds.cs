using RobotVision.Detections;
using RobotVision.Inference;

namespace RobotVision.CloseUps;

/// <summary>
/// The thresholds of a frame, with and without close-ups: close-ups find more objects and more false detections. Immutable, so that it can be
/// replaced between two frames.
/// </summary>
/// <param name="wholeView">Without close-ups.</param>
/// <param name="closeUps">With close-ups.</param>
public sealed class FrameThresholds(Thresholds wholeView, Thresholds closeUps)
{
    /// <summary>The thresholds that are stored in the model file.</summary>
    public static FrameThresholds Of(ModelContract model) => new(new(model.ThresholdsFor(0)), new(model.ThresholdsFor(1)));

    /// <summary>The thresholds of a frame.</summary>
    /// <param name="count">How many close-ups are made of it; live, fewer than set where time is short.</param>
    public Thresholds For(int count) => count > 0 ? closeUps : wholeView;

    /// <summary>These with another threshold of a class, with and without close-ups.</summary>
    /// <param name="objectClass">The class.</param>
    /// <param name="value">Between 0 and 1, or <see cref="Thresholds.Off"/>.</param>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public FrameThresholds With(ObjectClass objectClass, float value) => new(wholeView.With(objectClass, value), closeUps.With(objectClass, value));

    /// <summary>The same thresholds with and without close-ups.</summary>
    public static implicit operator FrameThresholds(Thresholds always) => new(always, always);
}
