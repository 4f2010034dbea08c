using RobotVision.Capture;

namespace RobotVision.Cameras;

/// <summary>
/// Compares the shape of frames with the calibration's. A stream's first frame must fit; one of another shape later on is used without the
/// calibration, and it is told once a shape. One thread counts, any thread asks.
/// </summary>
/// <param name="camera">The lens.</param>
sealed class CalibrationFit(ICameraModel camera)
{
    /// <summary>Sides that are rounded to whole pixels leave shapes that differ by less; chosen by us.</summary>
    const double Tolerance = 0.01;

    long _frames, _misfits;
    (int Width, int Height) _told;
    string? _sentence; // of the shape that was told last
    string? _first;
    volatile string? _problem;

    /// <summary>What is wrong with the last frame; null when nothing is.</summary>
    public string? Problem => _problem;

    /// <summary>How many frames were used without the calibration; null when none was.</summary>
    public string? Warning => Interlocked.Read(ref _misfits) is > 0 and var misfits
        ? $"{_first} {(misfits == Interlocked.Read(ref _frames) ? $"None of {misfits} frames fits" : $"{misfits} of {Interlocked.Read(ref _frames)} frames do not fit")}, and of them no direction and no place is known."
        : null;

    /// <summary>Whether a frame has the calibration's shape.</summary>
    /// <exception cref="InvalidDataException">It has not and is the first of a stream: the whole stream will not fit.</exception>
    public bool Fits(Frame frame)
    {
        if (Math.Abs((double)camera.Width / frame.Width * frame.Height / camera.Height - 1) <= Tolerance) return true;
        // Images, which have no times, may each be of another shape.
        if (Interlocked.Read(ref _frames) == 0 && frame.TimeMicroseconds is not null) throw new InvalidDataException(Describe(frame));
        return false;
    }

    /// <summary>Counts a frame.</summary>
    /// <returns>Whether <see cref="Problem"/> has changed.</returns>
    public bool Count(Frame frame)
    {
        var (fits, before) = (Fits(frame), _problem);
        Interlocked.Increment(ref _frames);
        if (!fits)
        {
            Interlocked.Increment(ref _misfits);
            if ((frame.Width, frame.Height) != _told) (_told, _sentence) = ((frame.Width, frame.Height), Describe(frame));
            _first ??= _sentence;
        }

        _problem = fits ? null : _sentence;
        return !ReferenceEquals(before, _problem);
    }

    string Describe(Frame frame) =>
        $"Calibration: expected frames of the shape {camera.Width}x{camera.Height}, found {frame.Width}x{frame.Height} in '{frame.Source}'. Calibrate the camera in the mode it runs in.";
}
