using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Imaging;

namespace RobotVision.Tagging.Frames;

/// <summary>
/// Opens what a user wants to tag: a folder of images, or a data set with its <c>data.yaml</c>. Videos are first extracted, see
/// <see cref="VideoFrames"/>.
/// </summary>
public static class TagInput
{
    const string ImagesFolder = "images";

    /// <summary>Opens a folder or a data set; no image is read yet.</summary>
    /// <param name="path">A folder, with or without <c>data.yaml</c>, or such a file.</param>
    /// <param name="labelled">The classes that will be tagged, of a data set that is begun here; others say so themselves.</param>
    /// <param name="notes">Is told what a user has to know of a data set.</param>
    /// <param name="classes">The classes of a data set that is begun here; the eight built-in ones when null.</param>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="InvalidDataException">It has no images, or labels in a format that is not written here.</exception>
    public static TagSet Open(string path, ClassSet labelled, DatasetNotes? notes = null, ClassNames? classes = null)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!Directory.Exists(full))
            return File.Exists(full) && Path.GetExtension(full) is ".yaml" or ".yml"
                ? OpenYaml(full, notes)
                : throw new FileNotFoundException(
                    $"'{path}': expected a folder of images, a video or a data set with its data.yaml, "
                    + $"found {(File.Exists(full) ? "another file" : "nothing")}.", path);
        if (File.Exists(Path.Combine(full, "data.yaml"))) return OpenYaml(Path.Combine(full, "data.yaml"), notes);

        // Labels of images/... stand in labels/..., so the data set's folder is the one above 'images'.
        var folder = FolderAbove(full);
        var images = ImagesIn(full, full);
        if (images.Count == 0)
            throw new InvalidDataException(
                $"'{path}': expected images ({string.Join(' ', ImageFile.Endings)}) or a data.yaml, found neither; name the folder that has them.");
        var yaml = Path.Combine(folder, "data.yaml");
        if (folder != full && File.Exists(yaml))
        {
            var known = LoadYaml(yaml, notes);
            return TagSet.Of(known, IsBegunHere(known), images);
        }

        return TagSet.Begin(folder, labelled, classes ?? ClassNames.BuiltIn, images);
    }

    static TagSet OpenYaml(string file, DatasetNotes? notes)
    {
        var yaml = LoadYaml(file, notes);
        if (IsBegunHere(yaml))
        {
            // The frames of the list are those that are done; all others of the folder are still to do.
            var folder = Path.GetDirectoryName(file)!;
            return TagSet.Of(yaml, isOwn: true, ImagesIn(folder, folder));
        }

        var images = new List<(string, string)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (split, places) in yaml.Splits)
            foreach (var place in places)
                foreach (var image in ImageList.Read(yaml, split, place))
                    if (seen.Add(image)) images.Add((image, RootOf(yaml, place, image)));
        return images.Count > 0
            ? TagSet.Of(yaml, isOwn: false, images)
            : throw new InvalidDataException($"{file}: expected images in 'train', 'val' or 'test', found none.");
    }

    static DataYaml LoadYaml(string file, DatasetNotes? notes)
    {
        var yaml = DataYaml.Load(file, notes);
        var remedy = yaml.Format is DatasetFormat.Voc or DatasetFormat.Coco
            ? "Make a YOLO set of it with 'robotvision data import'" : "Tag copies of its images in a folder of their own";
        return yaml.Format == DatasetFormat.Yolo
            ? yaml
            : throw new InvalidDataException(
                $"{file}: expected 'format: yolo', the form in which labels are written here, found '{yaml.Format.ToString().ToLowerInvariant()}'. "
                + $"{remedy}; tagging never writes beside labels of another form.");
    }

    /// <summary>Whether a data set was begun here: its only list is the one of the frames that are done.</summary>
    static bool IsBegunHere(DataYaml yaml)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(yaml.File))!;
        return yaml.Splits.Count == 1 && yaml.Splits.TryGetValue("train", out var train) && train is [var list]
            && list == Path.Combine(folder, TagSet.DoneList) && yaml.Folder == folder;
    }

    /// <summary>Images of a folder may not lead out of it; those of a list were named by the user, so links may not lead out of the folders in it.</summary>
    static string RootOf(DataYaml yaml, string place, string image)
    {
        if (Directory.Exists(place)) return FolderAbove(place);
        var folder = Path.GetDirectoryName(image)!;
        return image.StartsWith(yaml.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? yaml.Folder : FolderAbove(folder);
    }

    static List<(string Image, string Root)> ImagesIn(string folder, string set)
    {
        var root = FolderAbove(set);
        var images = ImageFile.Find(folder, deep: true).ToList();
        images.Sort(NumberedNames.Compare);
        return [.. images.Select(image => (image, root))];
    }

    /// <summary>The folder above the last <c>images</c> of a path; the path itself without one.</summary>
    static string FolderAbove(string path)
    {
        var parts = path.Split(Path.DirectorySeparatorChar);
        var at = Array.LastIndexOf(parts, ImagesFolder);
        return at > 0 ? string.Join(Path.DirectorySeparatorChar, parts[..at]) is { Length: > 0 } above ? above : "/" : path;
    }
}
