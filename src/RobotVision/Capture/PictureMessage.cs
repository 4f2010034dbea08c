using System.Text.Json;
using Google.Protobuf;
using RobotVision.Ros;

namespace RobotVision.Capture;

/// <summary>A picture in a recorded message of ROS 2 or Foxglove; its bytes are borrowed from the message.</summary>
/// <param name="Time">When it was taken, in nanoseconds since 1970; 0 if the message does not say.</param>
/// <param name="Width">Pixels a row; 0 for a compressed picture, which knows its own size.</param>
/// <param name="Height">Rows.</param>
/// <param name="Encoding">The arrangement of raw pixels, such as <c>bgr8</c>, or the format of a compressed picture.</param>
/// <param name="Step">Bytes from one row to the next.</param>
/// <param name="Data">The pixels, or the compressed picture.</param>
readonly record struct PictureMessage(ulong Time, int Width, int Height, string Encoding, int Step, ReadOnlyMemory<byte> Data)
{
    /// <summary>The message types that can be read.</summary>
    /// <remarks>Source: sensor_msgs/msg/Image and CompressedImage of ROS 2; the protobuf and JSON schemas of Foxglove.</remarks>
    static readonly Dictionary<(string Schema, string Encoding), Func<ReadOnlyMemory<byte>, PictureMessage>> Readers = new()
    {
        [("sensor_msgs/msg/Image", "cdr")] = message => OfRos(message, isCompressed: false),
        [("sensor_msgs/msg/CompressedImage", "cdr")] = message => OfRos(message, isCompressed: true),
        [("foxglove.RawImage", "protobuf")] = OfRawProtobuf,
        [("foxglove.CompressedImage", "protobuf")] = OfCompressedProtobuf,
        [("foxglove.RawImage", "json")] = OfJson,
        [("foxglove.CompressedImage", "json")] = OfJson,
    };

    /// <summary>Whether it is compressed.</summary>
    public bool IsCompressed => Width == 0;

    /// <summary>The reader of a message type; null where it is no picture that can be read.</summary>
    /// <param name="schema">The name of the type.</param>
    /// <param name="encoding">The encoding of the messages.</param>
    public static Func<ReadOnlyMemory<byte>, PictureMessage>? ReaderOf(string schema, string encoding) => Readers.GetValueOrDefault((schema, encoding));

    /// <summary>Reads a <c>sensor_msgs/Image</c> or <c>CompressedImage</c> in the JSON of rosbridge.</summary>
    /// <exception cref="InvalidDataException">It is none; the message says what was expected.</exception>
    public static PictureMessage OfRosJson(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            var root = json.RootElement;
            var stamp = root.GetProperty("header").GetProperty("stamp");
            var time = Nanoseconds(stamp.GetProperty("sec").GetInt64(), stamp.GetProperty("nanosec").GetInt32());
            var data = root.GetProperty("data").GetBytesFromBase64();
            return root.TryGetProperty("format", out var format)
                ? new(time, 0, 0, format.GetString() ?? "", 0, data)
                : new(time, Side(root.GetProperty("width").GetUInt32()), Side(root.GetProperty("height").GetUInt32()),
                    root.GetProperty("encoding").GetString() ?? "", root.GetProperty("step").GetInt32(), data);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"expected a sensor_msgs/Image or CompressedImage with its bytes in Base64: {exception.Message}", exception);
        }
    }

    static PictureMessage OfRos(ReadOnlyMemory<byte> message, bool isCompressed)
    {
        var reader = new CdrReader(message.Span);
        var time = reader.UInt32() * 1_000_000_000ul + reader.UInt32();
        reader.Bytes(); // the camera's name
        if (isCompressed) return new(time, 0, 0, reader.Text(), 0, Rest(message, ref reader));
        var (height, width, encoding) = (Side(reader.UInt32()), Side(reader.UInt32()), reader.Text());
        reader.Byte();
        return new(time, width, height, encoding, (int)Math.Min(reader.UInt32(), int.MaxValue), Rest(message, ref reader));
    }

    static ReadOnlyMemory<byte> Rest(ReadOnlyMemory<byte> message, ref CdrReader reader)
    {
        var length = reader.Bytes().Length;
        return message.Slice(reader.Place - length, length);
    }

    static PictureMessage OfRawProtobuf(ReadOnlyMemory<byte> message) => OfProtobuf(message, (picture, field, input) => field switch
    {
        2 => picture with { Width = Side(input.ReadFixed32()) },
        3 => picture with { Height = Side(input.ReadFixed32()) },
        4 => picture with { Encoding = input.ReadString() },
        5 => picture with { Step = (int)Math.Min(input.ReadFixed32(), int.MaxValue) },
        6 => picture with { Data = input.ReadBytes().Memory },
        _ => null,
    });

    static PictureMessage OfCompressedProtobuf(ReadOnlyMemory<byte> message) => OfProtobuf(message, (picture, field, input) => field switch
    {
        2 => picture with { Data = input.ReadBytes().Memory },
        3 => picture with { Encoding = input.ReadString() },
        _ => null,
    });

    static PictureMessage OfProtobuf(ReadOnlyMemory<byte> message, Func<PictureMessage, int, CodedInputStream, PictureMessage?> read)
    {
        try
        {
            using var input = new CodedInputStream(message.ToArray());
            var picture = new PictureMessage(0, 0, 0, "", 0, default);
            while (input.ReadTag() is > 0 and var tag)
            {
                var field = WireFormat.GetTagFieldNumber(tag);
                if (field == 1)
                {
                    var time = Google.Protobuf.WellKnownTypes.Timestamp.Parser.ParseFrom(input.ReadBytes());
                    picture = picture with { Time = Nanoseconds(time.Seconds, time.Nanos) };
                }
                else if (read(picture, field, input) is { } more) picture = more;
                else input.SkipLastField();
            }

            return picture;
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException($"expected a message in protobuf, found a damaged one: {exception.Message}", exception);
        }
    }

    static PictureMessage OfJson(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            var root = json.RootElement;
            int Number(string name) => root.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
            string Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
            var time = root.TryGetProperty("timestamp", out var stamp)
                ? Nanoseconds(stamp.GetProperty("sec").GetInt64(), stamp.GetProperty("nsec").GetInt32())
                : 0;
            return new(time, Side((uint)Math.Max(0, Number("width"))), Side((uint)Math.Max(0, Number("height"))), Text("encoding"), Number("step"),
                root.GetProperty("data").GetBytesFromBase64());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"expected a message in JSON, found a damaged one: {exception.Message}", exception);
        }
    }

    static ulong Nanoseconds(long seconds, int rest) => seconds < 0 || rest < 0 ? 0 : (ulong)seconds * 1_000_000_000 + (ulong)rest;

    static int Side(uint side) =>
        side <= 1 << 14 ? (int)side : throw new InvalidDataException($"expected a picture of at most 16384 pixels a side, found {side}");
}
