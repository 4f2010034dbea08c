using RobotVision.Data.Formats;
using RobotVision.Files;

namespace RobotVision.Curation;

/// <summary>Writes the list files of a data set: one image a line, from the list's own folder where it is the data set's, otherwise in full.</summary>
public static class ListFiles
{
    /// <summary>Writes lists, each whole or not at all; none where one of them is there already.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="folder">Where they go.</param>
    /// <param name="lists">Images by the name of the list, <c>train</c> for <c>train.txt</c>.</param>
    /// <exception cref="IOException">A list is there already, or cannot be written.</exception>
    /// <returns>The paths of the files.</returns>
    public static IReadOnlyList<string> Write(DataYaml yaml, string folder, IReadOnlyList<(string Name, IReadOnlyList<ScannedImage> Images)> lists)
    {
        var paths = lists.Select(list => Path.Combine(folder, list.Name + ".txt")).ToArray();
        foreach (var path in paths)
            if (File.Exists(path)) throw new IOException($"'{path}' is there already and is not written over; choose another --output or remove it.");
        var home = Path.GetFullPath(folder);
        var inside = (home + Path.DirectorySeparatorChar).StartsWith(yaml.Folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        for (var i = 0; i < paths.Length; i++)
            WholeFile.WriteAllText(paths[i], string.Concat(lists[i].Images.Select(image => (inside ? Path.GetRelativePath(home, image.Path) : image.Path) + "\n")));
        return paths;
    }
}
