using System.Text.RegularExpressions;

namespace RobotVision.CommandLine;

/// <summary>Says in one line why a native library does not load, and what to do.</summary>
static partial class NativeLibraryFailure
{
    /// <summary>The line. The system's message lists every place that was tried: the library that another one needs is what the user has to install.</summary>
    public static string Describe(Exception exception)
    {
        var message = exception.Message;
        var library = Wanted().Match(message).Groups["name"].Value;
        var needed = Needed().Matches(message).Select(match => match.Groups["name"].Value)
            .FirstOrDefault(name => library.Length == 0 || !name.Contains(library, StringComparison.Ordinal));
        if (message.Contains("Permission denied", StringComparison.Ordinal))
            return $"a native library cannot be used: this user may not read '{library}'. Give the permission, or run tools/setup.sh as this user.";
        var problem = library.Length == 0 ? message.Trim().Split('\n')[0].Trim().TrimEnd('.')
            : needed is null ? $"'{library}' is {(Damaged().IsMatch(message) ? "damaged" : "missing")}"
            : $"'{library}' needs {needed}, which is missing";
        return $"a native library cannot be used: {problem}. Run tools/setup.sh; 'robotvision doctor' says what is missing.";
    }

    /// <summary>The library of .NET that a message says cannot be loaded; null where it says nothing of the kind.</summary>
    public static string? AssemblyIn(string message) => Assembly().Match(message) is { Success: true } match ? match.Groups["name"].Value : null;

    [GeneratedRegex("^Could not load file or assembly '(?<name>[^,']+)")]
    private static partial Regex Assembly();

    [GeneratedRegex("invalid ELF|file too short|wrong ELF")]
    private static partial Regex Damaged();

    [GeneratedRegex("'(?<name>[^']+)'")]
    private static partial Regex Wanted();

    [GeneratedRegex(@"(?:^|[\s:])(?<name>lib[^\s:/]+\.so[^\s:/]*): cannot open shared object file", RegexOptions.Multiline)]
    private static partial Regex Needed();
}
