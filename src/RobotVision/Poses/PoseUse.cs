using System.Globalization;
using RobotVision.Geometry;

namespace RobotVision.Poses;

/// <summary>
/// Counts at how many frames the pose was known and, where that is seldom, guesses what is wrong with the times. One thread counts,
/// any thread reads.
/// </summary>
/// <param name="poses">The poses; borrowed.</param>
public sealed class PoseUse(IPoseSource poses)
{
    /// <summary>The year 2001 in microseconds since 1970: a larger time counts from 1970, since no robot runs for so long.</summary>
    const double Since1970 = 1e15;

    /// <summary>Microseconds between poses that are sent 5 to 2000 times a second.</summary>
    const double ShortestInterval = 500, LongestInterval = 200_000;

    /// <summary>While a robot starts its poses may come later than its frames; chosen by us: three seconds.</summary>
    const int FirstFrames = 90;

    readonly Lock _gate = new();
    long _frames, _known, _timeless, _gaps;
    long _first = long.MaxValue, _last = long.MinValue;

    /// <summary>How many poses came, and at how many frames they were known.</summary>
    public PoseCounts Counts
    {
        get
        {
            lock (_gate) return poses.Counts with { Frames = _frames, Known = _known, Unused = _frames >= FirstFrames ? Problem : null };
        }
    }

    /// <summary>When the pose was known at less than half of the frames: a sentence with both ranges of time and the likely reason; null otherwise.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate) return _frames == 0 || _known * 2 >= _frames ? null : $"poses: known at {_known} of {_frames} frames. {Explain()}";
        }
    }

    /// <summary>The pose at a frame's exposure, counted.</summary>
    /// <param name="exposure">Microseconds on the poses' clock; null where the frame has no time.</param>
    /// <param name="pose">Only to be used when the result is <see cref="PoseStatus.Known"/>.</param>
    public PoseStatus At(long? exposure, out TimedPose pose)
    {
        var status = poses.At(exposure ?? long.MinValue, out pose);
        lock (_gate)
        {
            _frames++;
            if (status == PoseStatus.Known) _known++;
            if (status == PoseStatus.Gap) _gaps++;
            if (exposure is { } time) (_first, _last) = (Math.Min(_first, time), Math.Max(_last, time));
            else _timeless++;
        }

        return status;
    }

    string Explain()
    {
        if (_timeless * 2 > _frames)
            return "The frames have no times (images have none), so that no pose belongs to them. Give a video, or --pose for a camera that does not move.";
        if (poses.Span is not { } span) return "No pose came. Does the robot send them, and to this address and port?";
        return $"The frames are of {Text(_first)} to {Text(_last)}, the poses of {Text(span.First)} to {Text(span.Last)}: "
            + Guess(span.First, span.Last);
    }

    string Guess(double first, double last)
    {
        var (scale, unit) = Unit(last - first, poses.Count);
        var units = scale == 1 ? "" : $"they seem to be {unit}; send microseconds";
        (first, last) = (first * scale, last * scale);
        var clocks = Clocks(first, last);
        if (units.Length + clocks.Length > 0) return $"{units}{(units.Length > 0 && clocks.Length > 0 ? ", and " : "")}{clocks}.";
        return _gaps > 0
            ? "they are too far apart or jump; send 50 or more a second, without gaps."
            : "most frames lie before the first pose or after the last; record both together.";
    }

    /// <summary>
    /// By how far apart poses are, and by how much longer or shorter they seem to go on than the frames: what makes microseconds of them, and what
    /// they are.
    /// </summary>
    (double Scale, string Name) Unit(double duration, int count)
    {
        var (interval, frames) = (duration / Math.Max(1, count - 1), (double)_last - _first);
        if (interval >= ShortestInterval * 1e-3 && interval <= LongestInterval * 1e-3 && duration < frames / 10) return (1e3, "milliseconds");
        if (interval >= ShortestInterval * 1e3 && interval <= LongestInterval * 1e3 && duration > frames * 10) return (1e-3, "nanoseconds");
        return (1, "microseconds");
    }

    string Clocks(double first, double last)
    {
        if (first <= _last && last >= _first) return "";
        return (first >= Since1970, _first >= Since1970) switch
        {
            (true, false) => "they count from 1970, the frames from the beginning of the recording; subtract the time at which it began",
            (false, true) => "the frames count from 1970, they from another moment, such as the robot's start; send the time of the clock that date shows",
            var (isDate, _) => Apart(first - _first, isDate),
        };
    }

    static string Apart(double microseconds, bool areDates)
    {
        var hours = microseconds / 3.6e9;
        var isZone = areDates && Math.Abs(hours) is > 0.9 and < 14.1 && Math.Abs(hours - Math.Round(hours)) < 0.05;
        return string.Create(CultureInfo.InvariantCulture, $"they begin {Math.Abs(microseconds) * 1e-6:F3} s {(microseconds < 0 ? "earlier" : "later")}; ")
            + (isZone ? "is one of them in local time? Send UTC" : "synchronise the clocks of camera and robot, or begin both recordings at once");
    }

    static string Text(long microseconds) => string.Create(CultureInfo.InvariantCulture, $"{microseconds * 1e-6:F3} s");
}
