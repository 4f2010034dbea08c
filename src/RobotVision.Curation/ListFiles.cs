using RobotVision.Data.Formats;
using RobotVision.Files;

namespace RobotVision.Curation;

/// <summary>
/// Writes the list files of a data set: one image per line, relative to the list's folder if both are inside the data set's, otherwise a full path.
/// </summary>
public static class ListFiles
{
    /// <summary>Writes lists; nothing is written if one of the files exists, and no partial file is left on failure.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="folder">The output folder.</param>
    /// <param name="lists">The name and images of each list, <c>train</c> for <c>train.txt</c>.</param>
    /// <exception cref="IOException">A file exists already or cannot be written.</exception>
    /// <returns>The paths of the files.</returns>
    public static IReadOnlyList<string> Write(DataYaml yaml, string folder, IReadOnlyList<(string Name, IReadOnlyList<ScannedImage> Images)> lists)
    {
        var paths = lists.Select(list => Path.Combine(folder, list.Name + ".txt")).ToArray();
        foreach (var path in paths)
            if (File.Exists(path)) throw new IOException($"'{path}' is there already and is not overwritten; choose another --output or remove it.");
        var output = Path.GetFullPath(folder);
        var dataFolder = yaml.Folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        var isInside = (output + Path.DirectorySeparatorChar).StartsWith(dataFolder, StringComparison.Ordinal);
        for (var i = 0; i < paths.Length; i++) WholeFile.WriteAllText(paths[i], string.Concat(lists[i].Images.Select(Line)));
        return paths;

        string Line(ScannedImage image)
        {
            if (!isInside || !image.Path.StartsWith(dataFolder, StringComparison.Ordinal)) return image.Path + "\n";
            var path = Path.GetRelativePath(output, image.Path);
            return (path[0] == ' ' ? "./" : "") + path + "\n"; // blanks at the beginning of a line are no part of a name
        }
    }
}
