namespace RobotVision.Tracking;

/// <summary>The believed tracks at one frame, the oldest first, in memory that is taken once. One thread at a time.</summary>
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
