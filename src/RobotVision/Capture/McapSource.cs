using RobotVision.Mcap;

namespace RobotVision.Capture;

/// <summary>
/// The pictures of one topic of an MCAP recording, such as a ROS 2 bag: <c>match.mcap</c>, or <c>match.mcap#/head/image</c> where several topics have
/// pictures. Times are those in the messages, from the first picture on.
/// </summary>
public sealed class McapSource : IFrameSource
{
    const char TopicMark = '#';

    const string Ending = ".mcap";

    const string Expected = "expected pictures (sensor_msgs/msg/Image or CompressedImage, foxglove.RawImage or CompressedImage)";

    readonly McapReader _reader;
    readonly TimeProvider _clock;
    readonly string _input;
    readonly string? _topic;
    readonly Dictionary<ushort, McapSchema> _schemas = [];
    readonly Dictionary<ushort, (string Topic, Func<ReadOnlyMemory<byte>, PictureMessage> Read)> _channels = [];
    readonly SortedSet<string> _topics = new(StringComparer.Ordinal);
    McapMessage? _next;
    PictureMessage? _picture; // of the next message; null where it cannot be read, with the reason in _unreadable
    string? _unreadable;
    ulong? _start;
    bool _hasStamps; // whether times are those in the pictures, which the first one decides, or those of the recording
    long _messages;

    /// <summary>Opens a recording.</summary>
    /// <param name="input">The file, with or without <c>#</c> and the topic.</param>
    /// <param name="clock">Where time stamps come from.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no MCAP file, or not one topic that can be read has pictures, or several have.</exception>
    public McapSource(string input, TimeProvider clock)
    {
        (var path, _topic) = Split(input);
        (_input, _clock, Name) = (input, clock, Path.GetFileName(path));
        if (!File.Exists(path)) throw new FileNotFoundException($"Input '{input}': there is no file '{path}'.", path);
        FrameCount = CountOf(path);
        _reader = new(path);
        try
        {
            if (!Advance()) throw new InvalidDataException($"Input '{input}': {Expected}, found {(_topic is null ? "none" : $"none on '{_topic}'")}.");
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    /// <summary>Whether an input is a recording of this kind.</summary>
    public static bool IsMcap(string input) => Split(input).Path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public long? FrameCount { get; }

    /// <inheritdoc/>
    public double? FramesPerSecond => null;

    /// <inheritdoc/>
    public TimeSpan? NextTime => _next is null ? null : TimeOf(_next, _picture);

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public ReadOutcome Read(Frame frame)
    {
        frame.Timestamp = _clock.GetTimestamp();
        if (_next is null)
        {
            Problem = _reader.Damage.Count == 0 ? null
                : $"'{_reader.Path}' is damaged or cut short: {_reader.Damage[0]}{(_reader.Damage.Count > 1 ? $", and {_reader.Damage.Count - 1} more" : "")}";
            return ReadOutcome.End;
        }

        (frame.Source, frame.CapturedAt, frame.SourceTime, frame.IsTimeEstimated) = (Name, null, TimeOf(_next, _picture), false);
        Problem = _picture is { } picture ? PictureDecoder.Write(picture, frame) : _unreadable;
        Advance();
        return Problem is null ? ReadOutcome.Frame : ReadOutcome.BadFrame;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    static (string Path, string? Topic) Split(string input)
    {
        var mark = input.LastIndexOf(Ending + TopicMark, StringComparison.OrdinalIgnoreCase);
        return mark < 0 ? (input, null) : (input[..(mark + Ending.Length)], input[(mark + Ending.Length + 1)..]);
    }

    /// <summary>The number of pictures by the file's summary; null without one.</summary>
    long? CountOf(string path)
    {
        var summary = McapReader.ReadSummary(path);
        var schemas = summary.OfType<McapSchema>().ToDictionary(schema => schema.Id);
        var channels = summary.OfType<McapChannel>().Where(channel => ReaderOf(channel, schemas) is not null).ToArray();
        if (_topic is null && channels.Select(channel => channel.Topic).Distinct().Order(StringComparer.Ordinal).ToArray() is { Length: > 1 } topics)
            throw Several(topics);
        var counts = summary.OfType<McapStatistics>().FirstOrDefault()?.ChannelMessageCounts;
        return counts is null || channels.Length == 0 ? null
            : channels.Where(channel => _topic is null || channel.Topic == _topic).Sum(channel => (long)counts.GetValueOrDefault(channel.Id));
    }

    InvalidDataException Several(string[] topics) => new(
        $"Input '{_input}': expected one topic with pictures, found {string.Join(", ", topics)}; name one: '{_input}{TopicMark}{topics[0]}'.");

    static Func<ReadOnlyMemory<byte>, PictureMessage>? ReaderOf(McapChannel channel, Dictionary<ushort, McapSchema> schemas) =>
        schemas.GetValueOrDefault(channel.SchemaId) is { } schema ? PictureMessage.ReaderOf(schema.Name, channel.MessageEncoding) : null;

    /// <summary>Reads on to the next picture's message; false at the end.</summary>
    bool Advance()
    {
        (_next, _picture, _unreadable) = (null, null, null);
        while (_reader.TryRead(out var record))
        {
            if (record is McapSchema schema) _schemas[schema.Id] = schema;
            if (record is McapChannel channel && (_topic is null || channel.Topic == _topic) && ReaderOf(channel, _schemas) is { } reader)
            {
                _channels[channel.Id] = (channel.Topic, reader);
                _topics.Add(channel.Topic);
            }

            if (record is not McapMessage message || !_channels.TryGetValue(message.ChannelId, out var of)) continue;
            // A file that was cut off has no summary to tell of another topic before.
            if (_topics.Count > 1) throw Several([.. _topics]);
            _next = message;
            _messages++;
            try
            {
                _picture = of.Read(message.Data);
            }
            catch (InvalidDataException exception)
            {
                _unreadable = $"picture {_messages - 1} of '{of.Topic}' in '{_reader.Path}': {exception.Message}";
            }

            if (_start is null)
            {
                _hasStamps = _picture?.Time > 0;
                _start = Nanoseconds(message, _picture);
            }

            return true;
        }

        return false;
    }

    ulong Nanoseconds(McapMessage message, PictureMessage? picture) => _hasStamps && picture?.Time is > 0 and var time ? time : message.LogTime;

    TimeSpan TimeOf(McapMessage message, PictureMessage? picture) =>
        TimeSpan.FromTicks(((long)Nanoseconds(message, picture) - (long)_start!.Value) / TimeSpan.NanosecondsPerTick);
}
