using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using RobotVision.Geometry;

namespace RobotVision.Poses;

/// <summary>Reads a pose as robots send it: JSON as <c>robotvision.pose.schema.json</c> says, or Protobuf as <c>robotvision.proto</c> says.</summary>
public static class PoseMessage
{
    /// <summary>The schema of the JSON.</summary>
    public const string Schema = "robotvision.pose/1";

    const uint Version = 1;

    /// <summary>Reads a datagram of either format; JSON begins with <c>{</c>.</summary>
    /// <exception cref="FormatException">It is no pose; the message says what was expected and found.</exception>
    public static TimedPose Parse(ReadOnlySpan<byte> datagram) =>
        datagram.Length > 0 && datagram[0] == (byte)'{' ? ParseJson(datagram) : ParseProtobuf(datagram);

    /// <summary>Reads one JSON object.</summary>
    /// <exception cref="FormatException">It is no pose; the message says what was expected and found.</exception>
    public static TimedPose ParseJson(ReadOnlySpan<byte> text)
    {
        try
        {
            return Read(text);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException($"expected an object of {Schema}, found '{Start(text)}': {exception.Message}", exception);
        }
    }

    /// <summary>A pose as one JSON object.</summary>
    public static string ToJson(in TimedPose pose)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, pose);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a pose as one JSON object.</summary>
    internal static void Write(Utf8JsonWriter writer, in TimedPose pose)
    {
        writer.WriteStartObject();
        writer.WriteString("schema"u8, Schema);
        writer.WriteNumber("time_us"u8, pose.TimeMicroseconds);
        WriteFields(writer, pose);
        writer.WriteEndObject();
    }

    /// <summary>Writes the fields of a pose but its time, with all their digits.</summary>
    internal static void WriteFields(Utf8JsonWriter writer, in TimedPose pose)
    {
        WriteArray(writer, "position_m"u8, [pose.Position.X, pose.Position.Y, pose.Position.Z]);
        WriteArray(writer, "orientation"u8, [pose.Orientation.W, pose.Orientation.X, pose.Orientation.Y, pose.Orientation.Z]);
        writer.WriteNumber("orientation_sigma_rad"u8, double.IsFinite(pose.OrientationSigma) ? pose.OrientationSigma : 0);
        writer.WriteNumber("position_sigma_m"u8, double.IsFinite(pose.PositionSigma) ? pose.PositionSigma : 0);
        if (pose.Odometry is { } odometry) WriteArray(writer, "odometry"u8, [odometry.X, odometry.Y, odometry.Heading]);
    }

    /// <summary>A pose as a message.</summary>
    internal static Wire.Pose ToWire(in TimedPose pose) => Fill(new(), pose);

    /// <summary>Makes a message that of a pose, whatever it was before.</summary>
    internal static Wire.Pose Fill(Wire.Pose message, in TimedPose pose)
    {
        (message.Version, message.TimeUs) = (Version, pose.TimeMicroseconds);
        (message.X, message.Y, message.Z) = (pose.Position.X, pose.Position.Y, pose.Position.Z);
        (message.OrientationW, message.OrientationX) = (pose.Orientation.W, pose.Orientation.X);
        (message.OrientationY, message.OrientationZ) = (pose.Orientation.Y, pose.Orientation.Z);
        (message.OrientationSigma, message.PositionSigma) = (pose.OrientationSigma, pose.PositionSigma);
        if (pose.Odometry is { } odometry)
        {
            var filled = message.Odometry ?? new();
            (filled.X, filled.Y, filled.Heading) = (odometry.X, odometry.Y, odometry.Heading);
            message.Odometry = filled;
        }
        else message.Odometry = null;
        return message;
    }

    /// <summary>The pose of a message, unchecked.</summary>
    internal static TimedPose FromWire(Wire.Pose pose) => new(
        pose.TimeUs, new(pose.OrientationW, pose.OrientationX, pose.OrientationY, pose.OrientationZ), new(pose.X, pose.Y, pose.Z),
        pose.Odometry is { } odometry ? new RobotPose(odometry.X, odometry.Y, odometry.Heading) : null)
    {
        OrientationSigma = pose.HasOrientationSigma ? pose.OrientationSigma : TimedPose.DefaultOrientationSigma,
        PositionSigma = pose.HasPositionSigma ? pose.PositionSigma : TimedPose.DefaultPositionSigma,
    };

    static TimedPose ParseProtobuf(ReadOnlySpan<byte> datagram)
    {
        try
        {
            var pose = Wire.Pose.Parser.ParseFrom(datagram);
            if (pose.Version != Version)
                throw new FormatException($"expected a Pose of robotvision.proto with version {Version}, found version {pose.Version}");
            return FromWire(pose);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new FormatException($"expected a Pose of robotvision.proto or a JSON object, found {datagram.Length} bytes that are neither", exception);
        }
    }

    static TimedPose Read(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        Expect(ref reader, JsonTokenType.StartObject);
        var pose = new TimedPose(long.MinValue, default, new(double.NaN, 0, 0));
        var hasSchema = false;
        Span<double> values = stackalloc double[4];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("schema"u8))
            {
                reader.Read();
                if (!(hasSchema = reader.ValueTextEquals(Schema))) throw new FormatException($"expected the schema '{Schema}', found '{reader.GetString()}'");
            }
            else if (reader.ValueTextEquals("time_us"u8)) pose = pose with { TimeMicroseconds = NextInteger(ref reader) };
            else if (reader.ValueTextEquals("position_m"u8))
            {
                ReadArray(ref reader, values[..3]);
                pose = pose with { Position = new(values[0], values[1], values[2]) };
            }
            else if (reader.ValueTextEquals("orientation"u8))
            {
                ReadArray(ref reader, values);
                pose = pose with { Orientation = new(values[0], values[1], values[2], values[3]) };
            }
            else if (reader.ValueTextEquals("odometry"u8))
            {
                ReadArray(ref reader, values[..3]);
                pose = pose with { Odometry = new RobotPose(values[0], values[1], values[2]) };
            }
            else if (reader.ValueTextEquals("orientation_sigma_rad"u8)) pose = pose with { OrientationSigma = NextNumber(ref reader) };
            else if (reader.ValueTextEquals("position_sigma_m"u8)) pose = pose with { PositionSigma = NextNumber(ref reader) };
            else throw new FormatException($"expected the fields of {Schema}, found '{reader.GetString()}'");
        }

        while (reader.Read()) throw new FormatException($"expected one object, found more after it: '{Start(text)}'");
        if (!hasSchema || pose.TimeMicroseconds == long.MinValue || double.IsNaN(pose.Position.X) || pose.Orientation == default)
            throw new FormatException($"expected schema, time_us, position_m and orientation, found '{Start(text)}'");
        return pose;
    }

    static void ReadArray(ref Utf8JsonReader reader, scoped Span<double> values)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        foreach (ref var value in values) value = NextNumber(ref reader);
        Expect(ref reader, JsonTokenType.EndArray);
    }

    static double NextNumber(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        return reader.GetDouble();
    }

    static long NextInteger(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        if (reader.TryGetInt64(out var value)) return value;
        const double LargestExact = 1L << 53; // above, not every integer is one of double
        return reader.TryGetDouble(out var real) && double.IsInteger(real) && Math.Abs(real) <= LargestExact // 2966666.0, as some write it
            ? (long)real
            : throw new FormatException($"time_us: expected an integer number of microseconds, found {Encoding.UTF8.GetString(reader.ValueSpan)}");
    }

    static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw new FormatException($"expected {token} at byte {reader.TokenStartIndex}, found {reader.TokenType}; {Schema} says which fields hold what");
    }

    static void WriteArray(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<double> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteNumberValue(double.IsFinite(value) ? value : 0); // JSON has no infinity and no NaN
        writer.WriteEndArray();
    }

    static string Start(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, 60)]);
}
