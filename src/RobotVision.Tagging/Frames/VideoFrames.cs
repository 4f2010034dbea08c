using System.Globalization;
using System.Text.Json;
using RobotVision.Capture;
using RobotVision.Files;
using RobotVision.Imaging;

namespace RobotVision.Tagging.Frames;

/// <summary>
/// Extracts the frames of a video into a data set folder beside it: <c>match.mp4</c> into <c>match.frames/images/match-000012.jpg</c>. They are
/// JPEG files of quality 95, about 100 kB each at 640 x 480: a recording is compressed more than that already.
/// </summary>
public static class VideoFrames
{
    /// <summary>The index, a JSON line a frame (<c>image</c>, <c>frame</c>, <c>seconds</c>); written last, so it tells that all are there.</summary>
    public const string IndexName = "frames.jsonl";

    /// <summary>Whether an input is a video: a file that is neither an image nor a <c>.yaml</c>.</summary>
    public static bool IsVideo(string path) => File.Exists(path) && !ImageFile.HasEnding(path) && Path.GetExtension(path) is not (".yaml" or ".yml");

    /// <summary>Where the frames of a video go.</summary>
    public static string FolderOf(string video) => Path.Combine(
        Path.GetDirectoryName(Path.GetFullPath(video))!, Path.GetFileNameWithoutExtension(video) + ".frames");

    /// <summary>Extracts the frames, unless that was done before.</summary>
    /// <param name="source">The video.</param>
    /// <param name="folder">Where they go; made if missing.</param>
    /// <param name="every">Smallest time between two frames; zero for all.</param>
    /// <param name="done">Called after each frame with the number of frames written.</param>
    /// <param name="cancellation">Cancels between two frames; the next call begins anew.</param>
    /// <returns>How many frames there are.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="InvalidDataException">No frame can be read.</exception>
    public static int Extract(IFrameSource source, string folder, TimeSpan every, Action<long>? done, CancellationToken cancellation)
    {
        var index = Path.Combine(folder, IndexName);
        if (File.Exists(index)) return File.ReadLines(index).Count();
        using var whole = new WholeFile(index);
        using var frame = new FramePool(1).Rent(cancellation);
        var name = Path.GetFileNameWithoutExtension(source.Name);
        TimeSpan? next = null;
        var count = 0;
        for (long number = 0; ; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var outcome = source.Read(frame);
            if (outcome == ReadOutcome.End) break;
            if (outcome != ReadOutcome.Frame || frame.SourceTime < next) continue;
            next = frame.SourceTime + every;
            var image = string.Create(CultureInfo.InvariantCulture, $"images/{name}-{number:000000}.jpg");
            var path = Path.Combine(folder, image);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, ImageFile.Encode(".jpg", frame.View)); // the index alone says that they are whole
            whole.Stream.Write(JsonSerializer.SerializeToUtf8Bytes(new { image, frame = number, seconds = frame.SourceTime?.TotalSeconds }));
            whole.Stream.WriteByte((byte)'\n');
            count++;
            done?.Invoke(count);
        }

        if (count == 0) throw new InvalidDataException($"'{source.Name}': expected frames, found none that can be read.");
        whole.Complete();
        return count;
    }
}
