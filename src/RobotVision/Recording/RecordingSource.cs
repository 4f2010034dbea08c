using System.Collections.Concurrent;
using RobotVision.Capture;
using RobotVision.Mcap;
using RobotVision.Pipeline;

namespace RobotVision.Recording;

/// <summary>
/// The frames of a recording of <see cref="FrameRecorder"/>, of all its cameras, as they were and in the order in which they were worked on: pixels, numbers
/// and times; what decided their results goes to <see cref="Inputs"/>. A file that was cut off is read up to there.
/// </summary>
public sealed class RecordingSource : IFrameSource
{
    readonly IReadOnlyList<RunSettings> _cameras;
    readonly TimeProvider _clock;
    readonly Dictionary<ushort, McapSchema> _schemas = [];
    readonly Dictionary<ushort, McapChannel> _channels = [];
    readonly ConcurrentDictionary<(int Camera, long Number), ReplayMessage> _messages = new();
    McapReader _reader;
    ReplayMessage? _next;
    int _camera; // of the next
    long _taken; // frames up to the next one, that included
    string? _unreadable;
    long? _start;
    volatile bool _hasJumped;

    /// <summary>Opens a recording.</summary>
    /// <param name="run">The recording.</param>
    /// <param name="inputs">Receives what decided the results.</param>
    /// <param name="clock">Where time stamps come from.</param>
    /// <exception cref="InvalidDataException">It holds no frame.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public RecordingSource(RecordedRun run, RecordedInputs inputs, TimeProvider clock)
    {
        (_cameras, _clock, Inputs, Name) = (run.Cameras, clock, inputs, Path.GetFileName(run.Path));
        var summary = McapReader.ReadSummary(run.Path);
        McapChannel[] frames = [.. summary.OfType<McapChannel>().Where(channel => CameraOf(RecordingWriter.ReplayTopic, channel) >= 0)];
        var counts = summary.OfType<McapStatistics>().FirstOrDefault()?.ChannelMessageCounts;
        if (frames.Length > 0 && counts is not null) FrameCount = frames.Sum(channel => (long)counts.GetValueOrDefault(channel.Id));
        _reader = new(run.Path);
        if (Advance())
        {
            FirstInputs = _next!.Inputs;
            return;
        }

        _reader.Dispose();
        throw new InvalidDataException(
            $"Recording '{run.Path}': expected frames, found none{(_reader.IsComplete ? "" : ": it was cut off before the first")}.");
    }

    /// <summary>What decided the results; a frame's are there once it was read.</summary>
    public RecordedInputs Inputs { get; }

    /// <summary>What decided the first frame's results.</summary>
    public FrameInputs FirstInputs { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public long? FrameCount { get; }

    /// <inheritdoc/>
    public double? FramesPerSecond => null;

    /// <inheritdoc/>
    public TimeSpan? NextTime => _next is { } next && TicksOf(next) is { } ticks ? TimeSpan.FromTicks(ticks - (_start ??= ticks)) : null;

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public bool CanSeek => FrameCount is not null;

    /// <summary>Whether somebody jumped to another frame: since then tracks and a network's memory are not those of the recording. Any thread.</summary>
    public bool HasJumped => _hasJumped;

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        frame.Timestamp = _clock.GetTimestamp();
        while (_next is { } next)
        {
            if (ReadPicture(ref next, frame) is not { } outcome) break;
            frame.Camera = _camera;
            Advance();
            if (outcome == ReadOutcome.Frame) HandOn(next, frame);
            return outcome;
        }

        Problem = _reader.Damage.Count == 0 ? null
            : $"'{_reader.Path}' is damaged or cut short: {_reader.Damage[0]}{(_reader.Damage.Count > 1 ? $", and {_reader.Damage.Count - 1} more" : "")}";
        return ReadOutcome.End;
    }

