using System.Text.RegularExpressions;
using RobotVision.Imaging;

namespace RobotVision.Data.Exchange;

/// <summary>Finds the images that labels of another tool are about, in a folder and the folders in it.</summary>
sealed partial class ImageFinder
{
    readonly string _folder;
    readonly ILookup<string, string> _byName;
    readonly ILookup<string, string> _byStem;

    /// <summary>Lists the images of a folder.</summary>
    public ImageFinder(string folder)
    {
        if (!Directory.Exists(folder)) throw new OptionException($"--images: expected the folder with the images, found none at '{folder}'.");
        _folder = folder;
        string[] images = [.. ImageFile.Find(folder, deep: true).Order(StringComparer.Ordinal)];
        _byName = images.ToLookup(image => Path.GetFileName(image), StringComparer.OrdinalIgnoreCase);
        _byStem = images.ToLookup(image => Path.GetFileNameWithoutExtension(image), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The image of a name, which may begin with folders of another machine; null where there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="beside">The folder of the file that has the name, which decides where the name's own folders do not.</param>
    /// <exception cref="InvalidDataException">Several images may be meant.</exception>
    public string? Find(string name, string beside = "")
    {
        var file = Path.GetFileName(name);
        string[] found = [.. _byName[file]];
        if (found.Length == 0 && UploadPrefix().Match(file) is { Success: true } prefix) found = [.. _byName[file[prefix.Length..]]];
        if (found.Length == 0) found = [.. _byStem[file]]; // frames of a video have names without an ending
        if (Array.Exists(found, image => Path.GetFileName(image) == file)) found = [.. found.Where(image => Path.GetFileName(image) == file)];
        if (found.Length <= 1) return found.SingleOrDefault();
        var path = PathOf(name, beside);
        var most = found.Max(image => CommonEnd(image, path));
        string[] best = [.. found.Where(image => CommonEnd(image, path) == most)];
        return best.Length == 1
            ? best[0]
            : throw new InvalidDataException(
                $"Image '{name}': expected one in '{_folder}', found {string.Join(" and ", best.Take(3).Select(image => $"'{image}'"))}; "
                + "name the folder that the labels are about with --images, one set at a time.");
    }

    /// <summary>How many folders and files at the end of an image's path are those of a name.</summary>
    /// <param name="image">The image's path.</param>
    /// <param name="name">The name.</param>
    /// <param name="beside">The folder of the file that has the name.</param>
    public static int Likeness(string image, string name, string beside) => CommonEnd(image, PathOf(name, beside));

    static string PathOf(string name, string beside) => beside.Length == 0 ? name : $"{beside}/{name}";

    static int CommonEnd(string a, string b) =>
        a.Split('/', '\\').Reverse().Zip(b.Split('/', '\\').Reverse())
            .TakeWhile(pair => pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)).Count();

    /// <summary>What Label Studio puts before the name of a file that was uploaded.</summary>
    [GeneratedRegex("^[0-9a-f]{8}-")]
    private static partial Regex UploadPrefix();
}
