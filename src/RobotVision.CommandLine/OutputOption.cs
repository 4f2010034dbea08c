using System.CommandLine;

namespace RobotVision.CommandLine;

/// <summary>An option whose value is a file or folder that the command writes; <see cref="OutputFiles"/> keeps it from taking the place of an input.</summary>
/// <param name="name">With its dashes.</param>
/// <param name="aliases">Shorter names.</param>
public sealed class OutputOption(string name, params string[] aliases) : Option<string?>(name, aliases)
{
    /// <summary>
    /// The files that are written for a value; the last part of each may be a pattern such as <c>*.png</c>. The value itself unless said
    /// otherwise, and all of a folder.
    /// </summary>
    public Func<string, IEnumerable<string>> Files { get; init; } = path => IsFolder(path) ? InFolder(path, "*") : [path];

    /// <summary>The name of the option whose file the command brings up to date in its place, as its help says; null for none.</summary>
    public string? Updates { get; init; }

    /// <summary>Whether a value is a folder, there or to be made.</summary>
    public static bool IsFolder(string path) => Directory.Exists(path) || Path.EndsInDirectorySeparator(path);

    /// <summary>The paths of names in a folder.</summary>
    public static IEnumerable<string> InFolder(string folder, params string[] names) => names.Select(name => Path.Combine(folder, name));
}
