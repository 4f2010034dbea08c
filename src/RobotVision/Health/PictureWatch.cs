using RobotVision.Sampling;

namespace RobotVision.Health;

/// <summary>
/// Notices pictures that show nothing although frames come: the same one again and again, black, or of one colour. It looks at the samples that the
/// network gets, which cost nothing more to make. One thread looks, any thread asks.
/// </summary>
/// <param name="clock">The clock of the time stamps.</param>
sealed class PictureWatch(TimeProvider clock)
{
    /// <summary>How long it must last: robots do look at the floor from close by for a moment, and a video repeats a frame.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Equal pictures in a row from which on a source counts as frozen, however slowly they come.</summary>
    const int EqualPictures = 3;

    /// <summary>Mean and standard deviation of the pixel values, 0..255, up to which a picture is black or of one colour; chosen by us.</summary>
    const double BlackLevel = 8, EvenDeviation = 3;

    /// <summary>Every so many values are looked at; no divisor of a row, so that all columns and colours take part.</summary>
    const int Step = 7;

    /// <summary>In place of the number of equal pictures: none came yet.</summary>
    const int None = -1;

    readonly Lock _lock = new();
    readonly float[] _before = new float[(SampleFormat.Length + Step - 1) / Step]; // of the thread that looks
    int _equal = None;
    HealthProblem? _empty;
    long _equalSince, _emptySince, _last;

    /// <summary>What has been wrong for a second at least, and for how long; null where nothing is.</summary>
    public (HealthProblem Problem, TimeSpan For)? Fault
    {
        get
        {
            lock (_lock)
            {
                if (_empty is { } problem && clock.GetElapsedTime(_emptySince, _last) is var time && time >= Patience) return (problem, time);
                var same = clock.GetElapsedTime(_equalSince, _last);
                return _equal >= EqualPictures && same >= Patience ? (HealthProblem.Frozen, same) : null;
            }
        }
    }

    /// <summary>Looks at the sample of a whole view.</summary>
    /// <param name="sample">96 x 96 x 3 values.</param>
    /// <param name="format">How they were written.</param>
    /// <param name="timestamp">The frame's time stamp.</param>
    public void Look(ReadOnlySpan<float> sample, SampleFormat format, long timestamp)
    {
        var (sum, squares, isEqual) = (0.0, 0.0, true);
        for (var (i, k) = (0, 0); i < sample.Length; i += Step, k++)
        {
            var value = sample[i];
            sum += value;
            squares += (double)value * value;
            isEqual &= value == _before[k];
            _before[k] = value;
        }

        var empty = EmptinessOf(sum / _before.Length, squares / _before.Length, format);
        lock (_lock)
        {
            (_equal, _equalSince) = isEqual && _equal != None ? (_equal + 1, _equalSince) : (0, timestamp);
            if (empty != _empty) (_empty, _emptySince) = (empty, timestamp);
            _last = timestamp;
        }
    }

    /// <summary>The source was lost: what comes next begins anew.</summary>
    public void Restart()
    {
        lock (_lock) (_equal, _empty) = (None, null);
    }

    static HealthProblem? EmptinessOf(double mean, double meanSquare, SampleFormat format)
    {
        var deviation = Math.Sqrt(Math.Max(0, meanSquare - mean * mean)) / Math.Abs(format.Scale);
        if (deviation > EvenDeviation) return null;
        return mean / format.Scale + format.Mean <= BlackLevel ? HealthProblem.Black : HealthProblem.Covered;
    }
}
