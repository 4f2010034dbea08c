using System.Globalization;
using System.Text.Json;
using RobotVision.Capture;
using RobotVision.Curation;
using RobotVision.Files;
using RobotVision.Imaging;

namespace RobotVision.Training.SelfTraining;

/// <summary>A frame without labels, as files.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Before">The picture a tenth of a second earlier; null where the recording has none.</param>
/// <param name="After">The picture a tenth of a second later; null where the recording has none.</param>
public sealed record UnlabelledFrame(string Image, string? Before, string? After);

/// <summary>Takes frames from recordings to learn from without labels: unlike one another, spread over the whole recording.</summary>
public static class UnlabelledFrames
{
    /// <summary>Frames of one recording at most; chosen by us: a model looks at so many in some ten seconds.</summary>
    const int MaximumFrames = 200;

    /// <summary>Smallest hash distance of two frames, in bits: less than for tagging, where each frame costs a person's time.</summary>
    const int Distance = 10;

    const string IndexName = "frames.json";

    static readonly TimeSpan Every = TimeSpan.FromSeconds(0.5), Apart = TimeSpan.FromSeconds(0.1);

    /// <summary>Writes the frames of recordings as JPEG files, unless that was done before for the same ones.</summary>
    /// <param name="recordings">Videos, image folders or patterns.</param>
    /// <param name="folder">Where the files go; made if missing.</param>
    /// <param name="read">Called after each frame with the number of frames read.</param>
    /// <param name="cancellation">Cancels between two frames; the next call begins anew.</param>
    /// <exception cref="FileNotFoundException">There is no such recording.</exception>
    /// <exception cref="InvalidDataException">A recording cannot be read.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<UnlabelledFrame> Extract(
        IReadOnlyList<string> recordings, string folder, Action<long>? read, CancellationToken cancellation)
    {
        var index = Path.Combine(folder, IndexName);
        if (!File.Exists(index) || !Read(index).Recordings.SequenceEqual(recordings))
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
            var all = new List<UnlabelledFrame>();
            var count = 0L;
            foreach (var (recording, number) in recordings.Select((recording, number) => (recording, number + 1)))
            {
                using var source = FrameSource.OpenRecording(recording, TimeProvider.System);
                var prefix = string.Create(CultureInfo.InvariantCulture, $"{number}-{Path.GetFileNameWithoutExtension(source.Name)}");
                all.AddRange(Extract(source, Path.Combine(folder, prefix), () => read?.Invoke(++count), cancellation));
            }

            WholeFile.WriteAllText(index, JsonSerializer.Serialize(new Index(recordings, [.. all.Select(frame => Renamed(frame, Path.GetFileName))])));
        }

        return [.. Read(index).Frames.Select(frame => Renamed(frame, name => Path.Combine(folder, name)))];

        static UnlabelledFrame Renamed(UnlabelledFrame frame, Func<string, string?> name) => new(
            name(frame.Image)!, frame.Before is null ? null : name(frame.Before), frame.After is null ? null : name(frame.After));
    }

    static Index Read(string index) => JsonSerializer.Deserialize<Index>(File.ReadAllText(index))!;

    static List<UnlabelledFrame> Extract(IFrameSource source, string prefix, Action read, CancellationToken cancellation)
    {
        var chosen = new List<(UnlabelledFrame Frame, PerceptualHash Hash)>();
        using var frame = new FramePool(1).Rent(cancellation);
        var every = Every;
        TimeSpan? next = null, chosenAt = null; // when the next frame may be chosen, when the last one was
        string? before = null;
        for (long number = 0; ; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var outcome = source.Read(frame);
            if (outcome == ReadOutcome.End) return [.. chosen.Select(one => one.Frame)];
            read();
            if (outcome != ReadOutcome.Frame) continue;
            var time = frame.SourceTime;
            if (time - chosenAt >= Apart)
            {
                chosen[^1] = (chosen[^1].Frame with { After = Write(frame, "after") }, chosen[^1].Hash);
                chosenAt = null;
            }

            if (time is not null && before is null && time >= (next ?? Apart) - Apart) before = Write(frame, "before");
            if (time < (next ?? Apart)) continue;
            next = time + every;
            var hash = PerceptualHash.Of(Thumbnail.Of(frame.View));
            if (chosen.All(one => one.Hash.DistanceTo(hash) >= Distance))
            {
                chosen.Add((new(Write(frame, "frame"), before, null), hash));
                (chosenAt, before) = (time, null);
                if (chosen.Count > MaximumFrames) (chosen, every) = (EverySecond(chosen), every * 2);
            }
            else if (before is not null)
            {
                File.Delete(before);
                before = null;
            }

            string Write(Frame picture, string kind)
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number:000000}-{kind}.jpg");
                File.WriteAllBytes(path, ImageFile.Encode(".jpg", picture.View)); // the index alone says that they are whole
                return path;
            }
        }
    }

    // The newest is kept: its picture of a tenth of a second later is still to come.
    static List<(UnlabelledFrame Frame, PerceptualHash Hash)> EverySecond(List<(UnlabelledFrame Frame, PerceptualHash Hash)> chosen)
    {
        bool IsKept(int i) => (chosen.Count - 1 - i) % 2 == 0;
        foreach (var frame in chosen.Where((_, i) => !IsKept(i)).Select(one => one.Frame))
            foreach (var file in new[] { frame.Image, frame.Before, frame.After })
                if (file is not null) File.Delete(file);
        return [.. chosen.Where((_, i) => IsKept(i))];
    }

    sealed record Index(IReadOnlyList<string> Recordings, IReadOnlyList<UnlabelledFrame> Frames);
}
