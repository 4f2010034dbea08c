using RobotVision.Detections;

namespace RobotVision.Tracking;

/// <summary>
/// All that a <see cref="FrameTracker"/> remembers between two frames: restored, the next frames give the same tracks, bit by bit. Memory that is
/// allocated once; one thread at a time.
/// </summary>
public sealed class TrackerSnapshot
{
    readonly TrackMemory[] _tracks = new TrackMemory[Tracker.Capacity];
    readonly double[] _estimates = new double[Tracker.Capacity * KalmanFilter.ValueCount];

    readonly double[] _unseenBy = new double[Tracker.Capacity * FrameTracker.MostCameras];
    readonly TimeSpan?[] _lastTimes = new TimeSpan?[FrameTracker.MostCameras];

    /// <summary>The time of the newest frame; null before the first.</summary>
    public TimeSpan? LastTime { get; set; }

    /// <summary>Cameras that have the tracks in common, 1..<see cref="FrameTracker.MostCameras"/>.</summary>
    public int Cameras { get; set; } = 1;

    /// <summary>The time of each camera's last frame; null before its first.</summary>
    public Span<TimeSpan?> LastTimes => _lastTimes.AsSpan(0, Cameras);

    /// <summary>Seconds since each camera last saw a track; of one camera the track's own.</summary>
    public Span<double> UnseenBy(int track) => _unseenBy.AsSpan(track * FrameTracker.MostCameras, Cameras);

    /// <summary>Width and height of the last frame in pixels.</summary>
    public (int Width, int Height) LastSize { get; set; }

    /// <summary>Whether the last pose had odometry.</summary>
    public bool HadOdometry { get; set; }

    /// <summary>The number of the next track that is confirmed.</summary>
    public int NextId { get; set; }

    /// <summary>The number of tracks.</summary>
    public int Count { get; private set; }

    /// <summary>The tracks, the oldest first, confirmed or not.</summary>
    public ReadOnlySpan<TrackMemory> Tracks => _tracks.AsSpan(0, Count);

    /// <summary>Place and velocity of a track (x, y, vx, vy), then their covariance (4, 4) row after row.</summary>
    public ReadOnlySpan<double> EstimateOf(int track) => _estimates.AsSpan(track * KalmanFilter.ValueCount, KalmanFilter.ValueCount);

    /// <summary>Removes all tracks.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a track.</summary>
    /// <param name="track">The track.</param>
    /// <returns>Where its estimate goes, in the order of <see cref="EstimateOf"/>.</returns>
    /// <exception cref="InvalidDataException">There are <see cref="Tracker.Capacity"/> already.</exception>
    public Span<double> Add(in TrackMemory track)
    {
        if (Count == Tracker.Capacity) throw new InvalidDataException($"Tracks: expected at most {Tracker.Capacity}, found more.");
        _tracks[Count] = track;
        return _estimates.AsSpan(Count++ * KalmanFilter.ValueCount, KalmanFilter.ValueCount);
    }
}

/// <summary>What is remembered of a track besides its estimate.</summary>
/// <param name="Id">Its number; -1 until it is confirmed.</param>
/// <param name="Class">What it is.</param>
/// <param name="Evidence">Logarithm of the odds that it exists.</param>
/// <param name="UnseenSeconds">Seconds since it was last seen.</param>
public readonly record struct TrackMemory(int Id, ObjectClass Class, double Evidence, double UnseenSeconds);
