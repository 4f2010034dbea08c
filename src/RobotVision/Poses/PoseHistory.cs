using System.Globalization;
using RobotVision.Geometry;

namespace RobotVision.Poses;

/// <summary>
/// The camera's poses of the last seconds, interpolated to any time among them. Impossible poses are rejected and counted; where the pose
/// is not known, none is given. One thread adds, any thread reads; neither allocates while nothing is wrong.
/// </summary>
public sealed class PoseHistory : IPoseSource
{
    /// <summary>The longest time between two poses that are interpolated; chosen by us: a robot sends 50 to 1000 a second.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Bounds of the time for which a pose without a successor is used: two and a half times the usual time between poses, so that a late or lost
    /// one does no harm. Chosen by us.
    /// </summary>
    public static readonly TimeSpan ShortestHold = TimeSpan.FromMilliseconds(20), LongestHold = LongestGap;

    const double HoldIntervals = 2.5;

    /// <summary>How many intervals the usual time between poses is the median of.</summary>
    const int MeasuredIntervals = 15;

    /// <summary>How fast a head may turn, radians a second: it adds to the standard deviation of a held pose. Chosen by us.</summary>
    const double HoldRate = 1;

    /// <summary>The fastest turn of a head, radians a second, and move of a camera, metres a second; chosen by us above any servo's and any fall's.</summary>
    const double FastestTurn = 25, FastestMove = 10;

    /// <summary>Times farther from 0, in microseconds, are rejected: 300 years. Nanoseconds since 1970 exceed it.</summary>
    const long FarthestTime = 9_500_000_000_000_000;

    /// <summary>How far odometry may be from a frame to be used for it; chosen by us.</summary>
    static readonly TimeSpan LongestOdometryGap = TimeSpan.FromSeconds(0.25);

    readonly Lock _gate = new();
    readonly TimedPose[] _poses;
    readonly bool[] _jumped;
    readonly bool _isFixed;
    readonly OrientationCheck _orientations = new();
    int _first, _count;
    long _received, _refused, _jumps, _restarts;
    string? _problem;

    /// <summary>Begins an empty history.</summary>
    /// <param name="capacity">The most poses that are kept; the oldest are dropped.</param>
    public PoseHistory(int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        (_poses, _jumped) = (new TimedPose[capacity], new bool[capacity]);
    }

    /// <summary>A camera that does not move: the pose holds at any time.</summary>
    public PoseHistory(TimedPose pose)
        : this()
    {
        _isFixed = true;
        if (!Add(pose)) throw new ArgumentException(_problem);
    }

    /// <summary>How many poses came and were rejected.</summary>
    public PoseCounts Counts
    {
        get
        {
            lock (_gate) return new(_received, _refused, _jumps, _restarts, _problem) { Orientations = _isFixed ? null : _orientations.Problem };
        }
    }

    /// <summary>Whether it is that of a camera that does not move.</summary>
    public bool IsFixed => _isFixed;

    /// <summary>How many poses are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    /// <summary>The times of the oldest and the newest pose that are kept, in microseconds; null while there is none.</summary>
    public (long First, long Last)? Span
    {
        get
        {
            lock (_gate) return _count > 0 ? (this[0].TimeMicroseconds, Newest.TimeMicroseconds) : null;
        }
    }

    /// <summary>Adds the poses that were accepted since a count of them to a list, as far as they are kept still.</summary>
    /// <param name="received">The count of <see cref="PoseCounts.Received"/> up to which they are known; becomes that of now.</param>
    /// <param name="poses">Takes them, the oldest first.</param>
    public void CopySince(ref long received, ICollection<TimedPose> poses)
    {
        lock (_gate)
        {
            for (var i = (int)Math.Max(0, _count - (_received - received)); i < _count; i++) poses.Add(this[i]);
            received = _received;
        }
    }

