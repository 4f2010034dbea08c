using RobotVision.Detections;
using RobotVision.Inference;

namespace RobotVision.CloseUps;

/// <summary>
/// The thresholds of a frame, by how often it was looked at: close-ups find more of everything, the wrong things too. Immutable, so it can be
/// exchanged between two frames.
/// </summary>
/// <param name="wholeView">Of a frame that was looked at once.</param>
/// <param name="closeUps">Of one that was looked at again, closer.</param>
public sealed class LookThresholds(Thresholds wholeView, Thresholds closeUps)
{
    /// <summary>The model's own.</summary>
    public static LookThresholds Of(ModelContract model) => new(new(model.ThresholdsFor(0)), new(model.ThresholdsFor(1)));

    /// <summary>The thresholds of a frame.</summary>
    /// <param name="closeUpsMade">How many close-ups were made of it, which live is less than wished where time is short.</param>
    public Thresholds For(int closeUpsMade) => closeUpsMade > 0 ? closeUps : wholeView;

    /// <summary>The same thresholds however often a frame is looked at.</summary>
    public static implicit operator LookThresholds(Thresholds always) => new(always, always);
}
