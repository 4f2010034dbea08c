using System.CommandLine;
using System.Globalization;
using RobotVision.Calibration.Boards;
using RobotVision.Capture;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Calibrate;

/// <summary>The options for the calibration board and the images that show it.</summary>
sealed class BoardOptions
{
    readonly Argument<string[]> _input = new("INPUT")
    {
        Description = "Photos, folders of photos, a video, a camera (0 or /dev/video0) or a stream's URL",
        Arity = ArgumentArity.OneOrMore,
    };

    readonly Option<string> _pattern = new("--pattern")
    {
        Description = "Inner corners a row and rows: 9x6 for 10x7 squares",
        Required = true,
        HelpName = "9x6",
    };

    readonly Option<double> _square = new("--square") { Description = "Side of a square", Required = true, HelpName = "METRES" };

    readonly Option<bool> _charuco = new("--charuco") { Description = "The board has markers in its white squares; parts of it are enough" };

    readonly Option<double?> _marker = new("--marker") { Description = "With --charuco: side of a marker", HelpName = "METRES" };

    readonly Option<string> _dictionary = new("--dictionary")
    {
        Description = "With --charuco: the set of markers",
        DefaultValueFactory = _ => "5X5_100",
        HelpName = "NAME",
    };

    readonly Option<int> _window = new("--window")
    {
        Description = "Half the side of the window in which corners of a chessboard are placed exactly; less than half the distance of corners",
        DefaultValueFactory = _ => ChessboardFinder.DefaultWindow,
        HelpName = "PIXELS",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_input);
        foreach (var option in new Option[] { _pattern, _square, _charuco, _marker, _dictionary, _window }) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            foreach (var option in new Option[] { _marker, _dictionary })
                if (!result.GetValue(_charuco) && result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name}: expected --charuco beside it, since other boards have no markers, found none.");
        });
    }

    /// <summary>Name of the input, for titles.</summary>
    public string Name(ParseResult arguments) => arguments.GetValue(_input) is [var only] ? only : $"{arguments.GetValue(_input)!.Length} inputs";

    /// <summary>Half the side of the window for sub-pixel corners, in pixels.</summary>
    /// <exception cref="ArgumentException">It is out of range.</exception>
    public int Window(ParseResult arguments) => arguments.GetValue(_window) is var window and >= 2 and <= 100
        ? window
        : throw new OptionException($"--window: expected 2..100 pixels, found {arguments.GetValue(_window)}.");

    /// <summary>Creates the finder of the board.</summary>
    /// <exception cref="ArgumentException">An option is wrong; the message says which and what was expected.</exception>
    public IBoardFinder Finder(ParseResult arguments)
    {
        var pattern = BoardPattern.Parse(arguments.GetValue(_pattern)!, arguments.GetValue(_square));
        if (!arguments.GetValue(_charuco)) return new ChessboardFinder(pattern, Window(arguments));
        var marker = arguments.GetValue(_marker)
            ?? throw new OptionException("--marker: expected the side of a marker in metres with --charuco, found none.");
        return new CharucoFinder(pattern, marker, arguments.GetValue(_dictionary)!);
    }

    /// <summary>Opens the only input as it comes: a camera, a stream, or a video or photos played in their own time.</summary>
    /// <exception cref="OptionException">There are several.</exception>
    public IFrameSource OpenOne(ParseResult arguments) => arguments.GetValue(_input) is [var only]
        ? FrameSource.OpenLive(only, TimeProvider.System)
        : throw new OptionException($"--web: expected one input, found {arguments.GetValue(_input)!.Length}.");

    /// <summary>Collects views of the board from all inputs.</summary>
    public Task CollectAsync(ParseResult arguments, BoardCollector collector, CancellationToken stop)
    {
        var inputs = arguments.GetValue(_input)!;
        return ConsoleProgress.RunAsync("looking for the board", null, report => Task.Run(
            () =>
            {
                foreach (var input in inputs)
                {
                    using var source = Open(input);
                    collector.Collect(source, looked => report(looked, $"images, board in {collector.Found}"), stop);
                }
            },
            stop));
    }

    /// <summary>Opens a camera, a stream, or a recording.</summary>
    internal static IFrameSource Open(string input) =>
        int.TryParse(input, NumberStyles.None, CultureInfo.InvariantCulture, out _) || input.Contains("://", StringComparison.Ordinal)
            || input.StartsWith("/dev/", StringComparison.Ordinal)
            ? FrameSource.OpenLive(input, TimeProvider.System)
            : Warnings.OpenRecording(input);
}
