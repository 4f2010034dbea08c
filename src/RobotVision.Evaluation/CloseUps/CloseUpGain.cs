using RobotVision.Detections;
using RobotVision.Evaluation.Frames;

namespace RobotVision.Evaluation.CloseUps;

/// <summary>
/// The gain of close-ups on one set of frames: the whole view alone ("once") against the whole view with close-ups ("twice"), and with
/// close-ups placed by the labels ("ideal").
/// </summary>
/// <param name="Data">The name of the frames.</param>
/// <param name="Frames">The number of frames.</param>
/// <param name="Classes">The labelled classes that have a size, and their sum at the end if there are several.</param>
/// <param name="OnceMilliseconds">Median time per frame of the whole view alone: sampling, network, decoding.</param>
/// <param name="TwiceMilliseconds">Median time per frame with close-ups.</param>
public sealed record CloseUpGain(string Data, int Frames, IReadOnlyList<ClassGain> Classes, double OnceMilliseconds, double TwiceMilliseconds)
{
    /// <summary>Compares the detections of the same frames.</summary>
    /// <param name="data">The name of the frames.</param>
    /// <param name="once">Detections in the whole view alone, at any confidence.</param>
    /// <param name="twice">Detections with close-ups, at any confidence.</param>
    /// <param name="ideal">Detections with close-ups placed by the labels, at any confidence.</param>
    /// <param name="onceThresholds">The model's thresholds without close-ups, one per class.</param>
    /// <param name="twiceThresholds">The model's thresholds with close-ups, one per class.</param>
    /// <param name="onceMilliseconds">Median time per frame of the whole view alone.</param>
    /// <param name="twiceMilliseconds">Median time per frame with close-ups.</param>
    public static CloseUpGain Of(
        string data, IReadOnlyList<FrameResult> once, IReadOnlyList<FrameResult> twice, IReadOnlyList<FrameResult> ideal,
        IReadOnlyList<float> onceThresholds, IReadOnlyList<float> twiceThresholds, double onceMilliseconds, double twiceMilliseconds)
    {
        var names = once.Count > 0 ? once[0].Classes : ClassNames.BuiltIn;
        var classes = names.Classes.Where(one => !one.IsPoint())
            .Select(one => ClassGain.Of(one, names[one], once, twice, ideal, onceThresholds[(int)one], twiceThresholds[(int)one])).OfType<ClassGain>().ToList();
        if (classes.Count > 1) classes.Add(ClassGain.Sum(classes));
        return new(data, once.Count, classes, onceMilliseconds, twiceMilliseconds);
    }
}
