using System.Globalization;
using System.Text.Json;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Inference;

namespace RobotVision.Evaluation.Frames;

/// <summary>
/// Runs of a model on data sets that are divided into parts: each part runs some of the frames and keeps their results, bit by bit, and once all parts are
/// there, the results are read instead of computed. The runs must be made in the same order each time.
/// </summary>
public sealed class DividedFrames
{
    readonly Func<int, bool>? _owns;
    readonly IReadOnlyList<string> _folders;
    int _runs, _sequences;

    DividedFrames(Func<int, bool>? owns, IReadOnlyList<string> folders) => (_owns, _folders) = (owns, folders);

    /// <summary>Runs one part and keeps its results.</summary>
    /// <param name="folder">Where the results go.</param>
    /// <param name="owns">Whether the part runs a sequence of frames: neighbours that close-ups follow objects through; numbered from 0 over all runs.</param>
    public static DividedFrames Part(string folder, Func<int, bool> owns) => new(owns, [folder]);

    /// <summary>Reads the results of all parts.</summary>
    /// <param name="folders">The folders of the parts, in any order.</param>
    public static DividedFrames Joined(IReadOnlyList<string> folders) => new(null, folders);

    /// <summary>A run: of a part, the frames that it owns, in order; joined, all frames.</summary>
    /// <inheritdoc cref="FrameRun"/>
    /// <exception cref="InvalidDataException">The results of the parts are not those of this data set.</exception>
    public FrameResult[][] Run(
        IReadOnlyList<VisionModel> models, IDataset dataset, int closeUps, IReadOnlyList<Func<LabelledImage, LabelledImage>> changes,
        Action<int>? done, CancellationToken cancellation)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"frames-{_runs++:D3}.jsonl");
        var inputs = new InputDigest(models[0], dataset);
        if (_owns is null) return Read(name, dataset, inputs, FrameRunner.ClassesOf(models[0], dataset), changes.Count);
        var runs = FrameRunner.RunsOf(dataset);
        var owned = Enumerable.Range(0, dataset.Count).Where(i => _owns(_sequences + runs.Of(i))).ToArray();
        _sequences += runs.Count;
        var results = FrameRunner.Run(models, new SubsetDataset(dataset, owned), closeUps, changes, done, cancellation);
        foreach (var frames in results)
            for (var i = 0; i < frames.Length; i++) frames[i] = frames[i] with { Index = owned[i] };
        using var file = new WholeFile(Path.Combine(_folders[0], name));
        for (var i = 0; i < owned.Length; i++)
        {
            file.Stream.Write(JsonSerializer.SerializeToUtf8Bytes(results.Select(frames => Line.Of(frames[i], inputs.Of(owned[i])))));
            file.Stream.WriteByte((byte)'\n');
        }

        file.Complete();
        return results;
    }

    FrameResult[][] Read(string name, IDataset dataset, InputDigest inputs, ClassNames classes, int changes)
    {
        var results = Enumerable.Range(0, changes).Select(_ => new FrameResult[dataset.Count]).ToArray();
        var count = 0;
        foreach (var file in _folders.Select(folder => Path.Combine(folder, name)))
        {
            if (!File.Exists(file)) throw Damaged(file, "is missing");
            foreach (var text in File.ReadLines(file))
            {
                var lines = Line.Parse(text, file);
                var index = lines.Length == changes ? lines[0].Index : -1;
                if (index < 0 || index >= dataset.Count || results[0][index] is not null)
                    throw OtherData($"'{file}': expected the results of each of the {dataset.Count} images of {dataset.Name} once, found others");
                if (lines[0].Input != inputs.Of(index))
                    throw OtherData($"'{file}': expected the results of {lines[0].Name}, image {index} of {dataset.Name} as it is now, found others");
                for (var change = 0; change < changes; change++) results[change][index] = lines[change].ToFrame(classes);
                count++;
            }
        }

        return count == dataset.Count ? results : throw OtherData(
            $"Expected the results of each of the {dataset.Count} images of {dataset.Name} in the parts' {name}, found {count}");
    }

    static InvalidDataException OtherData(string what) => new(
        $"{what}; an image, a label file, the data.yaml or the model was changed, or a part is damaged. Make the parts again.");

    static InvalidDataException Damaged(string file, string what, Exception? inner = null) =>
        new($"'{file}' {what}: the part is damaged. Delete its folder and make the part again.", inner);

    /// <summary>
    /// One frame; floats are written with as many digits as give the same bits. Of a label: class, whether to ignore, x1, y1, x2, y2, visible part.
    /// Of a detection: class, confidence, x1, y1, x2, y2, and the number of its track where it has one.
    /// </summary>
    sealed record Line(
        int Index, string Input, string Name, int Width, int Height, bool Presence, bool Blurred, uint Labelled, uint Feet, float[][] Objects, float[][] Found)
    {
        const int LabelLength = 7, TrackAt = 6;

        static readonly JsonSerializerOptions Json = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

        public static Line[] Parse(string text, string file)
        {
            try
            {
                if (JsonSerializer.Deserialize<Line[]>(text, Json) is { } lines && lines.All(line => line?.IsWhole == true)) return lines;
            }
            catch (JsonException exception)
            {
                throw Damaged(file, "is no list of results", exception);
            }

            throw Damaged(file, "has results that are not whole");
        }

        bool IsWhole => Objects.All(one => one?.Length == LabelLength) && Found.All(one => one?.Length is TrackAt or TrackAt + 1);

        public static Line Of(FrameResult frame, string input) => new(
            frame.Index, input, frame.Name, frame.Width, frame.Height, frame.IsPresence, frame.IsBlurred, frame.Labelled.Bits, frame.Feet.Bits,
            [.. frame.Labels.Select(one => new[] { (int)one.Class, one.Ignore ? 1 : 0, one.Box.X1, one.Box.Y1, one.Box.X2, one.Box.Y2, one.Visible })],
            [.. frame.Detections.Select(one => (float[])
            [
                (int)one.Class, one.Confidence, one.Box.X1, one.Box.Y1, one.Box.X2, one.Box.Y2, .. one.Track is { } track ? new float[] { track } : [],
            ])]);

        public FrameResult ToFrame(ClassNames classes) => new(
            Index, Name, Width, Height,
            [.. Objects.Select(one => new Label((ObjectClass)one[0], new(one[2], one[3], one[4], one[5]), one[1] != 0, one[6]))], new(Labelled),
            [.. Found.Select(one => new Detection((ObjectClass)one[0], one[1], new(one[2], one[3], one[4], one[5]))
            {
                Track = one.Length > TrackAt ? (int)one[TrackAt] : null,
            })])
        {
            IsPresence = Presence,
            IsBlurred = Blurred,
            Classes = classes,
            Feet = new(Feet),
        };
    }

    /// <summary>What a frame's result depends on, besides the program: model, classes, image and labels; of rendered frames the model.</summary>
    sealed class InputDigest(VisionModel model, IDataset dataset)
    {
        readonly Dictionary<string, string> _labels = []; // by file: one may have those of many images

        public string Of(int index)
        {
            if (dataset.FilesOf(index) is not var (image, labels)) return model.Hash;
            if (!_labels.TryGetValue(labels, out var digest)) _labels[labels] = digest = Fingerprint.Of("", [labels]);
            return Fingerprint.Of($"{model.Hash} {dataset.Meaning} {digest}", [image]);
        }
    }
}
