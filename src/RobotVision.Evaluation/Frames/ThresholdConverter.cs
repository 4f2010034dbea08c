using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Detections;

namespace RobotVision.Evaluation.Frames;

/// <summary>Thresholds in JSON: 1 for a class that is off, because JSON has no infinity.</summary>
sealed class ThresholdConverter : JsonConverter<float>
{
    const float OffInFile = 1;

    /// <summary>Converts a threshold to its value in files.</summary>
    public static float ToFile(float threshold) => Math.Min(threshold, OffInFile);

    /// <summary>Converts a threshold from its value in files.</summary>
    public static float FromFile(float threshold) => threshold < OffInFile ? threshold : Thresholds.Off;

    /// <inheritdoc/>
    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => FromFile(reader.GetSingle());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options) => writer.WriteNumberValue(ToFile(value));
}
