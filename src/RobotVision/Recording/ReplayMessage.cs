using System.Globalization;
using System.Text.Json;
using RobotVision.CloseUps;
using RobotVision.Inference;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Pipeline;
using RobotVision.Poses;
using RobotVision.Publishing;
using RobotVision.Tracking;

namespace RobotVision.Recording;

/// <summary>
/// What is needed besides a frame's picture to compute its results again, bit by bit, and to see whether they are the same: JSON as
/// <c>robotvision.replay.schema.json</c> says. Numbers have all their digits.
/// </summary>
sealed record ReplayMessage
{
    /// <summary>The schema.</summary>
    public const string Schema = "robotvision.replay/1";

    const long NanosecondsPerTick = TimeSpan.NanosecondsPerTick;

    /// <summary>The frame's number in its source.</summary>
    public required long Frame { get; init; }

    /// <summary>See <see cref="Observation.Processed"/>.</summary>
    public required long Processed { get; init; }

    /// <summary>What the frame was read from.</summary>
    public required string Source { get; init; }

    /// <summary>Its time in a recording.</summary>
    public TimeSpan? SourceTime { get; init; }

    /// <summary>Whether that time is computed from the rate.</summary>
    public bool IsTimeEstimated { get; init; }

    /// <summary>When it was taken, UTC.</summary>
    public DateTimeOffset? CapturedAt { get; init; }

    /// <summary>Size and format of the picture.</summary>
    public required PictureLayout Layout { get; init; }

    /// <summary>See <see cref="ResultDigest.OfPicture"/>.</summary>
    public required ulong PictureHash { get; init; }

    /// <summary>See <see cref="ResultDigest.OfResults"/>.</summary>
    public required ulong ResultHash { get; init; }

    /// <summary>The number of detections.</summary>
    public required int Detections { get; init; }

    /// <summary>What decided the result; of the classes and the camera's name the settings of the run know.</summary>
    public required FrameInputs Inputs { get; init; }

    /// <summary>See <see cref="Observation.Before"/>; null where it follows from the frame before.</summary>
    public ProcessorSnapshot? Before { get; init; }

    /// <summary>Writes the message of a frame.</summary>
    /// <param name="writer">Takes the object.</param>
    /// <param name="observation">The frame with its results.</param>
    /// <param name="digest">Computes the hashes.</param>
    /// <param name="withSnapshot">Whether the frame before is not recorded.</param>
    public static void Write(Utf8JsonWriter writer, Observation observation, ResultDigest digest, bool withSnapshot)
    {
        var (frame, inputs) = (observation.Frame, observation.Inputs);
        writer.WriteStartObject();
        writer.WriteString("schema"u8, Schema);
        writer.WriteNumber("frame"u8, frame.Number);
        writer.WriteNumber("processed"u8, observation.Processed);
        writer.WriteString("source"u8, frame.Source);
        if (frame.SourceTime is { } sourceTime) writer.WriteNumber("source_time_ns"u8, sourceTime.Ticks * NanosecondsPerTick);
        if (frame.IsTimeEstimated) writer.WriteBoolean("source_time_estimated"u8, true);
        if (frame.CapturedAt is { } captured) writer.WriteNumber("captured_at_ns"u8, (captured - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick);
        if (inputs.Time is { } time) writer.WriteNumber("time_ns"u8, time.Ticks * NanosecondsPerTick);
        WritePicture(writer, frame.Layout, ResultDigest.OfPicture(frame));
        writer.WriteString("model"u8, inputs.Model);
        writer.WriteStartObject("thresholds"u8);
        WriteThresholds(writer, "whole_view"u8, inputs.Thresholds.For(0));
        WriteThresholds(writer, "close_ups"u8, inputs.Thresholds.For(1));
        writer.WriteEndObject();
        writer.WriteNumber("close_ups"u8, inputs.CloseUps);
        if (inputs.PoseStatus != PoseStatus.None) writer.WriteString("pose_status"u8, FrameJson.PoseName(inputs.PoseStatus));
        if (inputs.Pose is { } pose)
        {
            writer.WritePropertyName("pose"u8);
            PoseMessage.Write(writer, pose);
        }

        writer.WriteNumber("detections"u8, observation.Detections.Count);
        writer.WriteString("result_xxh3"u8, Hex(digest.OfResults(observation)));
        if (withSnapshot && observation.Before is { } before && IsFinite(before.Tracker)) WriteSnapshot(writer, before);
        writer.WriteEndObject();
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidDataException">It is of another version or damaged.</exception>
    public static ReplayMessage Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return Read(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException
            or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"expected a message of {Schema}, found a damaged one: {exception.Message}", exception);
        }
    }

