using System.CommandLine;
using System.Globalization;
using RobotVision.Recording;

namespace RobotVision.CommandLine;

/// <summary>The options of a run that is recorded.</summary>
public sealed class RecordOptions
{
    readonly OutputOption _folder = new("--record")
    {
        Description = "Record pictures, results and all that decides them, as MCAP files in this folder; 'replay' computes them again",
        HelpName = "FOLDER",
        Files = folder => [Path.Combine(folder, RecorderOptions.FilePattern)],
    };

    readonly Option<string> _limit = new("--record-limit")
    {
        Description = "With --record: how large all recordings in the folder may be together; the oldest are removed",
        DefaultValueFactory = _ => "4GB",
        HelpName = "SIZE",
    };

    readonly Option<string> _floor = new("--record-floor")
    {
        Description = "With --record: how much of the disk stays free; with less, recording ends and the run goes on",
        DefaultValueFactory = _ => "1GB",
        HelpName = "SIZE",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _folder, _limit, _floor }) command.Options.Add(option);
    }

    /// <summary>The folder that was asked for; null for no recording.</summary>
    public string? Folder(ParseResult arguments) => arguments.GetValue(_folder);

    /// <summary>Takes the folder that was asked for; null for no recording. The caller owns the recorder.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="settings">What decides the results, of each camera.</param>
    /// <param name="clock">Where times come from.</param>
    /// <exception cref="OptionException">A size is none.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public FrameRecorder? Open(ParseResult arguments, IReadOnlyList<RunSettings> settings, TimeProvider clock)
    {
        var (limit, floor) = (Size(arguments, _limit), Size(arguments, _floor));
        if (limit < RecorderOptions.LeastLimit)
            throw new OptionException($"{_limit.Name}: expected {RecorderOptions.LeastLimit / 1_000_000}MB or more, found '{arguments.GetValue(_limit)}'.");
        if (Folder(arguments) is null && Array.Find([_limit, _floor], option => arguments.GetResult(option) is { Implicit: false }) is { } unused)
            throw new OptionException($"{unused.Name}: expected {_folder.Name} too, found none; nothing is recorded.");
        return Folder(arguments) is { } folder ? new(new() { Folder = folder, Limit = limit, Floor = floor }, settings, clock) : null;
    }

    static long Size(ParseResult arguments, Option<string> option)
    {
        var text = arguments.GetValue(option)!;
        var digits = text.TrimEnd('B', 'b', 'K', 'k', 'M', 'm', 'G', 'g', 'T', 't');
        double? unit = text[digits.Length..].ToUpperInvariant() switch { "" or "B" => 1, "KB" => 1e3, "MB" => 1e6, "GB" => 1e9, "TB" => 1e12, _ => null };
        return unit is { } scale && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * scale < 1e18
            ? (long)(number * scale)
            : throw new OptionException($"{option.Name}: expected a size such as 500MB or 4GB, found '{text}'.");
    }
}
