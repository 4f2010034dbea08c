using System.Text.Json;
using RobotVision.Detection;
using RobotVision.Pipeline;

namespace RobotVision.Publishing;

/// <summary>Writes results as JSON: one object without line breaks, as <c>robotvision.frame.schema.json</c> and <c>robotvision.state.schema.json</c> say.</summary>
public static class FrameJson
{
    /// <summary>The schema of a frame's results.</summary>
    public const string FrameSchema = "robotvision.frame/1";

    /// <summary>The schema of a state.</summary>
    public const string StateSchema = "robotvision.state/1";

    /// <summary>Writes the results of one frame.</summary>
    /// <param name="writer">Takes the object.</param>
    /// <param name="observation">The results, borrowed.</param>
    /// <param name="timing">Whether to write what differs from run to run: the latencies.</param>
    public static void Write(Utf8JsonWriter writer, Observation observation, bool timing)
    {
        var frame = observation.Frame;
        writer.WriteStartObject();
        writer.WriteString("schema"u8, FrameSchema);
        writer.WriteNumber("frame"u8, frame.Number);
        writer.WriteString("source"u8, frame.Source);
        if (frame.SourceTime is { } sourceTime) writer.WriteNumber("source_time_s"u8, Round(sourceTime.TotalSeconds, 6));
        if (frame.CapturedAt is { } capturedAt) WriteTime(writer, "captured_at"u8, capturedAt);
        writer.WriteNumber("width"u8, frame.Width);
        writer.WriteNumber("height"u8, frame.Height);
        if (timing) WriteLatency(writer, observation);
        WriteFeatures(writer, observation.Features);
        WriteDetections(writer, observation.Detections);
        writer.WriteEndObject();
    }

    /// <summary>Writes a state.</summary>
    public static void Write(Utf8JsonWriter writer, PipelineState state)
    {
        writer.WriteStartObject();
        writer.WriteString("schema"u8, StateSchema);
        WriteTime(writer, "at"u8, state.At);
        writer.WriteString("status"u8, StatusName(state.Status));
        writer.WriteString("source"u8, state.Source);
        if (state.Problem is { } problem) writer.WriteString("problem"u8, problem);
        writer.WriteString("provider"u8, state.Provider);
        writer.WriteNumber("published"u8, state.Published);
        writer.WriteNumber("dropped"u8, state.Dropped);
        writer.WriteNumber("times_lost"u8, state.TimesLost);
        writer.WriteEndObject();
    }

    /// <summary>The name of a status in files and messages.</summary>
    public static string StatusName(PipelineStatus status) => status switch
    {
        PipelineStatus.Waiting => "waiting",
        PipelineStatus.Running => "running",
        PipelineStatus.SourceLost => "source_lost",
        _ => "ended",
    };

    static void WriteLatency(Utf8JsonWriter writer, Observation observation)
    {
        writer.WriteStartObject("latency_ms"u8);
        writer.WriteNumber("capture"u8, Milliseconds(observation.CaptureTime));
        writer.WriteNumber("sample"u8, Milliseconds(observation.SampleTime));
        writer.WriteNumber("infer"u8, Milliseconds(observation.InferTime));
        writer.WriteNumber("decode"u8, Milliseconds(observation.DecodeTime));
        writer.WriteNumber("total"u8, Milliseconds(observation.TotalTime));
        writer.WriteEndObject();
    }

    static void WriteFeatures(Utf8JsonWriter writer, FeatureVector features)
    {
        writer.WriteStartObject("features"u8);
        for (var c = 0; c < ObjectClasses.Count; c++)
        {
            writer.WriteStartArray(((ObjectClass)c).Name());
            foreach (var value in features[(ObjectClass)c]) writer.WriteNumberValue(Round(value, 4));
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    static void WriteDetections(Utf8JsonWriter writer, DetectionList detections)
    {
        writer.WriteStartArray("detections"u8);
        foreach (var detection in detections.Span)
        {
            writer.WriteStartObject();
            writer.WriteString("class"u8, detection.Class.Name());
            writer.WriteNumber("confidence"u8, Round(detection.Confidence, 4));
            writer.WriteStartArray("box"u8);
            writer.WriteNumberValue(Round(detection.Box.X1, 1));
            writer.WriteNumberValue(Round(detection.Box.Y1, 1));
            writer.WriteNumberValue(Round(detection.Box.X2, 1));
            writer.WriteNumberValue(Round(detection.Box.Y2, 1));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<char> text = stackalloc char[32];
        time.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
        writer.WriteString(name, text[..length]);
    }

    static decimal Milliseconds(TimeSpan time) => Round(time.TotalMilliseconds, 3);

    // Decimal, because it prints the digits that it has: 0.1, and never 0.10000000149; the division takes zeros from its end.
    // What is not finite stays out of JSON.
    static decimal Round(double value, int digits) =>
        double.IsFinite(value) ? Math.Round((decimal)Math.Clamp(value, -1e12, 1e12), digits) / 1.0000000000000000000000000000m : 0;
}
