using System.Globalization;
using System.Text.Json;
using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Curation;

/// <summary>Extracts the frames of a recording that are worth labelling: those unlike all earlier ones and those where a model is uncertain.</summary>
public sealed class FrameExtraction : IDisposable
{
    // A candidate is uncertain if its confidence is this close to its class's threshold, in logits: about 0.44 to 0.56 at 0.5.
    const float UncertainLogits = 0.25f;

    /// <summary>
    /// The index file with one JSON line per frame: <c>image</c>, <c>frame</c> (its number in the recording, from 0), <c>seconds</c> (null if
    /// unknown) and <c>why</c>.
    /// </summary>
    public const string IndexName = "frames.jsonl";

    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    readonly string _folder;
    readonly int _distance;
    readonly ModelRunner? _runner;
    readonly ImageDetector? _detector;
    readonly List<PerceptualHash> _hashes = [];
    readonly WholeFile _index;

    string _recording = "";

    /// <summary>Creates the output folder and the index.</summary>
    /// <param name="folder">The folder for the PNG files and their index; created if missing.</param>
    /// <param name="distance">Smallest hash distance of a frame to all extracted ones, in bits.</param>
    /// <param name="model">
    /// A model, borrowed, or null: frames where it is uncertain are extracted from three quarters of the distance on.
    /// </param>
    /// <exception cref="IOException">The folder already contains extracted frames.</exception>
    public FrameExtraction(string folder, int distance, VisionModel? model)
    {
        (_folder, _distance) = (folder, distance);
        var index = Path.Combine(folder, IndexName);
        if (File.Exists(index))
        {
            throw new IOException(
                $"'{index}': frames were extracted into this folder before; choose another --output, so that no labelled frame is overwritten.");
        }

        Directory.CreateDirectory(folder);
        _index = new(index);
        _runner = model?.CreateRunner();
        _detector = _runner is null ? null : new(_runner);
    }

    /// <summary>The number of extracted frames.</summary>
    public int Count => _hashes.Count;

    /// <summary>The number of examined frames.</summary>
    public long Seen { get; private set; }

    /// <summary>Examines the frames of a recording.</summary>
    /// <param name="source">The recording.</param>
    /// <param name="every">Smallest time between two examined frames; without source times every frame is examined.</param>
    /// <param name="maximum">Stops when this many frames are extracted.</param>
    /// <param name="read">Called after each frame with the number of frames read.</param>
    /// <param name="cancellation">Cancels between two frames.</param>
    public void Run(IFrameSource source, TimeSpan every, int maximum, Action<long>? read, CancellationToken cancellation)
    {
        using var frame = new FramePool(1).Rent(cancellation);
        _recording = NameOf(source.Name);
        TimeSpan? next = null;
        for (long number = 0; Count < maximum; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var outcome = source.Read(frame);
            if (outcome == ReadOutcome.End) return;
            frame.Number = number;
            if (outcome == ReadOutcome.Frame && !(frame.SourceTime < next))
            {
                Examine(frame);
                next = frame.SourceTime + every;
            }

            read?.Invoke(number + 1);
        }
    }

    void Examine(Frame frame)
    {
        Seen++;
        var hash = PerceptualHash.Of(Thumbnail.Of(frame.View));
        var distance = _hashes.Count == 0 ? 64 : _hashes.Min(other => hash.DistanceTo(other));
        var why = distance >= _distance ? "changed" : distance >= (3 * _distance + 3) / 4 ? FindUncertain(frame) : null;
        if (why is null) return;

        var name = string.Create(CultureInfo.InvariantCulture, $"{_recording}-{frame.Number:000000}.png");
        ImageFile.Write(Path.Combine(_folder, name), frame.View);
        var entry = new { Image = name, Frame = frame.Number, Seconds = frame.SourceTime?.TotalSeconds, Why = why };
        _index.Stream.Write(JsonSerializer.SerializeToUtf8Bytes(entry, Json));
        _index.Stream.WriteByte((byte)'\n');
        _hashes.Add(hash);
    }

    /// <summary>The name that all frames of a recording begin with: a video's without its ending, a folder's, or that of the folder of a pattern.</summary>
    static string NameOf(string source)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source));
        var isPattern = !Path.Exists(path) && Path.GetFileName(path).AsSpan().IndexOfAny('*', '?') >= 0;
        var name = isPattern ? Path.GetFileName(Path.GetDirectoryName(path))
            : Directory.Exists(path) ? Path.GetFileName(path)
            : Path.GetFileNameWithoutExtension(path);
        return string.IsNullOrEmpty(name) ? "frames" : name; // of the root
    }

    /// <summary>Moves the finished index to its final name.</summary>
    public void Complete() => _index.Complete();

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        _runner?.Dispose();
    }

    string? FindUncertain(Frame frame)
    {
        if (_detector is null) return null;
        // Lower thresholds, so that candidates just below the model's own ones are found too.
        var thresholds = _runner!.Model.Contract.Thresholds;
        var lower = new Thresholds([.. thresholds.Select(threshold => Shift(threshold, -UncertainLogits))]);
        foreach (var detection in _detector.Detect(frame, lower).Detections.Span)
            if (detection.Confidence <= Shift(thresholds[(int)detection.Class], UncertainLogits))
                return string.Create(CultureInfo.InvariantCulture, $"unsure of {_runner.Model.Contract.Classes[detection.Class]} {detection.Confidence:0.00}");
        return null;
    }

    static float Shift(float threshold, float logits) =>
        threshold == Thresholds.Off ? threshold : 1 / (1 + (1 - threshold) / threshold * MathF.Exp(-logits));
}
