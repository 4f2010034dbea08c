using RobotVision.Capture;

namespace RobotVision.Cameras;

/// <summary>
/// Compares the aspect ratio of frames with the calibration's. A stream's first frame must fit; a later frame of another aspect ratio is used without
/// the calibration, which is reported once for each frame size. One thread counts, any thread reads.
/// </summary>
/// <param name="camera">The lens.</param>
sealed class CalibrationFit(ICameraModel camera)
{
    /// <summary>Relative difference of aspect ratios that still fit: sides rounded to whole pixels differ by less. Chosen by us.</summary>
    const double Tolerance = 0.01;

    long _frames, _misfits;
    (int Width, int Height) _reported;
    string? _message; // about the frame size that was reported last
    string? _firstMessage;
    volatile string? _problem;

    /// <summary>What is wrong with the last frame; null when it fits.</summary>
    public string? Problem => _problem;

    /// <summary>How many frames were used without the calibration; null when none was.</summary>
    public string? Warning
    {
        get
        {
            var (misfits, frames) = (Interlocked.Read(ref _misfits), Interlocked.Read(ref _frames));
            if (misfits == 0) return null;
            var count = misfits == frames ? $"None of {misfits} frames fits" : $"{misfits} of {frames} frames do not fit";
            return $"{_firstMessage} {count}; they have no bearings and no places.";
        }
    }

    /// <summary>Whether a frame has the calibration's aspect ratio.</summary>
    /// <exception cref="InvalidDataException">It has another one and is the first of a stream: the whole stream will not fit.</exception>
    public bool Fits(Frame frame)
    {
        if (Math.Abs((double)camera.Width / frame.Width * frame.Height / camera.Height - 1) <= Tolerance) return true;
        // Images, which have no times, may each have another aspect ratio.
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
            if ((frame.Width, frame.Height) != _reported) (_reported, _message) = ((frame.Width, frame.Height), Describe(frame));
            _firstMessage ??= _message;
        }

        _problem = fits ? null : _message;
        return !ReferenceEquals(before, _problem);
    }

    string Describe(Frame frame) =>
        $"Calibration: expected frames of the shape {camera.Width}x{camera.Height}, found {frame.Width}x{frame.Height} in '{frame.Source}'. "
        + "Calibrate the camera in the mode it runs in.";
}
