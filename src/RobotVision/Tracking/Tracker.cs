using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Tracking;

/// <summary>
/// Tracks objects on a plane from frame to frame, of one or several cameras. Each frame: <see cref="Predict"/>, then the visibility of every track, then
/// <see cref="Update(ReadOnlySpan{Sighting}, Span{int}, in CameraTurn)"/>. The same calls give the same tracks; one thread at a time; allocates only when
/// it is created.
/// </summary>
public sealed class Tracker
{
    /// <summary>The most tracks at a time; as many as detections in a frame.</summary>
    public const int Capacity = DetectionList.Capacity;

    /// <summary>
    /// The squared Mahalanobis distance within which 99 % of an object's measurements are: the chi-squared distribution with two degrees of
    /// freedom.
    /// </summary>
    const double Gate = 9.21;

    /// <summary>The cost of assuming a kick, so that explanations without one are preferred; chosen by us: as unlikely as three standard deviations.</summary>
    const double KickCost = 9;

    /// <summary>The cost of a track without a sighting: more than any pair inside the gate, so that every pair that fits is used.</summary>
    const double None = Gate + KickCost + 1;

    // Evidence is the logarithm of the odds that the object exists. Neighbouring frames are alike, so that it grows with time and not with frames:
    // a fully visible object is confirmed after 0.1 s; one that was seen for half a second is dropped after 1.5 s unseen. Chosen by us.
    const double SeenRate = 15, MissedRate = 4, HiddenRate = 0.4; // a second
    const double Highest = 6, Confirmed = 1, Lost = -0.3;
    const double LongestStep = 0.2;

    /// <summary>
    /// Time constant, in seconds, of the correlation of a detector's errors on successive frames: at 30 frames a second the errors of a ball's
    /// box correlate by 0.7 from one frame to the next (evaluate-ground).
    /// </summary>
    const double ErrorMemory = 0.1;

    /// <summary>Seconds since a camera saw a track that it never saw: so many that its error is not correlated with an earlier one's.</summary>
    const double NeverSeen = 1000;

    readonly Track[] _tracks = [.. Enumerable.Range(0, Capacity).Select(_ => new Track())];
    readonly Assignment _assignment = new(Capacity, Capacity);
    readonly double[] _costs = new double[Capacity * Capacity];
    readonly int[] _sightingOfTrack = new int[Capacity];
    readonly MotionModel[] _motions = new MotionModel[ClassNames.Most];
    int _count, _nextId;
    double _seconds;

    internal Tracker()
    {
        // Motions are set by the first prediction.
    }

    /// <summary>All tracks, the oldest first, confirmed or not; valid until the next call.</summary>
    public ReadOnlySpan<Track> Tracks => _tracks.AsSpan(0, _count);

    /// <summary>Drops all tracks; their numbers are not used again.</summary>
    public void Clear() => _count = 0;

    /// <summary>Writes all tracks.</summary>
    internal void Save(TrackerSnapshot snapshot)
    {
        snapshot.Clear();
        snapshot.NextId = _nextId;
        foreach (var track in Tracks)
        {
            track.Filter.Save(snapshot.Add(new(track.Id, track.Class, track.Evidence, track.UnseenSeconds)));
            track.UnseenBy.AsSpan(0, snapshot.Cameras).CopyTo(snapshot.UnseenBy(snapshot.Count - 1));
        }
    }

    /// <summary>Replaces all tracks by those of a snapshot.</summary>
    internal void Restore(TrackerSnapshot snapshot)
    {
        (_count, _nextId) = (snapshot.Count, snapshot.NextId);
        for (var i = 0; i < _count; i++)
        {
            var (track, memory) = (_tracks[i], snapshot.Tracks[i]);
            (track.Id, track.Class, track.Evidence, track.UnseenSeconds) = (memory.Id, memory.Class, memory.Evidence, memory.UnseenSeconds);
            track.Filter.Restore(snapshot.EstimateOf(i));
            snapshot.UnseenBy(i).CopyTo(track.UnseenBy);
        }
    }

    /// <summary>Predicts all tracks.</summary>
    /// <param name="seconds">Since the last prediction, 0 or more.</param>
    /// <param name="motionOf">The motion of the classes in their order.</param>
    internal void Predict(double seconds, ReadOnlySpan<MotionModel> motionOf)
    {
        _seconds = seconds;
        motionOf.CopyTo(_motions);
        foreach (var track in Tracks)
        {
            track.Filter.Predict(seconds, Motion(track));
            track.UnseenSeconds += seconds;
            foreach (ref var unseen in track.UnseenBy.AsSpan()) unseen += seconds;
            track.Visibility = 1;
        }
    }

    /// <summary>Updates the tracks with the sightings of a frame of the only camera.</summary>
    /// <inheritdoc cref="Update(ReadOnlySpan{Sighting}, Span{int}, in CameraTurn)"/>
    public void Update(ReadOnlySpan<Sighting> sightings, Span<int> trackOfSighting) => Update(sightings, trackOfSighting, new(0, _seconds, 0));

