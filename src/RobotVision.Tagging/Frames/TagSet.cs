using System.Security.Cryptography;
using System.Text.Json;
using RobotVision.Curation;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Files;

namespace RobotVision.Tagging.Frames;

/// <summary>What is tagged: an ordered list of frames, and the classes that their label files may hold.</summary>
public sealed class TagSet
{
    /// <summary>The list of the frames that are done, in the folder of a data set that was begun here; what its <c>data.yaml</c> trains on.</summary>
    public const string DoneList = "tagged.txt";

    readonly ClassSet _labelled;
    (DateTime Written, long Length)? _seen; // the data.yaml whose classes are known

    TagSet(string folder, DataYaml yaml, bool isOwn, ClassSet labelled, IReadOnlyList<(string Image, string Root)> images)
    {
        (Folder, Yaml, IsOwn, _labelled, Classes) = (folder, yaml, isOwn, labelled, TagClass.Of(yaml));
        _seen = StampOf(yaml.File);
        var heldOut = HeldOut(yaml);
        var recordings = RecordingNames.By("prefix");
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var frames = new List<TagFrame>(images.Count);
        foreach (var (image, root) in images)
        {
            var recording = recordings.Of(image);
            if (!numbers.TryGetValue(recording, out var number)) numbers[recording] = number = numbers.Count;
            var name = Path.GetRelativePath(folder, image).Replace(Path.DirectorySeparatorChar, '/');
            frames.Add(new(frames.Count, name, image, YoloLabelFile.Place(image), number, root) { IsHeldOut = heldOut.Contains(image) });
        }

        if (frames.GroupBy(frame => frame.Labels).FirstOrDefault(same => same.Skip(1).Any()) is { } shared)
            throw new InvalidDataException(
                $"{folder}: expected a label file for each image, found '{shared.Key}' for {string.Join(" and ", shared.Select(frame => $"'{frame.Name}'"))}; "
                + "rename all but one, since names that differ in their ending alone share their labels.");
        Frames = frames;
    }

    /// <summary>The data set's folder: of its <c>data.yaml</c>, its journal and, if it was begun here, its list of frames that are done.</summary>
    public string Folder { get; }

    /// <summary>The frames, those of one recording together.</summary>
    public IReadOnlyList<TagFrame> Frames { get; }

    /// <summary>The classes, in the order of their numbers.</summary>
    public IReadOnlyList<TagClass> Classes { get; }

    /// <summary>Whether the data set was begun here, so that its <c>data.yaml</c> and list are kept up to date; those of others are never changed.</summary>
    public bool IsOwn { get; }

    /// <summary>The classes of ours that are tagged.</summary>
    public ClassSet Labelled => Yaml.Labelled;

    /// <summary>All classes that it may have, tagged or not.</summary>
    public ClassNames ClassNames => Yaml.Classes;

    internal DataYaml Yaml { get; private set; }

    string YamlFile => Path.Combine(Folder, "data.yaml");

    /// <summary>A data set that has a <c>data.yaml</c>.</summary>
    internal static TagSet Of(DataYaml yaml, bool isOwn, IReadOnlyList<(string Image, string Root)> images) =>
        new(isOwn ? Path.GetDirectoryName(Path.GetFullPath(yaml.File))! : yaml.Folder, yaml, isOwn, yaml.Labelled, images);

    /// <summary>A folder of images that is to become a data set; nothing is written yet.</summary>
    internal static TagSet Begin(string folder, ClassSet labelled, ClassNames classes, IReadOnlyList<(string Image, string Root)> images)
    {
        var yaml = new DataYaml(Path.Combine(folder, "data.yaml"), folder, YoloWriter.NamesOf(classes), YoloWriter.TargetsOf(classes), classes, labelled,
            new Dictionary<string, IReadOnlyList<string>>(), DatasetFormat.Yolo, []);
        return new(folder, yaml, isOwn: true, labelled, images);
    }

    /// <summary>Whether the list of the frames that are done is there: it comes with the first edit.</summary>
    internal bool HasList => IsOwn && File.Exists(Path.Combine(Folder, DoneList));

    /// <summary>Tells data sets with other frames or classes apart.</summary>
    public string Version => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
    {
        Frames = Frames.Select(frame => frame.Name),
        Classes = Classes.Select(known => new { known.Number, known.Name, known.Class, known.IsIgnore }),
    })).AsSpan(0, 8));

    /// <summary>Checks before labels are written that their numbers still mean the same: another program may have changed <c>data.yaml</c>.</summary>
    /// <exception cref="EnvironmentException">It has other classes than when it was opened, or is damaged.</exception>
    internal void CheckClasses()
    {
        var now = StampOf(Yaml.File);
        if (now is null || now == _seen) return;
        try
        {
            var classes = TagClass.Of(DataYaml.Load(Yaml.File));
            if (!classes.SequenceEqual(Classes))
                throw new InvalidDataException(
                    $"{Yaml.File}: expected {NamesOf(Classes.Except(classes))}, found {NamesOf(classes.Except(Classes))}");
        }
        catch (InvalidDataException exception)
        {
            throw new EnvironmentException(
                $"data.yaml was changed by another program since it was opened ({exception.Message.TrimEnd('.')}). "
                + "Put it back, or start this program again.", exception);
        }

        _seen = now;
    }

    static string NamesOf(IEnumerable<TagClass> classes) =>
        string.Join(", ", classes.Select(known => $"{known.Number}: {known.Name}")) is { Length: > 0 } names ? names : "no further class";

    static (DateTime, long)? StampOf(string file) => new FileInfo(file) is { Exists: true } there ? (there.LastWriteTimeUtc, there.Length) : null;

    /// <summary>The images that the lists of <c>val</c> and <c>test</c> name.</summary>
    static HashSet<string> HeldOut(DataYaml yaml) =>
    [
        .. from split in yaml.Splits
           where split.Key is "val" or "test"
           from place in split.Value
           where Path.Exists(place)
           from image in ImageList.Read(yaml, split.Key, place, problems: [])
           select image,
    ];

    /// <summary>Brings the list of the frames that are done up to date, and writes <c>data.yaml</c> where there is none yet.</summary>
    /// <param name="done">The indices of the frames, rising.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    internal void WriteLists(IEnumerable<int> done)
    {
        if (!IsOwn) return;
        var (list, text) = (Path.Combine(Folder, DoneList), string.Concat(done.Select(index => $"{Frames[index].Name}\n")));
        if (!File.Exists(list) || File.ReadAllText(list) != text) WholeFile.WriteAllText(list, text);
        if (File.Exists(YamlFile)) return;
        DataYaml.Write(YamlFile, [("train", DoneList)], Yaml.Names, Yaml.Targets, Yaml.Classes, _labelled,
            $"begun by 'robotvision tag'; {DoneList} lists the frames that are done");
        _seen = StampOf(YamlFile);
    }
}
