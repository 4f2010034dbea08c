using System.CommandLine;
using System.Text.RegularExpressions;

namespace RobotVision.CommandLine;

/// <summary>
/// An option whose value may differ from camera to camera: <c>VALUE</c> is for all of them, <c>NAME=VALUE</c> for the one of that name. Where the command
/// line says nothing for a camera, the options file may (<see cref="SavedOptions.NamedCameras"/>).
/// </summary>
/// <param name="name">The option.</param>
/// <param name="saved">The options file; null where there is none.</param>
public sealed partial class CameraOption(string name, Func<ParseResult, SavedOptions>? saved = null) : Option<string[]>(name)
{
    /// <summary>The value for a camera; null where nobody gives one.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="camera">The camera's name; null of one that has none.</param>
    public string? For(ParseResult arguments, string? camera) =>
        Own(arguments, camera) ?? OfAll(arguments) ?? (camera is null ? null : saved?.Invoke(arguments).NamedCameras.GetValueOrDefault(camera)?[Name]);

    /// <summary>The value that the command line gives for this camera alone; null where it gives none.</summary>
    public string? Own(ParseResult arguments, string? camera) =>
        Values(arguments).Where(one => one.Camera is not null && one.Camera == camera).Select(one => one.Value).FirstOrDefault();

    /// <summary>The value that the command line gives for all cameras; null where it gives none.</summary>
    public string? OfAll(ParseResult arguments) => Values(arguments).Where(one => one.Camera is null).Select(one => one.Value).FirstOrDefault();

    /// <summary>Checks that every value is of a camera that there is, and that no camera has two.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="cameras">The cameras' names; null of one that has none.</param>
    /// <exception cref="OptionException">One is not.</exception>
    public void Check(ParseResult arguments, IReadOnlyList<string?> cameras)
    {
        var values = Values(arguments).ToArray();
        foreach (var (camera, value) in values)
            if (camera is not null && !cameras.Contains(camera))
                throw new OptionException($"{Name}: expected {HelpName}{Known(cameras)}, found '{camera}={value}'.");
        if (values.GroupBy(one => one.Camera).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new OptionException(
                $"{Name}: expected one value {(twice.Key is null ? "for all cameras" : $"for {twice.Key}")}, "
                + $"found '{string.Join("' and '", twice.Select(one => one.Value))}'.");
    }

    /// <summary>Takes the name before a value, where there is one. What is a file as a whole has none.</summary>
    internal static (string? Camera, string Value) Split(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && IsName(text[..at]) && !File.Exists(text)
            ? (text[..at], text[(at + 1)..])
            : (null, text);

    /// <summary>Whether a text can be the name of a camera: as it goes into topics and file names.</summary>
    internal static bool IsName(string text) => NamePattern().IsMatch(text);

    IEnumerable<(string? Camera, string Value)> Values(ParseResult arguments) => (arguments.GetValue(this) ?? []).Select(Split);

    static string Known(IReadOnlyList<string?> cameras) => cameras is [null]
        ? " and no name, since the camera has none (--camera NAME=CAMERA gives it one)"
        : $" with the name of a camera ({string.Join(", ", cameras)})";

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,31}$")]
    private static partial Regex NamePattern();
}
