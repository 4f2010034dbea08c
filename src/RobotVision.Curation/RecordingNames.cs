using System.Text.RegularExpressions;
using RobotVision.Data.Datasets;

namespace RobotVision.Curation;

/// <summary>
/// Finds the recording of an image by its path: frames of one recording are similar and must not be in two lists.
/// </summary>
public sealed class RecordingNames
{
    /// <summary>The rule by which every image is its own recording.</summary>
    public const string ByImage = "image";

    static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    readonly Func<string, string> _name;

    RecordingNames(Func<string, string> name) => _name = name;

    /// <summary>Creates the names by a rule.</summary>
    /// <param name="rule">
    /// <c>folder</c>: by the folder; <c>prefix</c>: by the folder and the file name without its last number; <c>image</c>: each image is its own
    /// recording; otherwise a regular expression whose first group, or whole match, in the path is the recording's name.
    /// </param>
    /// <exception cref="ArgumentException">The rule is not a valid regular expression.</exception>
    public static RecordingNames By(string rule)
    {
        switch (rule)
        {
            case ByImage: return new(path => path);
            case "folder": return new(path => Path.GetDirectoryName(path)!);
            case "prefix": return new(path => NumberedFrame.Of(path).Recording);
        }

        Regex pattern;
        try
        {
            pattern = new(rule, RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (ArgumentException exception)
        {
            throw new OptionException($"--by: expected folder, prefix, image or a regular expression, found '{rule}': {exception.Message}", exception);
        }

        return new(path => Match(pattern, path));
    }

    /// <summary>The recording of an image.</summary>
    /// <exception cref="InvalidDataException">The expression does not match.</exception>
    /// <exception cref="ArgumentException">The expression takes too long.</exception>
    public string Of(string path) => _name(path);

    static string Match(Regex pattern, string path)
    {
        try
        {
            return pattern.Match(path) is { Success: true } match
                ? match.Groups.Count > 1 ? match.Groups[1].Value : match.Value
                : throw new InvalidDataException($"{path}: expected a path in which '{pattern}' matches, found none; choose another --by.");
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new OptionException(
                $"--by: expected an expression that matches a path within {MatchTimeout.TotalSeconds} s, found '{pattern}' unfinished at '{path}'; "
                + "write it without nested repetitions.", exception);
        }
    }
}
