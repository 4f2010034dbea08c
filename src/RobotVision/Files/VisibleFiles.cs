namespace RobotVision.Files;

/// <summary>
/// Lists files without the hidden ones and those in hidden folders, such as those that a file manager, an editor or an archive leaves there
/// (<c>.ipynb_checkpoints</c>, <c>._a.txt</c>).
/// </summary>
static class VisibleFiles
{
    /// <summary>The files of a folder, in no order.</summary>
    /// <param name="folder">The folder, which may be a hidden one itself.</param>
    /// <param name="pattern">The pattern of the names, with <c>*</c> and <c>?</c> as wildcards.</param>
    /// <param name="deep">Whether to search its subfolders too.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<string> In(string folder, string pattern, bool deep = false) => Directory.EnumerateFiles(
        folder,
        pattern.Replace("\\", "\\\\", StringComparison.Ordinal),
        new EnumerationOptions { AttributesToSkip = FileAttributes.Hidden, IgnoreInaccessible = false, RecurseSubdirectories = deep });
}
