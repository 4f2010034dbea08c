namespace RobotVision.Files;

/// <summary>
/// Lists files without the hidden ones and those in hidden folders, which a file manager, an editor or an archive left there
/// (<c>.ipynb_checkpoints</c>, <c>._a.txt</c>).
/// </summary>
static class VisibleFiles
{
    /// <summary>The files of a folder, in no order.</summary>
    /// <param name="folder">The folder, which may be a hidden one itself.</param>
    /// <param name="pattern">What names have to be like, with <c>*</c> and <c>?</c>; anything else stands for itself.</param>
    /// <param name="deep">Whether the folders in it count too.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<string> In(string folder, string pattern, bool deep = false) => Directory.EnumerateFiles(
        folder, pattern.Replace("\\", "\\\\", StringComparison.Ordinal), new EnumerationOptions { AttributesToSkip = FileAttributes.Hidden, IgnoreInaccessible = false, RecurseSubdirectories = deep });
}
