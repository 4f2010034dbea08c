using System.Text.RegularExpressions;

namespace RobotVision.CommandLine;

/// <summary>Adds what to do to the operating system's errors, whose messages say only what failed, and says those of .NET in plain words.</summary>
static partial class SystemFailure
{
    // Linux's ENOSPC and EDQUOT, which .NET keeps in HResult.
    const int NoSpaceLeft = 28;
    const int QuotaExceeded = 122;

    /// <summary>What failed and what to do, in one line.</summary>
    public static string Describe(Exception exception)
    {
        var message = exception.Message;
        if (NotFound().Match(message) is { Success: true } missing)
            return $"'{missing.Groups["path"].Value}': there is no such {(exception is DirectoryNotFoundException ? "folder" : "file")}.";
        // Without a path it is the standard output or error, which whoever started the program has closed.
        if (message == "Access to the path is denied.")
            return "the standard output or error is closed, or cannot be written. Leave it open, or send it to a file.";
        if (exception is UnauthorizedAccessException || exception.InnerException is UnauthorizedAccessException)
            return $"{message} Give this user the permission, or name another place.";
        // A message that ends with a stop is our own and says already what to do.
        return IsDiskFull(exception) && !message.EndsWith('.') ? $"{message}. Free some space, or write elsewhere." : message;
    }

    [GeneratedRegex("^Could not find (?:file|a part of the path) '(?<path>[^']*)'")]
    private static partial Regex NotFound();

    static bool IsDiskFull(Exception exception) =>
        exception.HResult is NoSpaceLeft or QuotaExceeded || (exception.InnerException is { } inner && IsDiskFull(inner));
}
