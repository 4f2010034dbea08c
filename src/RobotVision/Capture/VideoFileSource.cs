using System.Globalization;
using RobotVision.Video;

namespace RobotVision.Capture;

/// <summary>
/// A video file as a recording: turned upright by its display matrix, each frame with its presentation time. Where frames have no time, it is
/// computed from the rate. At the end <see cref="Problem"/> says how much of the file was missing.
/// </summary>
public sealed class VideoFileSource : IFrameSource
{
    /// <summary>The rate, frames a second, of files that have none; FFmpeg's own assumption for raw streams.</summary>
    const double AssumedRate = 25;

    /// <summary>
    /// How far before a frame decoding begins, in seconds, one after the other: without an index (MPEG-TS, MPEG-PS) FFmpeg may find no earlier
    /// place than a later one.
    /// </summary>
    static readonly double[] RunUps = [0, 2, 10, 60, double.PositiveInfinity];

    readonly VideoInfo _info;
    readonly TimeProvider _clock;
    readonly string _path;
    FFmpegDecoder _decoder;
    bool _hasSought;
    TimeSpan _shift; // of the decoder's times
    long _read;
    TimeSpan? _time;
    readonly TimeSpan _first;
    byte[] _skipped = [];

    /// <summary>Opens a video.</summary>
    /// <exception cref="InvalidDataException">It is no video that FFmpeg can decode; the message says why.</exception>
    /// <exception cref="EnvironmentException">The program ffmpeg is not installed.</exception>
    public VideoFileSource(string path, TimeProvider clock)
    {
        (_path, _clock) = (path, clock);
        Name = Path.GetFileName(path);
        _info = VideoInfo.Read(path, out var reason)
            ?? throw new InvalidDataException($"Input '{path}': expected a video, found {Mp4Index.Describe(path) ?? "something else"} (ffprobe: {reason}).");
        _decoder = Decode([]);
        // Wait for the first picture, so that an input that cannot be decoded is rejected before work begins.
        if (_decoder.Wait(Timeout.InfiniteTimeSpan, out var first) == DecoderOutcome.Picture)
        {
            _first = first.Time ?? TimeSpan.Zero;
            return;
        }

        var problem = _decoder.Errors is [.., var last] ? last : "it holds no pictures";
        _decoder.Dispose();
        throw new InvalidDataException($"Input '{path}': its pictures cannot be decoded (ffmpeg: {problem}).");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public long? FrameCount => _info.FrameCount;

    /// <inheritdoc/>
    public double? FramesPerSecond => _info.FramesPerSecond;

    /// <inheritdoc/>
    public TimeSpan? NextTime => _decoder.Wait(Timeout.InfiniteTimeSpan, out var note) == DecoderOutcome.Picture ? TimeOf(note).Time : null;

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public bool CanSeek => _info is { HasTimes: true, FrameCount: not null, FramesPerSecond: not null };

    /// <inheritdoc/>
    /// <remarks>The frame is found by its time at the mean rate: where the rate varies, a neighbour may come instead.</remarks>
    public void Seek(long frame)
    {
        if (!CanSeek) throw new NotSupportedException($"Input '{_path}': expected a video with times and a rate to seek in, found one without.");
        // Half a frame earlier, so that rounding does not skip the frame.
        var seconds = Math.Max(0, _first.TotalSeconds + (frame - 0.5) / FramesPerSecond!.Value);
        (_read, _time, _hasSought) = (frame, null, true);
        foreach (var runUp in RunUps)
        {
            _decoder.Dispose();
            var from = Math.Max(0, seconds - runUp);
            _decoder = Decode(from == 0 ? [] : ["-copyts", "-ss", from.ToString("0.######", CultureInfo.InvariantCulture)]);
            _shift = from == 0 ? TimeSpan.Zero : _info.Start; // with -copyts times stay those of the file
            var isFound = _decoder.Wait(Timeout.InfiniteTimeSpan, out var note) == DecoderOutcome.Picture
                && (from == 0 || TimeOf(note).Time.TotalSeconds <= seconds + 1 / FramesPerSecond!.Value);
            if (!isFound && from > 0) continue;
            SkipTo(seconds);
            return;
        }
    }

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        Problem = null;
        frame.Timestamp = _clock.GetTimestamp();
        if (_decoder.Wait(Timeout.InfiniteTimeSpan, out var note) == DecoderOutcome.End)
        {
            Problem = DescribeEnd();
            return ReadOutcome.End;
        }

        (frame.Source, frame.CapturedAt) = (Name, null);
        ((frame.SourceTime, frame.IsTimeEstimated), _time) = (TimeOf(note), TimeOf(note).Time);
        _read++;
        if (_decoder.TryRead(frame.Resize(_decoder.LayoutOf(note)).Span)) return ReadOutcome.Frame;
        Problem = $"frame {_read - 1} of '{_path}' did not come whole from ffmpeg";
        return ReadOutcome.BadFrame;
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    /// <summary>Passes over the pictures before a time.</summary>
    void SkipTo(double seconds)
    {
        while (_decoder.Wait(Timeout.InfiniteTimeSpan, out var note) == DecoderOutcome.Picture && TimeOf(note).Time.TotalSeconds < seconds)
        {
            var length = _decoder.LayoutOf(note).Length;
            if (_skipped.Length != length) _skipped = new byte[length];
            if (!_decoder.TryRead(_skipped)) return;
        }
    }

    FFmpegDecoder Decode(string[] options) => new([.. options, "-i", FFmpegInput.OfFile(_path)], _info.Delivered, _info.Colors, _clock);

    (TimeSpan Time, bool IsEstimated) TimeOf(in PictureNote note) => note.Time is { } time
        ? (time - _shift, !_info.HasTimes)
        : (_time is { } last ? last + TimeSpan.FromSeconds(1 / (FramesPerSecond ?? AssumedRate)) : TimeSpan.Zero, true);

    string? DescribeEnd()
    {
        var errors = _decoder.Errors;
        // Where the container does not count its frames, the number is computed from duration and rate: allow 2 %.
        var missing = !_hasSought && FrameCount - _read > (_info.HasExactCount ? 0 : FrameCount * 0.02) ? FrameCount - _read : null;
        if (missing is not null && (errors.Count > 0 || !_info.HasExactCount))
            return $"'{_path}' is cut short or damaged: it announces {FrameCount} frames and {_read} could be read, {missing} are lost"
                + (errors.Count > 0 ? $" (ffmpeg: {errors[0]})" : "");
        if (errors.Count > 0) return $"'{_path}' is damaged: ffmpeg decoded only a part of it ({errors[0]}; {errors.Count} errors)";
        var rate = FramesPerSecond ?? AssumedRate;
        return _info.HasTimes ? null : FormattableString.Invariant(
            $"'{_path}' is a raw stream without times: they are worked out from {rate:0.##} frames a second");
    }
}
