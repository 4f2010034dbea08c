using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Detections;

namespace RobotVision.Evaluation.Frames;

/// <summary>Thresholds in JSON: a class that is off has 1 there, since JSON has no infinity.</summary>
sealed class ThresholdConverter : JsonConverter<float>
{
    const float OffInFile = 1;

    /// <summary>A threshold as it stands in a file.</summary>
    public static float ToFile(float threshold) => Math.Min(threshold, OffInFile);

    /// <summary>A threshold that stands in a file.</summary>
    public static float FromFile(float threshold) => threshold < OffInFile ? threshold : Thresholds.Off;

    /// <inheritdoc/>
    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => FromFile(reader.GetSingle());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options) => writer.WriteNumberValue(ToFile(value));
}