    /// <summary>Adds a pose; false when it is rejected, and <see cref="Counts"/> says why.</summary>
    public bool Add(TimedPose pose)
    {
        lock (_gate)
        {
            if (Fault(pose) is { } fault) return CountRefused(fault);
            pose = pose with { Orientation = pose.Orientation.Normalized() };
            var jumped = false;
            if (_count > 0)
            {
                var last = Newest;
                var seconds = (pose.TimeMicroseconds - last.TimeMicroseconds) * 1e-6;
                if (seconds <= -LongestGap.TotalSeconds)
                {
                    _restarts++;
                    _count = 0;
                    _problem = Invariant(
                        $"Pose stream: the time went back by {-seconds:F1} s, so it begins anew. Has the robot's clock been set? Send one clock, the frames'.");
                }
                else if (seconds <= 0)
                    return CountRefused(Invariant(
                        $"Pose stream: expected a later time than {last.TimeMicroseconds} us, found {pose.TimeMicroseconds}. ")
                        + "Send each pose once and in order.");
                else jumped = Jumps(last, pose, seconds);
            }

            if (_count == _poses.Length) (_first, _count) = ((_first + 1) % _poses.Length, _count - 1);
            var slot = (_first + _count++) % _poses.Length;
            (_poses[slot], _jumped[slot]) = (pose, jumped);
            _orientations.Add(pose.Orientation);
            _received++;
            return true;
        }
    }

    /// <summary>Counts a message that was no pose as rejected.</summary>
    public void CountInvalid(string problem)
    {
        lock (_gate) CountRefused(problem);
    }

    /// <summary>The pose at a time; it is only to be used when the result is <see cref="PoseStatus.Known"/>.</summary>
    /// <remarks>
    /// Odometry that only some poses carry is interpolated between those, or held, for <see cref="LongestOdometryGap"/>: it often comes at a lower rate than
    /// joint angles.
    /// </remarks>
    public PoseStatus At(long timeMicroseconds, out TimedPose pose)
    {
        lock (_gate)
        {
            var status = Find(timeMicroseconds, out pose);
            if (_count > 0 && !_isFixed && pose.Odometry is null) pose = pose with { Odometry = OdometryAt(timeMicroseconds) };
            return status;
        }
    }

    PoseStatus Find(long timeMicroseconds, out TimedPose pose)
    {
        pose = _count > 0 ? Newest with { TimeMicroseconds = timeMicroseconds } : default;
        if (_isFixed) return PoseStatus.Known;
        if (_count == 0 || timeMicroseconds < this[0].TimeMicroseconds) return PoseStatus.Missing;
        if (timeMicroseconds >= Newest.TimeMicroseconds) return Hold(_count - 1, timeMicroseconds, PoseStatus.Stale, out pose);
        var later = FirstAfter(timeMicroseconds);
        TimedPose before = this[later - 1], after = this[later];
        pose = before.At(timeMicroseconds, after);
        if (_jumped[(_first + later) % _poses.Length] && timeMicroseconds > before.TimeMicroseconds) return PoseStatus.Gap;
        var gap = TimeSpan.FromMicroseconds(after.TimeMicroseconds - before.TimeMicroseconds);
        return gap > LongestGap ? Hold(later - 1, timeMicroseconds, PoseStatus.Gap, out pose) : PoseStatus.Known;
    }

    RobotPose? OdometryAt(long timeMicroseconds)
    {
        var before = timeMicroseconds >= Newest.TimeMicroseconds ? _count - 1 : FirstAfter(timeMicroseconds) - 1;
        while (before >= 0 && this[before].Odometry is null && IsNear(before)) before--;
        if (before < 0 || !IsNear(before) || this[before].Odometry is not { } here) return null;
        var after = before + 1;
        while (after < _count && this[after].Odometry is null && IsNear(after)) after++;
        if (after == _count || !IsNear(after) || this[after].Odometry is not { } there) return here;
        double length = this[after].TimeMicroseconds - this[before].TimeMicroseconds;
        return here.Toward(there, (timeMicroseconds - this[before].TimeMicroseconds) / length);

        bool IsNear(int index) => Math.Abs((double)this[index].TimeMicroseconds - timeMicroseconds) <= LongestOdometryGap.TotalMicroseconds;
    }

