using RobotVision.Cameras;
using RobotVision.Capture;
using RobotVision.Geometry;

namespace RobotVision.Calibration.Latency;

/// <summary>Measures the camera's rotation from frame to frame of a head sweep.</summary>
/// <param name="camera">The camera's calibration.</param>
public sealed class SweepCollector(CameraFile camera)
{
    /// <summary>Frames farther apart than this, in seconds, are not compared; chosen as three frames of a slow camera.</summary>
    const double LongestGap = 0.25;

    readonly List<SweepTurn> _turns = [];
    TurnMeter? _meter;
    (int Width, int Height) _size;
    long? _first, _last;

    /// <summary>Number of frames read.</summary>
    public int Looked { get; private set; }

    /// <summary>Number of pairs of frames in which the rotation could not be measured.</summary>
    public int Unclear { get; private set; }

    /// <summary>Number of pairs of frames too far apart in time, or of the same time.</summary>
    public int Gaps { get; private set; }

    /// <summary>The measured rotations, in the order of time.</summary>
    public IReadOnlyList<SweepTurn> Turns => _turns;

    /// <summary>Reads the frames of a source.</summary>
    /// <param name="source">A recording or a camera.</param>
    /// <param name="longest">Ends after this much of the frames' time.</param>
    /// <param name="report">Receives the number of frames read.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="InvalidDataException">The frames have no times, their times go back, or they are not this camera's.</exception>
    public void Collect(IFrameSource source, TimeSpan longest, Action<int> report, CancellationToken stop)
    {
        var pool = new FramePool(1);
        using var frame = pool.Rent(stop);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var outcome = source.Read(frame);
            if (outcome == ReadOutcome.End) return;
            if (outcome != ReadOutcome.Frame) continue;
            var time = frame.TimeMicroseconds ?? throw new InvalidDataException(
                $"Input '{source.Name}': expected a video, whose frames have times, found images that have none. "
                + "Record the sweep as a video, or give a camera.");
            Look(source.Name, frame, time);
            report(Looked);
            if (TimeSpan.FromMicroseconds(time - (_first ??= time)) >= longest) return;
        }
    }

    void Look(string name, Frame frame, long time)
    {
        if (time < _last)
            throw new InvalidDataException(
                $"Input '{name}': expected later times from frame to frame, found {time} us after {_last} us at frame {Looked}. "
                + "Record it again with one clock that is not set during the recording.");
        if (_meter is null) (_meter, _size) = (new(camera.ForImages(frame.Width, frame.Height)), (frame.Width, frame.Height));
        if (_size != (frame.Width, frame.Height))
            throw new InvalidDataException(
                $"Input '{name}': expected {_size.Width}x{_size.Height} pixels as the first frame, found {frame.Width}x{frame.Height} at frame {Looked}.");
        var isClear = _meter.TryMeasure(frame.View, out var turn);
        if (_last is { } last)
        {
            var measured = new SweepTurn(last, time, turn);
            if (measured.Seconds is 0 or > LongestGap) Gaps++;
            else if (!isClear) Unclear++;
            else _turns.Add(measured);
        }

        (_last, Looked) = (time, Looked + 1);
    }
}

/// <summary>The camera's rotation from one frame to the next.</summary>
/// <param name="From">Time stamp of the first frame in microseconds.</param>
/// <param name="To">Time stamp of the second.</param>
/// <param name="Turn">Axis times angle in radians, in the first frame's camera frame: x right, y down, z ahead.</param>
public readonly record struct SweepTurn(long From, long To, Vector3d Turn)
{
    /// <summary>Time between the frames in seconds.</summary>
    public double Seconds => (To - From) * 1e-6;
}
