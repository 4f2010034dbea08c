using RobotVision.Cameras;
using RobotVision.Geometry;

namespace RobotVision.Field;

/// <summary>
/// Detects during play whether the camera's mount has moved since its calibration: the crossings of a frame, placed on the ground by the
/// camera's pose, must fit the field's. Where the robot stands need not be known. Allocates nothing after construction; one thread.
/// </summary>
/// <remarks>
/// A tilt error of an angle e moves a crossing at distance d seen from height h by about e (h^2 + d^2) / h, the far ones
/// most, so the distances between them are wrong, whatever the robot's place and heading are. One frame gives little evidence; the
/// evidence of a few seconds is added up.
/// </remarks>
public sealed class CameraDrift
{
    const int MinimumCrossings = 3; // two points leave only one distance beside a rigid motion
    const int MaximumCrossings = 32;
    const int MinimumFrames = 5; // one frame with wrongly matched crossings is no drift
    const double MatchingTilt = 2.0 * Math.PI / 180; // so that crossings are still matched when the camera is 2 degrees off
    const double LargestError = 4 * Math.PI / 180;
    const double MinimumSignificance = 25; // squared deviations; chosen by CameraDriftTests

    readonly ICameraModel _camera;
    readonly CameraDriftOptions _options;
    readonly FieldMatcher _matcher;
    readonly double _pixelDeviation;
    readonly GroundSighting[] _wide = new GroundSighting[MaximumCrossings], _exact = new GroundSighting[MaximumCrossings];
    readonly int[] _matches = new int[MaximumCrossings];
    readonly (TimeSpan Time, TiltEvidence Evidence)[] _frames;
    int _first, _count;
    TimeSpan? _last;

    /// <summary>Prepares for a stream of frames.</summary>
    /// <param name="camera">The lens.</param>
    /// <param name="field">The field that is played on.</param>
    /// <param name="options">When to warn; the defaults when null.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public CameraDrift(ICameraModel camera, FieldDimensions field, CameraDriftOptions? options = null)
    {
        _options = options ?? new();
        _options.Validate();
        _camera = camera;
        _matcher = new(field);
        _pixelDeviation = _options.PixelDeviation * camera.Width / 640.0;
        _frames = new (TimeSpan, TiltEvidence)[(int)(_options.Window / _options.Interval) + 1];
    }

    /// <summary>Whether the crossings do not fit the field: the camera was moved, or the field is another. False again once they fit.</summary>
    public bool IsDrifting { get; private set; }

    /// <summary>The estimated error of roll and pitch in radians, to be added to the pose's; over the last seconds, and noisy.</summary>
    public (double Roll, double Pitch) Error { get; private set; }

    /// <summary>Takes the crossings of a frame.</summary>
    /// <param name="time">When it was exposed, on any clock; a clock that goes back starts over.</param>
    /// <param name="pose">The camera's pose by calibration and joints; place and heading do not matter.</param>
    /// <param name="crossings">The line crossings and penalty marks that were detected; of more than 32 the first are used.</param>
    /// <returns>Whether the warning has just begun.</returns>
    public bool Observe(TimeSpan time, in TimedPose pose, ReadOnlySpan<MarkSighting> crossings)
    {
        if (time < _last) (_count, _last) = (0, null); // the clock was set, or a recording starts over
        if (time - _last < _options.Interval) return false;
        _last = time;
        var count = 0;
        foreach (var crossing in crossings)
        {
            if (count == MaximumCrossings) break;
            if (GroundSighting.TryMake(_camera, pose, crossing, _pixelDeviation, 0, out _exact[count])
                && GroundSighting.TryMake(_camera, pose, crossing, _pixelDeviation, MatchingTilt, out _wide[count])) count++;
        }

        while (_count > 0 && time - _frames[_first].Time > _options.Window) (_first, _count) = (Index(1), _count - 1);
        if (count < MinimumCrossings || !_matcher.TryMatch(_wide.AsSpan(0, count), _matches.AsSpan(0, count), out var placement, out _)) return false;
        if (_count == _frames.Length) (_first, _count) = (Index(1), _count - 1);
        var evidence = TiltEvidence.Of(_exact.AsSpan(0, count), _matcher.Marks, _matches, placement, pose.Position.Z, _options.TiltDeviation);
        _frames[Index(_count++)] = (time, evidence.Clipped(LargestError));
        return Update();
    }

    bool Update()
    {
        if (_count < MinimumFrames) return false;
        var sum = default(TiltEvidence);
        for (var i = 0; i < _count; i++) sum += _frames[Index(i)].Evidence;
        Error = sum.Error;
        var size = Math.Sqrt(Error.Roll * Error.Roll + Error.Pitch * Error.Pitch);
        var was = IsDrifting;
        // A lower limit for the end of the warning, so that it does not flicker.
        IsDrifting = was ? size > _options.Limit / 2 : size > _options.Limit && sum.Significance > MinimumSignificance;
        return IsDrifting && !was;
    }

    int Index(int i) => (_first + i) % _frames.Length;
}

/// <summary>When the camera counts as moved.</summary>
public sealed record CameraDriftOptions
{
    /// <summary>Standard deviation of a detected crossing's centre in pixels of a 640 pixel wide image, above 0; default 2.5.</summary>
    public double PixelDeviation { get; init; } = 2.5;

    /// <summary>Standard deviation of a walking robot's camera roll and pitch from those of its joints, in radians, 0 or more; default half a degree.</summary>
    public double TiltDeviation { get; init; } = 0.5 * Math.PI / 180;

    /// <summary>Over how long crossings are evaluated together, 1..60 s; default 3 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Least time between two frames that are evaluated, so that it costs little; default 0.2 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>The tilt error in radians from which there is a warning, above 0; default 1 degree, which moves a ball 3 m away by 20 cm.</summary>
    public double Limit { get; init; } = 1.0 * Math.PI / 180;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">Some are out of range; names them all.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (!(PixelDeviation > 0)) problems.Add(FormattableString.Invariant($"PixelDeviation: expected pixels above 0, found {PixelDeviation}"));
        if (!(TiltDeviation >= 0)) problems.Add(FormattableString.Invariant($"TiltDeviation: expected radians from 0, found {TiltDeviation}"));
        if (Window < TimeSpan.FromSeconds(1) || Window > TimeSpan.FromSeconds(60)) problems.Add($"Window: expected 1..60 s, found {Window}");
        if (Interval < TimeSpan.FromMilliseconds(10) || Interval > Window) problems.Add($"Interval: expected 10 ms to the window, found {Interval}");
        if (!(Limit > 0)) problems.Add(FormattableString.Invariant($"Limit: expected radians above 0, found {Limit}"));
        if (problems.Count > 0) throw new ArgumentException(string.Join("; ", problems));
    }
}