    /// <summary>A pose a little later: the same with larger standard deviations.</summary>
    PoseStatus Hold(int index, long timeMicroseconds, PoseStatus otherwise, out TimedPose pose)
    {
        var held = this[index];
        var age = TimeSpan.FromMicroseconds(timeMicroseconds - held.TimeMicroseconds);
        var drift = HoldRate * age.TotalSeconds;
        pose = held with { TimeMicroseconds = timeMicroseconds, OrientationSigma = Math.Sqrt(held.OrientationSigma * held.OrientationSigma + drift * drift) };
        return age > HoldAt(index) ? otherwise : PoseStatus.Known;
    }

    /// <summary>How long a pose is used, by the rate of those up to it.</summary>
    TimeSpan HoldAt(int index)
    {
        Span<long> intervals = stackalloc long[MeasuredIntervals];
        var count = Math.Min(index, MeasuredIntervals);
        if (count == 0) return ShortestHold;
        intervals = intervals[..count];
        for (var i = 0; i < count; i++) intervals[i] = this[index - i].TimeMicroseconds - this[index - i - 1].TimeMicroseconds;
        intervals.Sort();
        var hold = intervals[count / 2] * HoldIntervals;
        return hold < LongestHold.TotalMicroseconds ? TimeSpan.FromMicroseconds(Math.Max(hold, ShortestHold.TotalMicroseconds)) : LongestHold;
    }

    TimedPose Newest => this[_count - 1];

    TimedPose this[int index] => _poses[(_first + index) % _poses.Length];

    int FirstAfter(long time)
    {
        int low = 1, high = _count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].TimeMicroseconds > time) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    bool Jumps(TimedPose last, TimedPose pose, double seconds)
    {
        var (turn, move) = (last.Orientation.AngleTo(pose.Orientation), (pose.Position - last.Position).Length);
        // Over a gap nothing is interpolated anyway, and a head may well have turned meanwhile.
        if (seconds > LongestGap.TotalSeconds || (turn <= FastestTurn * seconds + 0.05 && move <= FastestMove * seconds + 0.05)) return false;
        _jumps++;
        _problem = Invariant($"Pose stream: the camera jumped by {turn:F2} rad and {move:F2} m within {seconds * 1000:F1} ms ")
            + Invariant($"at {pose.TimeMicroseconds} us; nothing is placed in between. Check joint angles and time stamps.");
        return true;
    }

    /// <summary>What is wrong with a pose; null when nothing is.</summary>
    static string? Fault(TimedPose pose)
    {
        var (q, p) = (pose.Orientation, pose.Position);
        var odometry = pose.Odometry ?? default;
        if (pose.TimeMicroseconds is < -FarthestTime or > FarthestTime)
            return Invariant(
                $"Pose at {pose.TimeMicroseconds} us: expected a time within 300 years of 0. Send microseconds of the frames' clock.");
        if (!double.IsFinite(q.W + q.X + q.Y + q.Z + p.X + p.Y + p.Z + odometry.X + odometry.Y + odometry.Heading))
            return Invariant(
                $"Pose at {pose.TimeMicroseconds} us: expected finite numbers, found {pose}. Leave the pose out while the robot does not know it.");
        if (Math.Abs(q.Length - 1) > 0.01)
            return Invariant(
                $"Pose at {pose.TimeMicroseconds} us: expected an orientation of length 1 (w x y z), found length {q.Length:G4}. Normalise the quaternion.");
        if (!(p.Z > 0 && p.Z <= CameraPose.Highest))
            return Invariant(
                $"Pose at {pose.TimeMicroseconds} us: expected a camera 0 to {CameraPose.Highest} m above the ground, found {p.Z:G4} m. ")
                + "Send metres, from the ground.";
        if (!(pose.OrientationSigma is >= 0 and < 1) || !(pose.PositionSigma is >= 0 and < 1))
            return Invariant(
                $"Pose at {pose.TimeMicroseconds} us: expected standard deviations of 0 to 1 rad and m, ")
                + Invariant($"found {pose.OrientationSigma:G4} and {pose.PositionSigma:G4}.");
        return null;
    }

    bool CountRefused(string problem)
    {
        _refused++;
        _problem = problem;
        return false;
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
