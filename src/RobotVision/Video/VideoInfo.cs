using System.Globalization;
using System.Text.Json;
using RobotVision.Imaging;

namespace RobotVision.Video;

/// <summary>The properties of a video file, as <c>ffprobe</c> reads them.</summary>
/// <param name="FramesPerSecond">The mean rate; null where the file has none.</param>
/// <param name="FrameCount">Frames that the file should have; null where it has no count.</param>
/// <param name="HasExactCount">Whether <paramref name="FrameCount"/> is counted rather than computed from duration and rate.</param>
/// <param name="HasTimes">Whether frames have times of their own; raw streams (.mjpeg, .h264) have none.</param>
/// <param name="PixelFormat">FFmpeg's name of the stored pixel format, such as <c>yuv420p</c>.</param>
/// <param name="Colors">How its colours are encoded.</param>
/// <param name="Start">The time at which the file begins, which is not always 0: times after a jump count from 0, times without from here.</param>
sealed record VideoInfo(
    double? FramesPerSecond, long? FrameCount, bool HasExactCount, bool HasTimes, string PixelFormat, YuvColors Colors, TimeSpan Start)
{
    /// <summary>Containers in which nothing but the coded pictures is stored; FFmpeg invents their times.</summary>
    static readonly string[] RawFormats =
    [
        "mjpeg", "jpeg_pipe", "mpjpeg", "h264", "hevc", "vvc", "m4v", "mpegvideo", "obu", "h263", "h261", "dirac", "vc1",
        "cavsvideo", "avs2", "avs3", "rawvideo",
    ];

    /// <summary>
    /// FFmpeg's name of the format in which to ask for pictures: as they are stored where the sampler reads that, so that nothing is converted
    /// twice.
    /// </summary>
    public string Delivered => PixelFormat switch
    {
        "yuvj420p" => "yuvj420p",
        _ when PixelFormat.StartsWith("yuv", StringComparison.Ordinal) || PixelFormat.StartsWith("nv", StringComparison.Ordinal)
            || PixelFormat.StartsWith("p0", StringComparison.Ordinal) => "yuv420p",
        _ => "bgr24",
    };

    /// <summary>Reads the properties of a file.</summary>
    /// <returns>Null when it holds no video; <paramref name="reason"/> is then the program's own.</returns>
    /// <exception cref="EnvironmentException">ffprobe is not installed.</exception>
    public static VideoInfo? Read(string path, out string reason)
    {
        var (_, output, errors) = FFmpegProgram.Run(
            "ffprobe", "-v", "error", "-show_program_version", "-print_format", "json", "-select_streams", "V:0", "-show_entries",
            "stream=pix_fmt,color_space,color_range,avg_frame_rate,r_frame_rate,nb_frames,duration:format=format_name,start_time,duration",
            FFmpegInput.OfFile(path));
        reason = FFmpegInput.LastLine(errors).Replace(FFmpegInput.OfFile(path) + ": ", "", StringComparison.Ordinal);
        using var document = output.TrimStart().StartsWith('{') ? JsonDocument.Parse(output) : null;
        if (document?.RootElement is { } program && program.TryGetProperty("program_version", out var version) && Text(version, "version") is { } text)
            FFmpegProgram.Learn(text);
        if (document?.RootElement is not { } root || !root.TryGetProperty("streams", out var streams) || streams.GetArrayLength() == 0
            || !root.TryGetProperty("format", out var format))
        {
            if (reason.Length == 0) reason = "it holds no pictures";
            return null;
        }

        var stream = streams[0];
        var rate = Rate(stream, "avg_frame_rate") ?? Rate(stream, "r_frame_rate");
        long? count = Number(stream, "nb_frames") is { } counted and > 0 and < 1e15 ? (long)counted : null;
        var formats = (Text(format, "format_name") ?? "").Split(',');
        var start = Number(format, "start_time") is { } second && Math.Abs(second) < TimeSpan.MaxValue.TotalSeconds / 2 ? second : 0;
        // Matroska counts the time before its first picture as part of the whole.
        var duration = Number(stream, "duration") ?? (Number(format, "duration") - (formats.Contains("matroska") ? Math.Max(0, start) : 0));
        return new(
            rate,
            count ?? (duration * rate is { } product and > 0 and < 1e15 ? (long)Math.Round(product) : null),
            count is not null,
            !RawFormats.Intersect(formats).Any(),
            Text(stream, "pix_fmt") ?? "",
            new(
                PictureNoteReader.StandardOf(System.Text.Encoding.UTF8.GetBytes(Text(stream, "color_space") ?? "")),
                IsFullRange: Text(stream, "color_range") == "pc"),
            TimeSpan.FromSeconds(start));
    }

    static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static double? Number(JsonElement element, string name) =>
        double.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    // "30000/1001"; "0/0" where it is not known.
    static double? Rate(JsonElement stream, string name)
    {
        if (Text(stream, name)?.Split('/') is not [var above, var below]) return null;
        var rate = double.Parse(above, CultureInfo.InvariantCulture) / double.Parse(below, CultureInfo.InvariantCulture);
        return rate is > 0 and < 1000 ? rate : null; // a larger value is no frame rate
    }
}
