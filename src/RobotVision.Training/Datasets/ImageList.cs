using RobotVision.Imaging;

namespace RobotVision.Training.Datasets;

/// <summary>Finds the images of a split, in the way of YOLO tools, and what lies beside them.</summary>
static class ImageList
{
    /// <summary>
    /// The images of a folder (with the folders in it, in ordinal order), or those of a list file: one path a line, from the
    /// list's own folder.
    /// </summary>
    /// <param name="yaml">The data set, for messages.</param>
    /// <param name="split">Its split, for messages.</param>
    /// <param name="place">The folder or list file.</param>
    /// <param name="problems">Takes what is wrong with lines of a list, which are left out then; the first ends the reading when null.</param>
    public static IReadOnlyList<string> Read(string yaml, string split, string place, ICollection<string>? problems = null)
    {
        if (Directory.Exists(place))
        {
            var images = Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories).Where(ImageFile.IsImage).ToArray();
            Array.Sort(images, StringComparer.Ordinal);
            return images;
        }

        if (!File.Exists(place))
            throw DamagedFile.At(yaml, split, $"expected a list file or a folder at '{place}', found nothing; is 'path:' right?");
        return ReadList(place, problems);
    }

    static List<string> ReadList(string list, ICollection<string>? problems)
    {
        var folder = Path.GetDirectoryName(list)!;
        var images = new List<string>();
        var number = 0;
        foreach (var line in File.ReadLines(list))
        {
            number++;
            var entry = line.Trim();
            if (entry.Length == 0) continue;
            var image = entry.Contains('\0') ? "" : Path.GetFullPath(Path.Combine(folder, entry));
            if (!ImageFile.IsImage(image) || !File.Exists(image))
            {
                var problem = DamagedFile.At(list, number, $"expected the path of an image, from the list's folder, found {DamagedFile.Quote(entry)} and no such image.");
                if (problems is null) throw problem;
                problems.Add(problem.Message);
                continue;
            }

            images.Add(image);
        }

        return images;
    }

    /// <summary>The same path with the last folder of a name replaced by one beside it; null without such a folder.</summary>
    public static string? Sibling(string path, string folder, string other)
    {
        var parted = Path.DirectorySeparatorChar + folder + Path.DirectorySeparatorChar;
        var at = path.LastIndexOf(parted, StringComparison.Ordinal);
        return at < 0 ? null : string.Concat(path.AsSpan(0, at + 1), other, path.AsSpan(at + parted.Length - 1));
    }
}
