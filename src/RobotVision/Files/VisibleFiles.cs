using System.IO.Enumeration;

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
    /// <param name="deep">Whether to search its subfolders too; a link to a folder that it lies in is not followed.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<string> In(string folder, string pattern, bool deep = false)
    {
        var escaped = pattern.Replace("\\", "\\\\", StringComparison.Ordinal);
        return new FileSystemEnumerable<string>(
            folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(),
            new() { AttributesToSkip = FileAttributes.Hidden, IgnoreInaccessible = false, RecurseSubdirectories = deep })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && FileSystemName.MatchesSimpleExpression(escaped, entry.FileName),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLoop(ref entry),
        };
    }

    static bool IsLoop(ref FileSystemEntry entry)
    {
        if ((entry.Attributes & FileAttributes.ReparsePoint) == 0) return false;
        var (target, parent) = (UnixFile.RealPath(entry.ToFullPath()), UnixFile.RealPath(entry.Directory.ToString()));
        return target is not null && parent is not null && $"{parent}/".StartsWith($"{target.TrimEnd('/')}/", StringComparison.Ordinal);
    }
}
