using RobotVision.Cameras;
using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Poses;

namespace RobotVision.Placing;

/// <summary>
/// Places the detections of one camera's frames on the ground, where lens and pose are known. Frames come in order, one thread at a time;
/// any thread may read the counts and warnings. Allocates only when it is created and when frames change size.
/// </summary>
public sealed class FramePlacer
{
    readonly PoseUse? _poses;
    readonly CalibrationFit? _fit;
    readonly DriftWatch? _drift;
    DetectionPlacer? _placer;

    /// <summary>Creates a placer without calibration: nothing is placed, tracks are in the image only.</summary>
    public FramePlacer()
        : this(new CameraSetup())
    {
        // The defaults of the setup mean: no calibration.
    }

    /// <summary>Creates a placer for one run.</summary>
    /// <exception cref="ArgumentException">A value of the setup is out of its range.</exception>
    public FramePlacer(CameraSetup setup)
    {
        setup.Validate();
        Setup = setup;
        _poses = setup.Poses is { } poses ? new(poses) : null;
        _fit = setup.Camera is { } camera ? new(camera) : null;
        _drift = setup.Field is { } field ? new(field) : null;
    }

    /// <summary>The camera.</summary>
    public CameraSetup Setup { get; }

    /// <summary>How many poses came and at how many frames one was known; null where there is no source of poses.</summary>
    public PoseCounts? PoseCounts => _poses?.Counts;

    /// <summary>Whether the camera was moved since its calibration; null where that is not checked.</summary>
    public DriftState? Drift => _drift?.State;

    /// <summary>What is wrong with the last frame, such as an aspect ratio that is not the calibration's; null when nothing is.</summary>
    public string? Problem => _fit?.Problem;

    /// <summary>Warnings for the end of a run, a sentence each: inputs that were hardly used or that cannot be right.</summary>
    public IEnumerable<string> Warnings => new[] { PoseCounts?.Warning, _poses?.Problem, _fit?.Warning, _drift?.Problem }.OfType<string>();

    /// <summary>The size in pixels of the pictures with which the camera was calibrated; null without calibration.</summary>
    public (int Width, int Height)? CalibratedSize => Setup.Camera is { } camera ? (camera.Width, camera.Height) : null;

    /// <summary>The camera's pose in the middle of a frame's exposure; counts the frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="pose">The camera's own pose, the mount on the head applied; null where it is not known.</param>
    public PoseStatus PoseOf(Frame frame, out TimedPose? pose)
    {
        pose = null;
        if (_poses is null) return PoseStatus.None;
        var exposure = frame.TimeMicroseconds - Setup.CameraLatency.Ticks / TimeSpan.TicksPerMicrosecond;
        var status = _poses.At(exposure, out var at);
        if (status == PoseStatus.Known) pose = Setup.Mount is { } mount ? mount.CameraOf(at) : at;
        return status;
    }

    /// <summary>A placer with the lens model scaled to the frame's size; null without calibration and for frames of another aspect ratio.</summary>
    /// <exception cref="InvalidDataException">A stream's first frame has another aspect ratio than the calibration.</exception>
    public DetectionPlacer? For(Frame frame)
    {
        if (Setup.Camera is not { } camera || !_fit!.Fits(frame)) return null;
        var scaled = _placer?.Projector.Camera;
        if (scaled is not null && scaled.Width == frame.Width && scaled.Height == frame.Height) return _placer;
        scaled = camera.Scaled(frame.Width, frame.Height);
        _drift?.Use(scaled);
        return _placer = new DetectionPlacer(new GroundProjector(scaled, Setup.Ground));
    }

    /// <summary>Gives each detection its bearing and, with a pose, its place on the ground; checks by the crossings whether the camera was moved.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="time">Its time on a monotonic clock; null where it has none.</param>
    /// <param name="pose">The camera's pose; null where it is not known.</param>
    /// <param name="detections">The detections; replaced by the same with their places.</param>
    /// <returns>Whether the state has changed: the drift warning begins or ends, or frames of another aspect ratio begin or end.</returns>
    /// <exception cref="InvalidDataException">A stream's first frame has another aspect ratio than the calibration.</exception>
    public bool Place(Frame frame, TimeSpan? time, TimedPose? pose, DetectionList detections)
    {
        var placer = For(frame);
        var hasChanged = _fit?.Count(frame) ?? false;
        if (placer is null) return hasChanged;
        for (var i = 0; i < detections.Count; i++) detections.Replace(i, placer.Place(detections.Span[i], pose));
        return (time is { } now && pose is { } known && _drift is not null && _drift.Observe(now, known, detections.Span)) || hasChanged;
    }
}
