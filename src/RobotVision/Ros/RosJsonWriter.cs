using System.Text.Json;

namespace RobotVision.Ros;

/// <summary>Writes messages of ROS 2 as the JSON of rosbridge. One thread at a time.</summary>
/// <param name="writer">Takes the text; borrowed.</param>
/// <remarks>Source: rosbridge v2 protocol; bytes are in Base64.</remarks>
sealed class RosJsonWriter(Utf8JsonWriter writer) : IRosWriter
{
    /// <inheritdoc/>
    public void Begin(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) writer.WriteStartObject();
        else writer.WriteStartObject(name);
    }

    /// <inheritdoc/>
    public void End() => writer.WriteEndObject();

    /// <inheritdoc/>
    public void BeginList(ReadOnlySpan<byte> name, int count) => writer.WriteStartArray(name);

    /// <inheritdoc/>
    public void EndList() => writer.WriteEndArray();

    /// <inheritdoc/>
    public void Byte(ReadOnlySpan<byte> name, byte value) => writer.WriteNumber(name, value);

    /// <inheritdoc/>
    public void Int32(ReadOnlySpan<byte> name, int value) => writer.WriteNumber(name, value);

    /// <inheritdoc/>
    public void UInt32(ReadOnlySpan<byte> name, uint value) => writer.WriteNumber(name, value);

    /// <inheritdoc/>
    public void Float64(ReadOnlySpan<byte> name, double value) => writer.WriteNumber(name, value);

    /// <inheritdoc/>
    public void Text(ReadOnlySpan<byte> name, string value) => writer.WriteString(name, value);

    /// <inheritdoc/>
    public void FixedFloat64s(ReadOnlySpan<byte> name, ReadOnlySpan<double> values) => Float64s(name, values);

    /// <inheritdoc/>
    public void Float64s(ReadOnlySpan<byte> name, ReadOnlySpan<double> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    /// <inheritdoc/>
    public void Bytes(ReadOnlySpan<byte> name, ReadOnlySpan<byte> values) => writer.WriteBase64String(name, values);
}
