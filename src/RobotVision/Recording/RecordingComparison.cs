using System.Globalization;
using RobotVision.CloseUps;
using RobotVision.Pipeline;

namespace RobotVision.Recording;

/// <summary>
/// Compares results that are computed from a recording with the recorded ones, bit by bit, and says of the first frame that differs which of its inputs
/// do. After a jump to another frame nothing is compared. One thread at a time.
/// </summary>
/// <param name="source">The recording.</param>
/// <param name="recorded">What decided the recorded results, of each camera.</param>
/// <param name="now">What decides them now, likewise; with the model.</param>
public sealed class RecordingComparison(RecordingSource source, IReadOnlyList<RunSettings> recorded, IReadOnlyList<RunSettings> now) : IPublisher
{
    readonly ResultDigest _digest = new();
    long _previous = -1;
    bool _isGap; // a frame whose predecessors are missing, and all after it

    /// <summary>Frames whose results have the same bits.</summary>
    public long Equal { get; private set; }

    /// <summary>Frames whose results differ.</summary>
    public long Different { get; private set; }

    /// <summary>The number of the first frame that differs, and why; null where all are the same.</summary>
    public (long Frame, string Reason)? First { get; private set; }

    /// <summary>The name of the camera of <see cref="First"/>; null where it has none.</summary>
    public string? FirstCamera { get; private set; }

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        if (source.Take(observation.Frame) is not { } message || source.HasJumped) return;
        _isGap = message.Before is null && (_isGap || message.Processed != _previous + 1);
        _previous = message.Processed;
        if (_digest.OfResults(observation) == message.ResultHash)
        {
            Equal++;
            return;
        }

        Different++;
        if (First is not null) return;
        (First, FirstCamera) = ((observation.Frame.Number, Reason(observation, message)), recorded[observation.Frame.Camera].Name);
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        // A replay has no states.
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // There is no output.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Owns nothing.
    }

    /// <summary>What was found, in a line.</summary>
    public override string ToString()
    {
        var all = Equal + Different;
        var which = source.HasJumped ? " before the first jump" : "";
        return First is not { } first
            ? string.Create(CultureInfo.InvariantCulture, $"all {all} frames{which} give the recorded results, bit by bit")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Different} of {all} frames{which} differ from the recorded results; the first, frame {first.Frame}"
                + $"{(FirstCamera is null ? "" : $" of {FirstCamera}")}: {first.Reason}");
    }

    string Reason(Observation observation, ReplayMessage message)
    {
        var (before, here) = (recorded[observation.Frame.Camera], now[observation.Frame.Camera]);
        var differences = Differences(observation, message, before, here).ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{observation.Detections.Count} detections, recorded {message.Detections}; ")
            + (differences.Length > 0
                ? string.Join("; ", differences)
                : $"all its inputs are the same, so it is the processor or the program (recorded: {before.Processor}, {before.Program}, "
                    + $"{before.Provider}; here: {here.Processor}, {here.Program}, {here.Provider})");
    }

    IEnumerable<string> Differences(Observation observation, ReplayMessage message, RunSettings recorded, RunSettings now)
    {
        var (used, before) = (observation.Inputs, message.Inputs);
        if (used.Model != before.Model) yield return $"the model differs ({used.Model}, recorded {before.Model})";
        if (!Same(used.Thresholds, before.Thresholds, used.CloseUps)) yield return "the thresholds differ";
        if (used.CloseUps != before.CloseUps) yield return $"the close-ups differ ({used.CloseUps}, recorded {before.CloseUps})";
        if (now.Calibration != recorded.Calibration) yield return "the calibration differs";
        if (now.BallRadius != recorded.BallRadius)
            yield return FormattableString.Invariant($"the ball's radius differs ({now.BallRadius} m, recorded {recorded.BallRadius} m)");
        if ((used.PoseStatus, used.Pose) != (before.PoseStatus, before.Pose)) yield return "the camera's pose differs";
        if (observation.Frame.Layout != message.Layout || ResultDigest.OfPicture(observation.Frame) != message.PictureHash)
            yield return "the frame's bytes differ";
        if (_isGap) yield return "frames before it are missing in the file, on which its tracks and close-ups depend";
    }

    static bool Same(FrameThresholds one, FrameThresholds other, int closeUps) => one.For(closeUps).Values.SequenceEqual(other.For(closeUps).Values);
}
