using RobotVision.Cameras;
using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Field;

/// <summary>Feeds each frame's crossings to <see cref="CameraDrift"/> and counts its warnings. One thread observes, any thread reads.</summary>
/// <param name="field">The field that is played on.</param>
sealed class DriftWatch(FieldDimensions field)
{
    /// <summary>Fewer crossings than one in so many frames are too few to detect a drift; chosen by us.</summary>
    const int FramesPerCrossing = 50;

    readonly MarkSighting[] _crossings = new MarkSighting[DetectionList.Capacity];
    readonly Lock _gate = new();
    CameraDrift? _drift;
    long _warnings, _frames, _crossingsSeen;

    /// <summary>A warning when there were too few crossings; null otherwise.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
                return _frames == 0 || _crossingsSeen * FramesPerCrossing >= _frames
                    ? null
                    : $"--field: {_crossingsSeen} line crossings were seen in {_frames} frames, too few to tell "
                        + "whether the camera still sits as it was calibrated. --looks finds more of them.";
        }
    }

    /// <summary>The state so far.</summary>
    public DriftState State
    {
        get
        {
            lock (_gate) return _drift is null ? new(false, 0, 0, 0) : new(_drift.IsDrifting, _drift.Error.Roll, _drift.Error.Pitch, _warnings);
        }
    }

    /// <summary>Starts over with a lens model for frames of another size.</summary>
    public void Use(ICameraModel camera)
    {
        lock (_gate) _drift = new(camera, field);
    }

    /// <summary>Takes the detections of a frame.</summary>
    /// <param name="time">The frame's time on a monotonic clock.</param>
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

/// <summary>Whether the camera's mount has moved since its calibration, by the crossings that are detected.</summary>
/// <param name="IsDrifting">Whether crossings no longer fit: the camera was moved, the poses are wrong, or the field is another.</param>
/// <param name="Roll">The estimated error of roll in radians, to be added to the pose's; over the last seconds, and noisy.</param>
/// <param name="Pitch">The same of pitch.</param>
/// <param name="Warnings">How often a drift has begun since the start.</param>
public sealed record DriftState(bool IsDrifting, double Roll, double Pitch, long Warnings);
