using OpenCvSharp;

namespace RobotVision.Capture;

/// <summary>A video file, frame by frame, as a recording. At its end <see cref="Problem"/> says how much of it was missing.</summary>
public sealed class VideoFileSource : IFrameSource
{
    readonly VideoCapture _capture;
    readonly Mat _picture = new();
    readonly TimeProvider _clock;
    readonly string _path;
    long _read;
    TimeSpan? _time;

    /// <summary>Opens a video.</summary>
    /// <exception cref="InvalidDataException">It is no video that OpenCV can decode; says what is wrong with it.</exception>
    public VideoFileSource(string path, TimeProvider clock)
    {
        (_path, _clock) = (path, clock);
        Name = Path.GetFileName(path);
        _capture = new VideoCapture(path, VideoCaptureAPIs.FFMPEG);
        if (_capture.IsOpened()) return;
        _capture.Dispose();
        _picture.Dispose();
        throw new InvalidDataException($"Input '{path}': expected a video, found {Mp4Index.Describe(path)}.");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public long? FrameCount => _capture.FrameCount > 0 ? _capture.FrameCount : null;

    /// <inheritdoc/>
    public double? FramesPerSecond => _capture.Fps is > 0 and < 1000 ? _capture.Fps : null;

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        Problem = null;
        frame.Timestamp = _clock.GetTimestamp();
        if (!_capture.Grab())
        {
            Problem = DescribeLoss();
            return ReadOutcome.End;
        }

        _read++;
        (frame.Source, frame.CapturedAt) = (Name, null);
        frame.SourceTime = _time = NextTime();
        if (_capture.Retrieve(_picture) && DecodedFrame.TryCopy(_picture, frame)) return ReadOutcome.Frame;
        Problem = $"frame {_read - 1} of '{_path}' cannot be decoded";
        return ReadOutcome.BadFrame;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _capture.Dispose();
        _picture.Dispose();
    }

    TimeSpan NextTime()
    {
        // Rounded to what a container can store at best, so that the text is the same wherever it is computed.
        static TimeSpan Rounded(double seconds) => TimeSpan.FromMicroseconds(Math.Round(seconds * 1e6));
        var time = Rounded(_capture.Get(VideoCaptureProperties.PosMsec) * 1e-3);
        // Of the last frames, which a decoder that reorders them has kept back, OpenCV says 0 (its issue 22141, in 4.6 too).
        return time > _time || _time is null || FramesPerSecond is not { } rate ? time : Rounded(_time.Value.TotalSeconds + 1 / rate);
    }

    string? DescribeLoss()
    {
        // Where the container does not count its frames, OpenCV works the number out from duration and rate: allow 2 %.
        var exact = Path.GetExtension(_path).ToLowerInvariant() is ".mp4" or ".mov" or ".m4v";
        if (FrameCount is not { } announced || announced - _read <= (exact ? 0 : announced * 0.02)) return null;
        return $"'{_path}' is cut short or damaged: it announces {announced} frames and {_read} could be read, {announced - _read} are lost";
    }
}
