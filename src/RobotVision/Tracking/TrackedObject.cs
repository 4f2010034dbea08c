using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Tracking;

/// <summary>A confirmed track at one frame: on the ground or, without poses, in the image.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Class">What it is.</param>
/// <param name="Confidence">The probability that it exists, 0..1.</param>
/// <param name="UnseenSeconds">Seconds since it was last seen; 0 when it is seen in this frame.</param>
public readonly record struct TrackedObject(int Id, ObjectClass Class, double Confidence, double UnseenSeconds)
{
    /// <summary>Where it is in the robot's frame; null for a track in the image.</summary>
    public GroundPoint? Ground { get; init; }

    /// <summary>Its velocity over the ground, along the axes of the robot's frame; relative to the robot where there is no odometry.</summary>
    public GroundVelocity GroundVelocity { get; init; }

    /// <summary>Its place in the image; valid only for a track in the image.</summary>
    public PixelPoint Pixel { get; init; }

    /// <summary>Its velocity in the image; valid only for a track in the image.</summary>
    public PixelVelocity PixelVelocity { get; init; }
}

/// <summary>The confirmed tracks at one frame, the oldest first, in memory that is allocated once. One thread at a time.</summary>
public sealed class TrackList
{
    readonly TrackedObject[] _tracks = new TrackedObject[Tracker.Capacity];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The tracks; valid until the list changes.</summary>
    public ReadOnlySpan<TrackedObject> Span => _tracks.AsSpan(0, Count);

    /// <summary>Empties the list.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a track; there are never more than <see cref="Tracker.Capacity"/>.</summary>
    public void Add(in TrackedObject track) => _tracks[Count++] = track;
}
