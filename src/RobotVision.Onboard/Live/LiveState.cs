using System.Buffers;
using System.Text.Json;
using RobotVision.Detections;
using RobotVision.Pipeline;
using RobotVision.Publishing;

namespace RobotVision.Onboard.Live;

/// <summary>Writes how a pipeline is doing: the message <c>robotvision.live/1</c>. One thread at a time.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="clock">Where times come from.</param>
/// <param name="played">The recording that is played; null where there is none.</param>
sealed class LiveState(VisionPipeline pipeline, TimeProvider clock, PlayedSource? played)
{
    /// <summary>The schema of the message.</summary>
    public const string Schema = "robotvision.live/1";

    /// <summary>Seconds in which a rate can be counted; the first message comes sooner after the beginning.</summary>
    const double ShortestTime = 0.1;

    readonly ArrayBufferWriter<byte> _bytes = new();
    readonly LatencyHistogram[] _before = [.. Enumerable.Range(0, StageTimes.Count + 1).Select(_ => new LatencyHistogram())];
    readonly LatencyHistogram _recent = new();
    long _time, _published;

    /// <summary>Begins to measure anew, from now on.</summary>
    public void Restart()
    {
        Restart(pipeline.Metrics);
    }

    void Restart(PipelineMetrics metrics)
    {
        for (var i = 0; i < _before.Length; i++) _before[i].Set(Times(metrics, i));
        (_time, _published) = (clock.GetTimestamp(), metrics.Published);
    }

    /// <summary>The message of now; times and rates are those since the message before.</summary>
    public byte[] Write()
    {
        _bytes.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_bytes)) Write(writer);
        return _bytes.WrittenSpan.ToArray();
    }

    void Write(Utf8JsonWriter writer)
    {
        var (state, seconds, metrics) = (pipeline.State, clock.GetElapsedTime(_time).TotalSeconds, pipeline.Metrics);
        writer.WriteStartObject();
        writer.WriteString("schema"u8, Schema);
        writer.WritePropertyName("state"u8);
        FrameJson.Write(writer, state);
        var rate = seconds >= ShortestTime ? (metrics.Published - _published) / seconds : state.Health?.FramesPerSecond ?? 0;
        writer.WriteNumber("frames_per_second"u8, Math.Round(rate, 1));
        WriteTimes(writer, metrics);
        writer.WriteStartArray("drops"u8);
        foreach (var (stage, reason, count) in metrics.Drops())
        {
            writer.WriteStartObject();
            writer.WriteString("stage"u8, stage.Name());
            writer.WriteString("reason"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()));
            writer.WriteNumber("count"u8, count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        var now = pipeline.Model;
        writer.WriteString("model"u8, now.Hash);
        WriteSettings(writer, now.Contract.Classes);
        if (played is not null) WritePlaying(writer, played);
        writer.WriteEndObject();
        Restart(metrics);
    }

    /// <summary>Median and 99th percentile of every stage that worked since the message before, and of a frame's whole way.</summary>
    void WriteTimes(Utf8JsonWriter writer, PipelineMetrics metrics)
    {
        writer.WriteStartObject("latency_ms"u8);
        for (var i = 0; i < _before.Length; i++)
        {
            _recent.Set(Times(metrics, i), _before[i]);
            if (_recent.Count == 0) continue;
            writer.WriteStartObject(i < StageTimes.Count ? ((Stage)i).Name() : "total");
            writer.WriteNumber("p50"u8, Math.Round(_recent.Percentile(0.5).TotalMilliseconds, 3));
            writer.WriteNumber("p99"u8, Math.Round(_recent.Percentile(0.99).TotalMilliseconds, 3));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>What can be changed; a class that is off has no threshold.</summary>
    void WriteSettings(Utf8JsonWriter writer, ClassNames classes)
    {
        var thresholds = pipeline.Thresholds.For(pipeline.CloseUps);
        writer.WriteStartObject("thresholds"u8);
        foreach (var one in classes.Classes.Take(thresholds.Count)) // of a model that was swapped a moment ago the next message has all
            if (thresholds.IsOn(one)) writer.WriteNumber(classes[one], Math.Round(thresholds[one], 4));
            else writer.WriteNull(classes[one]);
        writer.WriteEndObject();
        writer.WriteNumber("close_ups"u8, pipeline.CloseUps);
        writer.WriteNumber("most_close_ups"u8, pipeline.MostCloseUps);
    }

    static void WritePlaying(Utf8JsonWriter writer, PlayedSource played)
    {
        var (isPlaying, speed) = played.Playing;
        writer.WriteStartObject("playing"u8);
        writer.WriteBoolean("goes"u8, isPlaying);
        writer.WriteNumber("speed"u8, speed);
        if (played.FrameCount is { } frames) writer.WriteNumber("frames"u8, frames);
        writer.WriteBoolean("can_jump"u8, played.CanJump);
        if (played.Place >= 0) writer.WriteNumber("frame"u8, played.Place);
        writer.WriteEndObject();
    }

    static LatencyHistogram Times(PipelineMetrics metrics, int i) => i < StageTimes.Count ? metrics[(Stage)i].Time : metrics.Total;
}