    /// <summary>Updates the tracks with the sightings of a frame.</summary>
    /// <param name="sightings">At most <see cref="Capacity"/>.</param>
    /// <param name="trackOfSighting">Receives the number of each one's track; -1 while that is not confirmed.</param>
    /// <param name="turn">The camera whose frame it is.</param>
    public void Update(ReadOnlySpan<Sighting> sightings, Span<int> trackOfSighting, in CameraTurn turn)
    {
        trackOfSighting[..sightings.Length].Fill(-1);
        Span<bool> taken = stackalloc bool[Capacity];
        Assign(sightings, turn);
        var (step, late) = (Math.Min(turn.Seconds, LongestStep), turn.Late);
        // A camera sees or misses for the time since its own last frame. Where none can see a track, all of them together forget it as fast as one does.
        var hiddenShare = step > 0 ? Math.Min(_seconds, LongestStep) / step : 1;
        for (var i = 0; i < _count; i++)
        {
            var (track, at) = (_tracks[i], _sightingOfTrack[i]);
            if (at < 0)
            {
                track.Evidence -= step * (track.Visibility * MissedRate + (1 - track.Visibility) * HiddenRate * hiddenShare);
                continue;
            }

            taken[at] = true;
            var sighting = sightings[at];
            if (track.Filter.DistanceSquared(sighting.Place, late: late) > Gate) track.Filter.Kick(turn.Seconds, Motion(track).KickSpeed);
            track.Filter.Update(Discount(sighting.Place, track.UnseenBy[turn.Camera] - late), late);
            (track.UnseenSeconds, track.UnseenBy[turn.Camera]) = (Math.Min(track.UnseenSeconds, late), late);
            track.Evidence = Math.Min(Highest, track.Evidence + step * SeenRate * sighting.Confidence);
            if (track.Id < 0 && track.Evidence >= Confirmed) track.Id = _nextId++;
            trackOfSighting[at] = track.Id;
        }

        RemoveLost();
        for (var i = 0; i < sightings.Length && _count < Capacity; i++)
            if (!taken[i]) Begin(sightings[i], turn);
    }

    void Assign(ReadOnlySpan<Sighting> sightings, in CameraTurn turn)
    {
        for (var i = 0; i < _count; i++)
            for (var k = 0; k < sightings.Length; k++) _costs[i * sightings.Length + k] = Cost(_tracks[i], sightings[k], turn);
        _assignment.Solve(_costs, _count, sightings.Length, None, _sightingOfTrack);
    }

    double Cost(Track track, in Sighting sighting, in CameraTurn turn)
    {
        if (track.Class != sighting.Class) return double.PositiveInfinity;
        var distance = track.Filter.DistanceSquared(sighting.Place, late: turn.Late);
        if (distance <= Gate) return distance;
        var speed = Motion(track).KickSpeed;
        if (!(speed > 0)) return double.PositiveInfinity;
        distance = track.Filter.DistanceSquared(sighting.Place, turn.Seconds, speed, turn.Late);
        return distance <= Gate ? distance + KickCost : double.PositiveInfinity;
    }

    void Begin(in Sighting sighting, in CameraTurn turn)
    {
        var largest = _motions[(int)sighting.Class].LargestSigma;
        if (!(Math.Max(sighting.Place.XX, sighting.Place.YY) < largest * largest)) return;
        var track = _tracks[_count++];
        (track.Id, track.Class, track.UnseenSeconds, track.Evidence) = (-1, sighting.Class, turn.Late, 0);
        Array.Fill(track.UnseenBy, NeverSeen);
        track.UnseenBy[turn.Camera] = turn.Late;
        track.Filter.Start(sighting.Place, _motions[(int)sighting.Class].FirstSpeed);
    }

    /// <summary>Drops lost tracks; the others stay in order, and the memory of the dropped ones is kept behind them.</summary>
    void RemoveLost()
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var place = _tracks[i].Place;
            var largest = _motions[(int)_tracks[i].Class].LargestSigma;
            if (_tracks[i].Evidence < Lost || !(Math.Max(place.XX, place.YY) < largest * largest)) continue;
            (_tracks[kept], _tracks[i]) = (_tracks[i], _tracks[kept]);
            kept++;
        }

        _count = kept;
    }

    /// <summary>A measurement with its covariance enlarged because its error is correlated with the last one's.</summary>
    /// <remarks>
    /// The mean of many values whose neighbours correlate by r has the variance of uncorrelated ones that are (1 + r) / (1 - r) times as
    /// variable, the limit of the first-order autoregressive process.
    /// </remarks>
    static PlaneEstimate Discount(in PlaneEstimate place, double seconds)
    {
        var correlation = Math.Exp(-Math.Max(seconds, 1e-3) / ErrorMemory);
        var factor = (1 + correlation) / (1 - correlation);
        return place with { XX = place.XX * factor, XY = place.XY * factor, YY = place.YY * factor };
    }

    MotionModel Motion(Track track) => _motions[(int)track.Class];
}

/// <summary>A frame's camera among those that see the same plane.</summary>
/// <param name="Camera">Its place among them.</param>
/// <param name="Seconds">Since its last frame, 0 or more: for so long it saw or missed a track.</param>
/// <param name="Late">Seconds by which the frame is older than the newest of any camera; 0 mostly.</param>
public readonly record struct CameraTurn(int Camera, double Seconds, double Late);
