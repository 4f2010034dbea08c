using RobotVision.Detection;
using RobotVision.Geometry;

namespace RobotVision.Pipeline;

/// <summary>Watches by each frame's crossings whether the camera still sits as it was calibrated. One thread watches, any thread asks.</summary>
/// <param name="field">The field that is played on.</param>
sealed class DriftWatch(FieldDimensions field)
{
    readonly MarkSighting[] _crossings = new MarkSighting[DetectionList.Capacity];
    readonly Lock _gate = new();
    CameraDrift? _drift;
    long _warnings;

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
    /// <returns>Whether the warning has begun or ended.</returns>
    public bool Observe(long timeMicroseconds, in TimedPose pose, ReadOnlySpan<Detection.Detection> detections)
    {
        var count = 0;
        foreach (var detection in detections)
            if (detection.Class.IsPoint()) _crossings[count++] = new(detection.Class, detection.Box.CenterX, detection.Box.CenterY);
        lock (_gate)
        {
            var was = _drift!.IsDrifting;
            if (_drift.Observe(TimeSpan.FromMicroseconds(timeMicroseconds), pose, _crossings.AsSpan(0, count))) _warnings++;
            return _drift.IsDrifting != was;
        }
    }
}
