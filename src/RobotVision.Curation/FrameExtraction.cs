using System.Globalization;
using System.Text.Json;
using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Curation;

/// <summary>Takes out of a recording the frames worth tagging: those unlike all taken before, and those of which a model is unsure.</summary>
public sealed class FrameExtraction : IDisposable
{
    /// <summary>A model is unsure of a candidate this near to its class's threshold, in logits: between about 0.44 and 0.56 at 0.5. Chosen by us.</summary>
    const float UnsureLogit = 0.25f;

    /// <summary>The file with one JSON line a frame: <c>image</c>, <c>frame</c> (its number in the recording, from 0), <c>seconds</c> (null where unknown) and <c>why</c>.</summary>
    public const string IndexName = "frames.jsonl";

    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    readonly string _folder;
    readonly int _distance;
    readonly ModelRunner? _runner;
    readonly ImageDetector? _detector;
    readonly List<PerceptualHash> _hashes = [];
    readonly WholeFile _index;

    /// <summary>Prepares.</summary>
    /// <param name="folder">Where frames go, PNG, and their index; made when it is not there.</param>
    /// <param name="distance">Bits by which a frame's hash differs at least from those of all taken before.</param>
    /// <param name="model">Of what it is unsure is taken too, even if it differs by three quarters as many bits only; null for none; borrowed.</param>
    /// <exception cref="IOException">Frames were taken into this folder already.</exception>
    public FrameExtraction(string folder, int distance, VisionModel? model)
    {
        (_folder, _distance) = (folder, distance);
        var index = Path.Combine(folder, IndexName);
        if (File.Exists(index)) throw new IOException($"'{index}': frames were extracted into this folder before; choose another --output, so that no tagged frame is written over.");
        Directory.CreateDirectory(folder);
        _index = new(index);
        _runner = model?.CreateRunner();
        _detector = _runner is null ? null : new(_runner);
    }

    /// <summary>Frames that were taken.</summary>
    public int Count => _hashes.Count;

    /// <summary>Frames that were looked at.</summary>
    public long Seen { get; private set; }

    /// <summary>Looks at the frames of a recording.</summary>
    /// <param name="source">The recording; at its end it says what is missing.</param>
    /// <param name="every">Time between two frames that are looked at, at least; a source without times is looked at whole.</param>
    /// <param name="maximum">Ends when this many were taken.</param>
    /// <param name="read">Told after each frame how many were read.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    public void Run(IFrameSource source, TimeSpan every, int maximum, Action<long>? read, CancellationToken cancellation)
    {
        using var frame = new FramePool(1).Rent(cancellation);
        TimeSpan? next = null;
        for (long number = 0; Count < maximum; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var outcome = source.Read(frame);
            if (outcome == ReadOutcome.End) return;
            frame.Number = number;
            if (outcome == ReadOutcome.Frame && !(frame.SourceTime < next))
            {
                Look(frame);
                next = frame.SourceTime + every;
            }

            read?.Invoke(number + 1);
        }
    }

    /// <summary>Looks at a frame, and takes it or not.</summary>
    public void Look(Frame frame)
    {
        Seen++;
        var hash = PerceptualHash.Of(Thumbnail.Of(frame.View));
        var distance = _hashes.Count == 0 ? 64 : _hashes.Min(other => hash.DistanceTo(other));
        var why = distance >= _distance ? "changed" : distance >= (3 * _distance + 3) / 4 ? Unsure(frame) : null;
        if (why is null) return;

        var name = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(frame.Source)}-{frame.Number:000000}.png");
        ImageFile.Write(Path.Combine(_folder, name), frame.View);
        _index.Stream.Write(JsonSerializer.SerializeToUtf8Bytes(new { Image = name, Frame = frame.Number, Seconds = frame.SourceTime?.TotalSeconds, Why = why }, Json));
        _index.Stream.WriteByte((byte)'\n');
        _hashes.Add(hash);
    }

    /// <summary>Puts the index in its place.</summary>
    public void Complete() => _index.Complete();

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        _runner?.Dispose();
    }

    string? Unsure(Frame frame)
    {
        if (_detector is null) return null;
        // From just below what is unsure on, so that the nearest candidates are seen.
        var thresholds = _runner!.Model.Contract.Thresholds;
        var lower = new Thresholds([.. thresholds.Select(threshold => Shift(threshold, -UnsureLogit))]);
        foreach (var detection in _detector.Detect(frame, lower).Detections.Span)
            if (detection.Confidence <= Shift(thresholds[(int)detection.Class], UnsureLogit))
                return string.Create(CultureInfo.InvariantCulture, $"unsure of {detection.Class.Name()} {detection.Confidence:0.00}");
        return null;
    }

    static float Shift(float threshold, float logits) => threshold == Thresholds.Off ? threshold : 1 / (1 + (1 - threshold) / threshold * MathF.Exp(-logits));
}