    static ReplayMessage Read(JsonElement root)
    {
        if (root.GetProperty("schema").GetString() is var schema && schema != Schema) throw new FormatException($"expected '{Schema}', found '{schema}'");
        var (picture, thresholds) = (root.GetProperty("picture"), root.GetProperty("thresholds"));
        return new()
        {
            Frame = root.GetProperty("frame").GetInt64(),
            Processed = root.GetProperty("processed").GetInt64(),
            Source = root.GetProperty("source").GetString()!,
            SourceTime = Time(root, "source_time_ns"),
            IsTimeEstimated = root.TryGetProperty("source_time_estimated", out _),
            CapturedAt = Time(root, "captured_at_ns") is { } since1970 ? DateTimeOffset.UnixEpoch + since1970 : null,
            Layout = ReadLayout(picture),
            PictureHash = ulong.Parse(picture.GetProperty("xxh3").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            ResultHash = ulong.Parse(root.GetProperty("result_xxh3").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            Detections = root.GetProperty("detections").GetInt32(),
            Inputs = new()
            {
                Camera = "",
                Model = root.GetProperty("model").GetString()!,
                Thresholds = new(ReadThresholds(thresholds.GetProperty("whole_view")), ReadThresholds(thresholds.GetProperty("close_ups"))),
                CloseUps = root.GetProperty("close_ups").GetInt32() is >= 0 and <= CloseUpChooser.MostCloseUps and var count ? count
                    : throw new FormatException("close_ups is out of range"),
                Time = Time(root, "time_ns"),
                PoseStatus = root.TryGetProperty("pose_status", out var status)
                    ? Enum.GetValues<PoseStatus>().First(one => one != PoseStatus.None && FrameJson.PoseName(one) == status.GetString())
                    : PoseStatus.None,
                Pose = root.TryGetProperty("pose", out var pose) ? PoseMessage.ParseJson(System.Text.Encoding.UTF8.GetBytes(pose.GetRawText())) : null,
            },
            Before = root.TryGetProperty("before", out var before) ? ReadSnapshot(before) : null,
        };
    }

    static void WritePicture(Utf8JsonWriter writer, PictureLayout layout, ulong hash)
    {
        writer.WriteStartObject("picture"u8);
        writer.WriteString("format"u8, Name(layout.Format));
        writer.WriteNumber("width"u8, layout.Width);
        writer.WriteNumber("height"u8, layout.Height);
        if (layout.Format != PixelFormat.Bgr24)
        {
            writer.WriteString("yuv_standard"u8, Name(layout.Colors.Standard));
            writer.WriteBoolean("yuv_full_range"u8, layout.Colors.IsFullRange);
        }

        writer.WriteString("xxh3"u8, Hex(hash));
        writer.WriteEndObject();
    }

    static PictureLayout ReadLayout(JsonElement picture)
    {
        var format = Parse<PixelFormat>(picture.GetProperty("format"));
        return new(
            format, picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32(),
            format == PixelFormat.Bgr24 ? default
                : new(Parse<YuvStandard>(picture.GetProperty("yuv_standard")), picture.GetProperty("yuv_full_range").GetBoolean()));
    }

    static void WriteThresholds(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Thresholds thresholds)
    {
        writer.WriteStartArray(name);
        foreach (var value in thresholds.Values)
            if (float.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        writer.WriteEndArray();
    }

    static Thresholds ReadThresholds(JsonElement values) =>
        new(values.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? Thresholds.Off : value.GetSingle()));

    static void WriteSnapshot(Utf8JsonWriter writer, ProcessorSnapshot before)
    {
        var (tracker, scan) = (before.Tracker, before.Scan);
        writer.WriteStartObject("before"u8);
        writer.WriteStartArray("scan"u8);
        writer.WriteNumberValue(scan.NextOnBand);
        writer.WriteNumberValue(scan.NextScan);
        writer.WriteNumberValue(scan.Band);
        writer.WriteEndArray();
        if (tracker.LastTime is { } time) writer.WriteNumber("last_time_ns"u8, time.Ticks * NanosecondsPerTick);
        if (tracker.Cameras > 1) WriteLastTimes(writer, tracker);
        writer.WriteStartArray("last_size"u8);
        writer.WriteNumberValue(tracker.LastSize.Width);
        writer.WriteNumberValue(tracker.LastSize.Height);
        writer.WriteEndArray();
        writer.WriteBoolean("had_odometry"u8, tracker.HadOdometry);
        writer.WriteNumber("next_track"u8, tracker.NextId);
        if (before.Memory.Frames > 0) WriteMemory(writer, before.Memory);
        writer.WriteStartArray("tracks"u8);
        for (var i = 0; i < tracker.Count; i++)
        {
            var track = tracker.Tracks[i];
            writer.WriteStartObject();
            writer.WriteNumber("track"u8, track.Id);
            writer.WriteNumber("class"u8, (int)track.Class);
            writer.WriteNumber("evidence"u8, track.Evidence);
            writer.WriteNumber("unseen_s"u8, track.UnseenSeconds);
            writer.WriteStartArray("estimate"u8);
            foreach (var value in tracker.EstimateOf(i)) writer.WriteNumberValue(value);
            writer.WriteEndArray();
            if (tracker.Cameras > 1) WriteUnseen(writer, tracker.UnseenBy(i));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>When each camera took its last frame, where several have their tracks in common.</summary>
    static void WriteLastTimes(Utf8JsonWriter writer, TrackerSnapshot tracker)
    {
        writer.WriteStartArray("last_times_ns"u8);
        foreach (var time in tracker.LastTimes)
            if (time is { } known) writer.WriteNumberValue(known.Ticks * NanosecondsPerTick);
            else writer.WriteNullValue();
        writer.WriteEndArray();
    }

    /// <summary>When each camera last saw a track, likewise.</summary>
    static void WriteUnseen(Utf8JsonWriter writer, ReadOnlySpan<double> unseen)
    {
        writer.WriteStartArray("unseen_by_s"u8);
        foreach (var one in unseen) writer.WriteNumberValue(one);
        writer.WriteEndArray();
    }

    static ProcessorSnapshot ReadSnapshot(JsonElement before)
    {
        var (scan, size) = (before.GetProperty("scan"), before.GetProperty("last_size"));
        var snapshot = new ProcessorSnapshot
        {
            Scan = new(scan[0].GetInt32(), scan[1].GetInt32(), scan[2].GetSingle()),
            Memory = before.TryGetProperty("memory", out var memory) ? ReadMemory(memory) : new(0),
        };
        var tracker = snapshot.Tracker;
        (tracker.LastTime, tracker.LastSize) = (Time(before, "last_time_ns"), (size[0].GetInt32(), size[1].GetInt32()));
        if (before.TryGetProperty("last_times_ns", out var times)) ReadLastTimes(times, tracker);
        else tracker.LastTimes[0] = tracker.LastTime;
        (tracker.HadOdometry, tracker.NextId) = (before.GetProperty("had_odometry").GetBoolean(), before.GetProperty("next_track").GetInt32());
        foreach (var track in before.GetProperty("tracks").EnumerateArray())
        {
            var objectClass = track.GetProperty("class").GetInt32();
            if (objectClass is < 0 or >= ClassNames.Most) throw new FormatException($"expected a class of 0 to {ClassNames.Most - 1}, found {objectClass}");
            var estimate = tracker.Add(new(
                track.GetProperty("track").GetInt32(), (ObjectClass)objectClass, track.GetProperty("evidence").GetDouble(),
                track.GetProperty("unseen_s").GetDouble()));
            var values = track.GetProperty("estimate");
            for (var i = 0; i < estimate.Length; i++) estimate[i] = values[i].GetDouble();
            var unseen = tracker.UnseenBy(tracker.Count - 1);
            if (unseen.Length == 1) unseen[0] = tracker.Tracks[^1].UnseenSeconds;
            else for (var i = 0; i < unseen.Length; i++) unseen[i] = track.GetProperty("unseen_by_s")[i].GetDouble();
        }

        return snapshot;
    }

    /// <summary>What the network remembers of earlier frames, with the last one's time and size.</summary>
    static void WriteMemory(Utf8JsonWriter writer, FrameMemory memory)
    {
        var (frames, time, width, height) = memory.Place;
        writer.WriteStartObject("memory"u8);
        writer.WriteNumber("frames"u8, frames);
        if (time is { } last) writer.WriteNumber("last_time_ns"u8, last.Ticks * NanosecondsPerTick);
        writer.WriteNumber("width"u8, width);
        writer.WriteNumber("height"u8, height);
        writer.WriteBase64String("values"u8, memory.Bytes);
        writer.WriteEndObject();
    }

    static FrameMemory ReadMemory(JsonElement memory) => FrameMemory.Of(
        memory.GetProperty("frames").GetInt32(), Time(memory, "last_time_ns"), memory.GetProperty("width").GetInt32(),
        memory.GetProperty("height").GetInt32(), memory.GetProperty("values").GetBytesFromBase64());

    static void ReadLastTimes(JsonElement times, TrackerSnapshot tracker)
    {
        tracker.Cameras = times.GetArrayLength() is > 1 and <= FrameTracker.MostCameras and var count ? count
            : throw new FormatException($"expected last times of 2 to {FrameTracker.MostCameras} cameras, found {times.GetArrayLength()}");
        for (var i = 0; i < tracker.Cameras; i++)
            tracker.LastTimes[i] = times[i].ValueKind == JsonValueKind.Null ? null : TimeSpan.FromTicks(times[i].GetInt64() / NanosecondsPerTick);
    }

    static bool IsFinite(TrackerSnapshot tracker)
    {
        for (var i = 0; i < tracker.Count; i++)
        {
            if (!double.IsFinite(tracker.Tracks[i].Evidence + tracker.Tracks[i].UnseenSeconds)) return false;
            foreach (var value in tracker.EstimateOf(i))
                if (!double.IsFinite(value)) return false;
        }

        return true;
    }

    static TimeSpan? Time(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? TimeSpan.FromTicks(value.GetInt64() / NanosecondsPerTick) : null;

    static T Parse<T>(JsonElement name)
        where T : struct, Enum =>
        Enum.TryParse<T>(name.GetString(), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value
            : throw new FormatException($"expected one of {string.Join(", ", Enum.GetValues<T>().Select(one => Name(one)))}, found '{name}'");

    static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    static string Hex(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);
}