    /// <inheritdoc/>
    /// <remarks>Reads all up to that frame, from the file's beginning for an earlier one; no picture is decoded.</remarks>
    public void Seek(long frame)
    {
        _hasJumped = true;
        if (frame < _taken - 1 || _next is null)
        {
            _reader.Dispose();
            (_reader, _taken) = (new(_reader.Path), 0);
            Advance();
        }

        while (_taken - 1 < frame && Advance()) continue;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>Takes what the recording says of a frame that was read; null where it was taken already.</summary>
    internal ReplayMessage? Take(Frame frame) => _messages.TryRemove((frame.Camera, frame.Number), out var message) ? message : null;

    /// <summary>The camera one of whose topics a channel is; -1 where it is another topic.</summary>
    int CameraOf(string topic, McapChannel channel)
    {
        for (var i = 0; i < _cameras.Count; i++)
            if (_cameras[i].TopicOf(topic) == channel.Topic) return i;
        return -1;
    }

    void HandOn(ReplayMessage message, Frame frame)
    {
        (frame.Number, frame.Source, frame.CapturedAt) = (message.Frame, message.Source, message.CapturedAt);
        (frame.SourceTime, frame.IsTimeEstimated) = (message.SourceTime, message.IsTimeEstimated);
        _messages[(frame.Camera, message.Frame)] = message;
        var camera = _cameras[frame.Camera];
        Inputs.Add(frame, new(message.Inputs with { Camera = camera.Name ?? camera.Camera }, message.Before));
    }

    /// <summary>Reads on to the picture of a frame; null at the end of the file. A frame whose picture is missing is passed over.</summary>
    ReadOutcome? ReadPicture(ref ReplayMessage of, Frame frame)
    {
        while (TryNext(out var message, out var channel))
        {
            if (TakeFrame(channel) is >= 0 and var camera && Parse(message) is { } later) (of, _camera) = (later, camera);
            if (CameraOf(RecordingWriter.CameraTopic, channel) != _camera || message.Sequence != (uint)of.Frame) continue;
            Problem = _unreadable ?? Decode(message, channel, of, frame);
            _unreadable = null;
            return Problem is null ? ReadOutcome.Frame : ReadOutcome.BadFrame;
        }

        _next = null;
        return null;
    }

    string? Decode(McapMessage message, McapChannel channel, ReplayMessage of, Frame frame)
    {
        var read = _schemas.GetValueOrDefault(channel.SchemaId) is { } schema ? PictureMessage.ReaderOf(schema.Name, channel.MessageEncoding) : null;
        if (read is null) return $"frame {of.Frame}: expected a picture, found a message of another kind";
        try
        {
            var layout = of.Layout;
            if (layout.Width is < 1 or > 1 << 14 || layout.Height is < 1 or > 1 << 14) return $"frame {of.Frame}: expected a size, found {layout}";
            return PictureDecoder.Write(read(message.Data), frame, layout) is { } problem ? $"frame {of.Frame}: {problem}" : null;
        }
        catch (InvalidDataException exception)
        {
            return $"frame {of.Frame}: {exception.Message}";
        }
    }

    /// <summary>Reads on to what decides the next frame; false at the end.</summary>
    bool Advance()
    {
        _next = null;
        while (_next is null && TryNext(out var message, out var channel))
            if (TakeFrame(channel) is >= 0 and var camera) (_next, _camera) = (Parse(message), camera);
        return _next is not null;
    }

    /// <summary>The camera of whose next frame a channel tells, and counts that frame; -1 where it is another topic.</summary>
    int TakeFrame(McapChannel channel)
    {
        var camera = CameraOf(RecordingWriter.ReplayTopic, channel);
        if (camera >= 0) _taken++;
        return camera;
    }

    ReplayMessage? Parse(McapMessage message)
    {
        try
        {
            return ReplayMessage.Read(message.Data);
        }
        catch (InvalidDataException exception)
        {
            _unreadable = exception.Message; // its picture is passed over, and told with the next frame
            return null;
        }
    }

    bool TryNext(out McapMessage message, out McapChannel channel)
    {
        while (_reader.TryRead(out var record))
        {
            if (record is McapSchema schema) _schemas[schema.Id] = schema;
            if (record is McapChannel opened) _channels[opened.Id] = opened;
            if (record is not McapMessage found || !_channels.TryGetValue(found.ChannelId, out var of)) continue;
            (message, channel) = (found, of);
            return true;
        }

        (message, channel) = (null!, null!);
        return false;
    }

    static long? TicksOf(ReplayMessage message) => message.CapturedAt?.UtcTicks ?? message.SourceTime?.Ticks;
}
