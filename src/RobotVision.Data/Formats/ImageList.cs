using RobotVision.Data.Text;
using RobotVision.Imaging;
using RobotVision.Messages;

namespace RobotVision.Data.Formats;

/// <summary>Finds the images of a split, in the way of YOLO tools, and what lies beside them.</summary>
static class ImageList
{
    /// <summary>
    /// The images of a folder (with the folders in it, in ordinal order), or those of a list file: one path a line, from the
    /// list's own folder. Hidden files and folders do not count.
    /// </summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="split">Its split, for messages.</param>
    /// <param name="place">The folder or list file.</param>
    /// <param name="problems">Takes what is wrong with lines of a list, which are left out then; the first ends the reading when null.</param>
    public static IReadOnlyList<string> Read(DataYaml yaml, string split, string place, ICollection<string>? problems = null)
    {
        if (Directory.Exists(place))
        {
            var images = ImageFile.Find(place, deep: true).ToArray();
            Array.Sort(images, StringComparer.Ordinal);
            return images;
        }

        if (!File.Exists(place))
            throw DamagedFile.At(yaml.File, split,
                $"expected a list file or a folder at '{place}', found nothing there{yaml.NotFound.GetValueOrDefault(place)}; is 'path:' right?");
        return ReadList(yaml, place, problems);
    }

    static List<string> ReadList(DataYaml yaml, string list, ICollection<string>? problems)
    {
        var places = yaml.Places.From(Path.GetDirectoryName(list)!);
        (int Number, string Path)[] entries = [.. File.ReadLines(list).Select((line, i) => (Number: i + 1, Path: line.Trim())).Where(entry =>
            entry.Path.Length > 0 && !IsHidden(entry.Path))];
        var images = new List<string>(entries.Length);
        var hasSecondPlace = TryFindRule(yaml, list, entries, places, out var rule, out var tried);
        foreach (var (number, path) in entries)
        {
            var image = path.Contains('\0') ? null : hasSecondPlace ? SecondPlaces.ByRule(path, rule) : places.AsWritten(path);
            if (image is not null && IsThere(image))
            {
                images.Add(image);
                continue;
            }

            var problem = DamagedFile.At(list, number,
                $"expected the path of an image, from the list's folder, found {QuotedText.Of(path)} and no such image{tried}.");
            tried = "";
            if (problems is null) throw problem;
            problems.Add(problem.Message);
        }

        return images;
    }

    /// <summary>Finds out where the images of a list are of which none is where it is written: all at places of one kind.</summary>
    static bool TryFindRule(DataYaml yaml, string list, (int Number, string Path)[] entries, SecondPlaces places, out (int Form, string Folder) rule,
        out string tried)
    {
        (rule, tried) = (default, "");
        if (Array.Exists(entries, entry => entry.Path.Contains('\0') || IsThere(places.AsWritten(entry.Path)))) return false;
        foreach (var (_, path) in entries)
        {
            var found = places.Find(path, IsThere, out rule, out var problem);
            if (tried.Length == 0) tried = problem;
            if (found is null) continue;
            yaml.Notes.Tell($"{list}: found none of its images where it says, and took '{found}' for '{path}', the others likewise.");
            return true;
        }

        return false;
    }

    static bool IsThere(string path) => ImageFile.HasEnding(path) && File.Exists(path);

    /// <summary>
    /// Whether a path in a list is that of a hidden file, or leads into a hidden folder below the list's; where a full path leads is the
    /// user's business.
    /// </summary>
    static bool IsHidden(string path)
    {
        var parts = path.Split('/', '\\');
        return (Path.IsPathRooted(path) ? parts[^1..] : parts).Any(part => part.StartsWith('.') && part is not ("." or ".."));
    }

    /// <summary>The same path with the last folder of a name replaced by one beside it; null without such a folder.</summary>
    public static string? Sibling(string path, string folder, string other)
    {
        var parted = Path.DirectorySeparatorChar + folder + Path.DirectorySeparatorChar;
        var at = path.LastIndexOf(parted, StringComparison.Ordinal);
        return at < 0 ? null : string.Concat(path.AsSpan(0, at + 1), other, path.AsSpan(at + parted.Length - 1));
    }
}
