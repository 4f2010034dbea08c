using System.Collections.Concurrent;
using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Inference;
using RobotVision.Tracking;

namespace RobotVision.Pipeline;

/// <summary>
/// The inputs of a recording's frames, as they decided the results when it was made: a pipeline that replays it takes them from here. A frame's are
/// added before the frame is handed on, and taken once. Any thread.
/// </summary>
public sealed class RecordedInputs
{
    readonly ConcurrentDictionary<(int Camera, long Number), RecordedInput> _inputs = new();

    /// <summary>Whether thresholds are those of the recording; otherwise the pipeline's.</summary>
    public bool HasThresholds { get; init; } = true;

    /// <summary>Whether close-ups are as many as in the recording; otherwise the pipeline's.</summary>
    public bool HasCloseUps { get; init; } = true;

    /// <summary>Whether poses are those of the recording; otherwise the placer's.</summary>
    public bool HasPoses { get; init; } = true;

    /// <summary>Adds the inputs of a frame.</summary>
    /// <param name="frame">The frame; its camera and number count.</param>
    /// <param name="input">Moved.</param>
    public void Add(Frame frame, RecordedInput input) => _inputs[(frame.Camera, frame.Number)] = input;

    /// <summary>Takes the inputs of a frame; false where the recording has none.</summary>
    internal bool TryTake(Frame frame, out RecordedInput input)
    {
        var found = _inputs.TryRemove((frame.Camera, frame.Number), out var taken);
        input = taken!;
        return found;
    }

    /// <summary>The inputs with which a frame is processed now.</summary>
    /// <param name="recorded">Those of the recording.</param>
    /// <param name="now">Those that the pipeline would give it without the recording.</param>
    /// <param name="mostCloseUps">As many as the pipeline has memory for.</param>
    internal FrameInputs Merge(in FrameInputs recorded, in FrameInputs now, int mostCloseUps) => recorded with
    {
        Model = now.Model,
        Classes = now.Classes,
        Remembered = now.Remembered,
        Thresholds = HasThresholds && recorded.Thresholds.For(0).Count == now.Classes.Count ? recorded.Thresholds : now.Thresholds,
        CloseUps = HasCloseUps ? Math.Min(recorded.CloseUps, mostCloseUps) : now.CloseUps,
        PoseStatus = HasPoses ? recorded.PoseStatus : now.PoseStatus,
        Pose = HasPoses ? recorded.Pose : now.Pose,
    };
}

/// <summary>What decided the result of a recorded frame besides its pixels.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Before">What the processor remembered before the frame; null where that follows from the frame before.</param>
public sealed record RecordedInput(FrameInputs Inputs, ProcessorSnapshot? Before);

/// <summary>
/// All that a <see cref="FrameProcessor"/> remembers between two frames and that decides results: restored, the same frames and inputs give the same
/// results from there on, bit by bit. Memory that is allocated once; one thread at a time.
/// </summary>
public sealed class ProcessorSnapshot
{
    /// <summary>The tracks.</summary>
    public TrackerSnapshot Tracker { get; } = new();

    /// <summary>What the network remembers of earlier frames.</summary>
    public FrameMemory Memory { get; init; } = new(0);

    /// <summary>How far the scan by close-ups is.</summary>
    public ScanPlace Scan { get; set; }
}
