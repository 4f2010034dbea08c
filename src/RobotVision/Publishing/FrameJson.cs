using System.Text.Json;
using RobotVision.Detections;
using RobotVision.Field;
using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Poses;
using RobotVision.Tracking;

namespace RobotVision.Publishing;

/// <summary>
/// Writes results as JSON: one object without line breaks, as <c>robotvision.frame.schema.json</c> and <c>robotvision.state.schema.json</c> say.
/// </summary>
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
        var results = new FrameResults
        {
            Number = frame.Number,
            Source = frame.Source,
            SourceTime = frame.SourceTime,
            IsTimeEstimated = frame.IsTimeEstimated,
            CapturedAt = frame.CapturedAt,
            Width = frame.Width,
            Height = frame.Height,
            Latency = timing ? Milliseconds(observation, stackalloc float[StageTimes.Count]) : [],
            Inputs = PublishedInputs.Of(observation),
            Classes = observation.Inputs.Classes,
            Features = observation.Features.Values,
            Pose = observation.PoseStatus,
            Detections = observation.Detections.Span,
            Tracks = observation.Tracks.Span,
        };
        Write(writer, results);
    }

    /// <summary>Writes the results of one frame, wherever they are from.</summary>
    internal static void Write(Utf8JsonWriter writer, in FrameResults frame)
    {
        writer.WriteStartObject();
        writer.WriteString("schema"u8, FrameSchema);
        writer.WriteNumber("frame"u8, frame.Number);
        writer.WriteString("source"u8, frame.Source);
        if (frame.SourceTime is { } sourceTime) writer.WriteNumber("source_time_s"u8, Round(sourceTime.TotalSeconds, 6));
        if (frame is { SourceTime: not null, IsTimeEstimated: true }) writer.WriteBoolean("source_time_estimated"u8, true);
        if (frame.CapturedAt is { } capturedAt) WriteTime(writer, "captured_at"u8, capturedAt);
        writer.WriteNumber("width"u8, frame.Width);
        writer.WriteNumber("height"u8, frame.Height);
        if (frame.Latency.Length > 0) WriteLatency(writer, frame.Latency);
        WriteFeatures(writer, frame.Features, frame.Classes);
        if (frame.Pose != PoseStatus.None) writer.WriteString("pose"u8, PoseName(frame.Pose));
        WriteDetections(writer, frame.Detections, frame.Classes);
        if (frame.Tracks.Length > 0) WriteTracks(writer, frame.Tracks, frame.Classes);
        if (frame.Inputs.Camera is not null) WriteInputs(writer, frame.Inputs, frame.Classes);
        writer.WriteEndObject();
    }

    /// <summary>Writes a state.</summary>
    public static void Write(Utf8JsonWriter writer, PipelineState state)
    {
        writer.WriteStartObject();
        writer.WriteString("schema"u8, StateSchema);
        WriteFields(writer, state);
        if (state.Cameras.Count > 0)
        {
            writer.WriteStartArray("cameras"u8);
            foreach (var camera in state.Cameras)
            {
                writer.WriteStartObject();
                WriteFields(writer, camera);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    static void WriteFields(Utf8JsonWriter writer, PipelineState state)
    {
        WriteTime(writer, "at"u8, state.At);
        if (state.Camera is { } name) writer.WriteString("camera"u8, name);
        writer.WriteString("status"u8, StatusName(state.Status));
        writer.WriteString("source"u8, state.Source);
        if (state.Problem is { } problem) writer.WriteString("problem"u8, problem);
        writer.WriteString("provider"u8, state.Provider.Name());
        writer.WriteNumber("published"u8, state.Published);
        writer.WriteNumber("dropped"u8, state.Dropped);
        writer.WriteNumber("times_lost"u8, state.TimesLost);
        if (state.Health is { } health) WriteHealth(writer, health);
        if (state.Poses is { } poses) WritePoses(writer, poses);
        if (state.Unsent is { } unsent) WriteUnsent(writer, unsent);
        if (state.Drift is { } drift) WriteDrift(writer, drift);
        if (state.Swap is { } swap) WriteSwap(writer, swap);
        if (state.Recording is { } recording) WriteRecording(writer, recording);
    }

    /// <summary>The name of a status in files and messages.</summary>
    public static string StatusName(PipelineStatus status) => status switch
    {
        PipelineStatus.Waiting => "waiting",
        PipelineStatus.Running => "running",
        PipelineStatus.SourceLost => "source_lost",
        _ => "ended",
    };

    /// <summary>The name of a pose's status in files.</summary>
    public static string PoseName(PoseStatus status) => status switch
    {
        PoseStatus.Known => "known",
        PoseStatus.Gap => "gap",
        PoseStatus.Stale => "stale",
        _ => "missing",
    };

    /// <summary>The name of a level of health or of a problem in files and messages.</summary>
    public static string HealthName<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    static void WriteHealth(Utf8JsonWriter writer, HealthReport health)
    {
        writer.WriteStartObject("health"u8);
        writer.WriteString("level"u8, HealthName(health.Level));
        writer.WriteStartArray("reasons"u8);
        foreach (var reason in health.Reasons)
        {
            writer.WriteStartObject();
            writer.WriteString("problem"u8, HealthName(reason.Problem));
            writer.WriteString("text"u8, reason.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("frames_per_second"u8, Math.Round(health.FramesPerSecond, 1));
        writer.WriteString("quality"u8, HealthName(health.Quality));
        writer.WriteNumber("stalls_in_an_hour"u8, health.Stalls);
        writer.WriteNumber("losses_in_an_hour"u8, health.Losses);
        writer.WriteEndObject();
    }

    static void WriteUnsent(Utf8JsonWriter writer, SendFailures unsent)
    {
        writer.WriteStartObject("unsent"u8);
        writer.WriteNumber("count"u8, unsent.Count);
        writer.WriteString("problem"u8, unsent.Problem);
        writer.WriteEndObject();
    }

    static void WriteRecording(Utf8JsonWriter writer, RecordingState recording)
    {
        writer.WriteStartObject("recording"u8);
        writer.WriteBoolean("active"u8, recording.IsActive);
        writer.WriteString("file"u8, recording.File);
        writer.WriteNumber("frames"u8, recording.Frames);
        writer.WriteNumber("dropped"u8, recording.Dropped);
        if (recording.Problem is { } problem) writer.WriteString("problem"u8, problem);
        writer.WriteEndObject();
    }

    static void WriteDrift(Utf8JsonWriter writer, DriftState drift)
    {
        writer.WriteStartObject("drift"u8);
        writer.WriteBoolean("drifting"u8, drift.IsDrifting);
        writer.WriteNumber("roll_rad"u8, Round(drift.Roll, 4));
        writer.WriteNumber("pitch_rad"u8, Round(drift.Pitch, 4));
        writer.WriteNumber("warnings"u8, drift.Warnings);
        writer.WriteEndObject();
    }

    static void WriteSwap(Utf8JsonWriter writer, ModelSwapState swap)
    {
        writer.WriteStartObject("swap"u8);
        writer.WriteString("status"u8, swap.Status switch
        {
            SwapStatus.Probation => "probation"u8,
            SwapStatus.Kept => "kept"u8,
            _ => "returned"u8,
        });
        writer.WriteString("model"u8, swap.Model);
        writer.WriteString("file"u8, swap.File);
        writer.WriteString("before"u8, swap.Before);
        writer.WriteString("before_file"u8, swap.BeforeFile);
        if (swap.Reason is { } reason) writer.WriteString("reason"u8, reason);
        writer.WriteEndObject();
    }

    static void WriteLatency(Utf8JsonWriter writer, ReadOnlySpan<float> milliseconds)
    {
        writer.WriteStartObject("latency_ms"u8);
        for (var stage = Stage.Capture; stage < Stage.Publish; stage++) writer.WriteNumber(stage.Name(), Round(milliseconds[(int)stage], 3));
        writer.WriteNumber("total"u8, Round(milliseconds[(int)Stage.Publish], 3));
        writer.WriteEndObject();
    }

    static void WriteInputs(Utf8JsonWriter writer, in PublishedInputs inputs, ClassNames classes)
    {
        writer.WriteStartObject("inputs"u8);
        writer.WriteString("camera"u8, inputs.Camera);
        if (inputs.MonotonicTime is { } time) writer.WriteNumber("monotonic_s"u8, Round(time.TotalSeconds, 6));
        writer.WriteString("model"u8, inputs.Model);
        writer.WriteStartObject("thresholds"u8);
        for (var c = 0; c < inputs.Thresholds.Length; c++)
            if (float.IsFinite(inputs.Thresholds[c])) writer.WriteNumber(classes[(ObjectClass)c], inputs.Thresholds[c]);
        writer.WriteEndObject();
        writer.WriteNumber("close_ups"u8, inputs.CloseUps);
        if (inputs.Remembered > 0) writer.WriteNumber("memory"u8, inputs.Remembered);
        if (inputs.Pose is { } pose)
        {
            writer.WriteStartObject("pose"u8);
            PoseMessage.WriteFields(writer, pose);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    static void WriteFeatures(Utf8JsonWriter writer, ReadOnlySpan<float> features, ClassNames classes)
    {
        writer.WriteStartObject("features"u8);
        for (var c = 0; c < classes.Count; c++)
        {
            writer.WriteStartArray(classes[(ObjectClass)c]);
            foreach (var value in features.Slice(c * FeatureVector.ValuesPerClass, FeatureVector.ValuesPerClass)) writer.WriteNumberValue(Round(value, 4));
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    static void WriteDetections(Utf8JsonWriter writer, ReadOnlySpan<Detection> detections, ClassNames classes)
    {
        writer.WriteStartArray("detections"u8);
        foreach (var detection in detections)
        {
            writer.WriteStartObject();
            writer.WriteString("class"u8, classes[detection.Class]);
            writer.WriteNumber("confidence"u8, Round(detection.Confidence, 4));
            WriteArray(writer, "box"u8, [detection.Box.X1, detection.Box.Y1, detection.Box.X2, detection.Box.Y2], 1);
            if (detection.Bearing is { } bearing) WriteArray(writer, "bearing_rad"u8, [bearing.Azimuth, bearing.Elevation], 5);
            if (detection.Ground is { } ground)
            {
                WriteArray(writer, "ground_m"u8, [ground.X, ground.Y], 4);
                WriteArray(writer, "ground_covariance_m2"u8, [ground.XX, ground.XY, ground.YY], 8);
            }

            if (detection.Track is { } track) writer.WriteNumber("track"u8, track);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    static void WriteTracks(Utf8JsonWriter writer, ReadOnlySpan<TrackedObject> tracks, ClassNames classes)
    {
        writer.WriteStartArray("tracks"u8);
        foreach (var track in tracks)
        {
            writer.WriteStartObject();
            writer.WriteNumber("track"u8, track.Id);
            writer.WriteString("class"u8, classes[track.Class]);
            writer.WriteNumber("confidence"u8, Round(track.Confidence, 4));
            writer.WriteNumber("unseen_s"u8, Round(track.UnseenSeconds, 6));
            if (track.Ground is { } ground)
            {
                WriteArray(writer, "ground_m"u8, [ground.X, ground.Y], 4);
                WriteArray(writer, "ground_covariance_m2"u8, [ground.XX, ground.XY, ground.YY], 8);
                WriteArray(writer, "velocity_m_s"u8, [track.GroundVelocity.X, track.GroundVelocity.Y], 4);
            }
            else
            {
                WriteArray(writer, "pixel"u8, [track.Pixel.X, track.Pixel.Y], 1);
                WriteArray(writer, "pixel_covariance"u8, [track.Pixel.XX, track.Pixel.XY, track.Pixel.YY], 2);
                WriteArray(writer, "velocity_pixels_s"u8, [track.PixelVelocity.X, track.PixelVelocity.Y], 1);
            }
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    static void WritePoses(Utf8JsonWriter writer, PoseCounts poses)
    {
        writer.WriteStartObject("poses"u8);
        writer.WriteNumber("received"u8, poses.Received);
        writer.WriteNumber("refused"u8, poses.Refused);
        writer.WriteNumber("jumps"u8, poses.Jumps);
        writer.WriteNumber("restarts"u8, poses.Restarts);
        writer.WriteNumber("frames"u8, poses.Frames);
        writer.WriteNumber("known"u8, poses.Known);
        if (poses.FirstProblem is { } problem) writer.WriteString("problem"u8, problem);
        writer.WriteEndObject();
    }

    static void WriteArray(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<double> values, int digits)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteNumberValue(Round(value, digits));
        writer.WriteEndArray();
    }

    static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<char> text = stackalloc char[32];
        time.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
        writer.WriteString(name, text[..length]);
    }

    /// <summary>As precise as the messages of <c>robotvision.proto</c>, so that both say the same.</summary>
    static ReadOnlySpan<float> Milliseconds(Observation observation, Span<float> milliseconds)
    {
        for (var stage = Stage.Capture; stage < Stage.Publish; stage++) milliseconds[(int)stage] = (float)observation.Times[stage].TotalMilliseconds;
        milliseconds[(int)Stage.Publish] = (float)observation.TotalTime.TotalMilliseconds;
        return milliseconds;
    }

    // Decimal, because it prints the digits that it has: 0.1, and never 0.10000000149; the division takes zeros from its end.
    // What is not finite stays out of JSON.
    static decimal Round(double value, int digits) =>
        double.IsFinite(value) ? Math.Round((decimal)Math.Clamp(value, -1e12, 1e12), digits) / 1.0000000000000000000000000000m : 0;
}
