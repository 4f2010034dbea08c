using RobotVision.Cameras;
using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Field;

/// <summary>Watches by each frame's crossings whether the camera still sits as it was calibrated. One thread watches, any thread asks.</summary>
/// <param name="field">The field that is played on.</param>
sealed class DriftWatch(FieldDimensions field)
{
    /// <summary>Fewer crossings than one in so many frames tell nothing; chosen by us.</summary>
    const int FramesPerCrossing = 50;

    readonly MarkSighting[] _crossings = new MarkSighting[DetectionList.Capacity];
    readonly Lock _gate = new();
    CameraDrift? _drift;
    long _warnings, _frames, _crossingsSeen;

    /// <summary>A sentence when there was hardly anything to watch by; null otherwise.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
                return _frames == 0 || _crossingsSeen * FramesPerCrossing >= _frames
                    ? null
                    : $"--field: {_crossingsSeen} line crossings were seen in {_frames} frames, too few to tell whether the camera still sits as it was calibrated. --looks finds more of them.";
        }
    }

    /// <summary>What has come out so far.</summary>
    public DriftState State
    {
        get
        {
            lock (_gate) return _drift is null ? new(false, 0, 0, 0) : new(_drift.IsDrifting, _drift.Error.Roll, _drift.Error.Pitch, _warnings);
        }
    }

    /// <summary>Begins anew with a lens for frames of another size.</summary>
    public void Use(ICameraModel camera)
    {
        lock (_gate) _drift = new(camera, field);
    }

    /// <summary>Takes what was found in a frame.</summary>
    /// <param name="time">Of the frame, on a clock that runs evenly.</param>
    /// <param name="pose">The camera's.</param>
    /// <param name="detections">What was found.</param>
    /// <returns>Whether the warning has begun or ended.</returns>
    public bool Observe(TimeSpan time, in TimedPose pose, ReadOnlySpan<Detection> detections)
    {
        var count = 0;
        foreach (var detection in detections)
            if (detection.Class.IsPoint()) _crossings[count++] = new(detection.Class, detection.Box.CenterX, detection.Box.CenterY);
        lock (_gate)
        {
            (_frames, _crossingsSeen) = (_frames + 1, _crossingsSeen + count);
            var was = _drift!.IsDrifting;
            if (_drift.Observe(time, pose, _crossings.AsSpan(0, count))) _warnings++;
            return _drift.IsDrifting != was;
        }
    }
}
