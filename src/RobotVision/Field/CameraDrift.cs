using RobotVision.Cameras;
using RobotVision.Geometry;

namespace RobotVision.Field;

/// <summary>
/// Watches in play whether the camera still sits as it was calibrated: whether the crossings of a frame, put on the ground by the
/// camera's pose, lie as the field's do. Where the robot stands need not be known. Allocates nothing after construction; one thread.
/// </summary>
/// <remarks>
/// A tilt that is wrong by an angle e moves a crossing at distance d seen from height h by about e (h^2 + d^2) / h, the far ones
/// most, so the distances between them go wrong, whatever place and heading explain the rest. Each frame's evidence is little; the
/// evidence of a few seconds is added up.
/// </remarks>
public sealed class CameraDrift
{
    const int MinimumCrossings = 3; // two points and a rigid motion leave almost nothing to judge by
    const int MaximumCrossings = 32;
    const int MinimumFrames = 5; // one frame whose crossings were mistaken for others is no drift
    const double MatchingTilt = 2.0 * Math.PI / 180; // so that crossings are still known when the camera is 2 degrees off
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

    /// <summary>Begins to watch.</summary>
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

    /// <summary>Whether the crossings no longer fit: the camera was moved, or the field is another. It ends when they fit again.</summary>
    public bool IsDrifting { get; private set; }

    /// <summary>By how much roll and pitch seem to be off, in radians, to be added to the pose's; of the last seconds, and noisy.</summary>
    public (double Roll, double Pitch) Error { get; private set; }

    /// <summary>Takes the crossings of a frame.</summary>
    /// <param name="time">When it was exposed, on any clock; one that goes back begins anew.</param>
    /// <param name="pose">Where the camera was by calibration and joints; place and heading do not matter.</param>
    /// <param name="crossings">The line crossings and penalty marks that were detected; of more than 32 the first count.</param>
    /// <returns>Whether the warning has just begun.</returns>
    public bool Observe(TimeSpan time, in TimedPose pose, ReadOnlySpan<MarkSighting> crossings)
    {
        if (time < _last) (_count, _last) = (0, null); // the clock was set, or a recording begins anew
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
        return Judge();
    }

    bool Judge()
    {
        if (_count < MinimumFrames) return false;
        var sum = default(TiltEvidence);
        for (var i = 0; i < _count; i++) sum += _frames[Index(i)].Evidence;
        Error = sum.Error;
        var size = Math.Sqrt(Error.Roll * Error.Roll + Error.Pitch * Error.Pitch);
        var was = IsDrifting;
        // A level of its own for the end, so that the warning does not flicker.
        IsDrifting = was ? size > _options.Limit / 2 : size > _options.Limit && sum.Significance > MinimumSignificance;
        return IsDrifting && !was;
    }

    int Index(int i) => (_first + i) % _frames.Length;
}
