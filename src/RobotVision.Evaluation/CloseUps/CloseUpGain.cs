using RobotVision.Detections;
using RobotVision.Evaluation.Frames;

namespace RobotVision.Evaluation.CloseUps;

/// <summary>What looking twice finds that looking once does not, on one set of frames.</summary>
/// <param name="Data">Which frames.</param>
/// <param name="Frames">How many.</param>
/// <param name="Classes">Each class with a size that occurs, and all of them together at the end where there are several.</param>
/// <param name="OnceMilliseconds">Median time of looking once: sampling, network, decoding.</param>
/// <param name="TwiceMilliseconds">The same of looking twice.</param>
public sealed record LookingGain(string Data, int Frames, IReadOnlyList<ClassGain> Classes, double OnceMilliseconds, double TwiceMilliseconds)
{
    /// <summary>Compares the detections of the same frames.</summary>
    /// <param name="data">Which frames.</param>
    /// <param name="once">What looking once found, whatever the thresholds.</param>
    /// <param name="twice">What looking twice found, whatever the thresholds.</param>
    /// <param name="onceThresholds">The model's thresholds for looking once.</param>
    /// <param name="twiceThresholds">The model's thresholds for looking twice.</param>
    /// <param name="onceMilliseconds">Median time of looking once.</param>
    /// <param name="twiceMilliseconds">The same of looking twice.</param>
    public static LookingGain Of(
        string data, IReadOnlyList<FrameResult> once, IReadOnlyList<FrameResult> twice, IReadOnlyList<float> onceThresholds, IReadOnlyList<float> twiceThresholds,
        double onceMilliseconds, double twiceMilliseconds)
    {
        var classes = Enum.GetValues<ObjectClass>().Where(one => !one.IsPoint())
            .Select(one => ClassGain.Of(one, once, twice, onceThresholds[(int)one], twiceThresholds[(int)one])).OfType<ClassGain>().ToList();
        if (classes.Count > 1) classes.Add(ClassGain.Together(classes));
        return new(data, once.Count, classes, onceMilliseconds, twiceMilliseconds);
    }
}
