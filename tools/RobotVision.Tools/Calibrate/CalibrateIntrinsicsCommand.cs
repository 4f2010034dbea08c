using System.CommandLine;
using RobotVision.Calibration.Boards;
using RobotVision.Calibration.Lenses;
using RobotVision.Cameras;
using RobotVision.CommandLine;
using RobotVision.Files;
using RobotVision.Imaging;

namespace RobotVision.Tools.Calibrate;

/// <summary><c>robotvision calibrate intrinsics</c>: a camera's lens from views of a board.</summary>
sealed class CalibrateIntrinsicsCommand
{
    readonly BoardOptions _board = new();

    readonly Option<LensKind> _model = new("--model")
    {
        Description = "Lens: pinhole up to about 90 degrees across, rational to 120, fisheye beyond",
        HelpName = "pinhole|rational|fisheye",
    };

    readonly Option<bool> _fixAspectRatio = new("--fix-aspect-ratio") { Description = "Pixels are square: one focal length" };

    readonly Option<double> _maximumError = new("--max-error")
    {
        Description = "Views with a larger error than this and than three times the median are left out",
        DefaultValueFactory = _ => new IntrinsicsOptions().MaximumViewRms,
        HelpName = "PIXELS",
    };

    readonly Option<int> _views = new("--views") { Description = "Maximum number of views", DefaultValueFactory = _ => 60, HelpName = "N" };

    readonly Option<bool> _ros = new("--ros") { Description = "Write ROS's camera_info YAML instead of OpenCV's" };

    readonly OutputOption _output = new("--output") { Description = "The camera's file", Required = true, HelpName = "FILE" };

    readonly OutputOption _report = new("--report") { Description = "Write the result as a page (.html)", HelpName = "FILE" };

    readonly Option<int?> _web = new("--web")
    {
        Description = "Collect views on a page in the browser, which shows where they are missing, refuses blurred and repeated ones, and has the result "
            + "at once: the port on 127.0.0.1, any that is free without one",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "PORT",
    };

    public static Command Create()
    {
        var calibrate = new CalibrateIntrinsicsCommand();
        var command = new Command("intrinsics", """
            Calibrates a camera's lens from photos, a video or live views of a chessboard or ChArUco board, with uncertainties.

            Example: robotvision calibrate intrinsics photos --pattern 9x6 --square 0.025 --output calibration/head.yaml --report head.html
            Example: robotvision calibrate intrinsics 0 --web --pattern 9x6 --square 0.025 --output calibration/head.yaml
            """)
        {
            calibrate._model, calibrate._fixAspectRatio, calibrate._maximumError, calibrate._views, calibrate._ros, calibrate._output, calibrate._report,
            calibrate._web,
        };
        calibrate._board.AddTo(command);
        command.SetAction(calibrate.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var output = arguments.GetValue(_output)!;
        var options = Options(arguments);
        var views = arguments.GetValue(_views);
        if (views < IntrinsicsCalibrator.MinimumViews)
            throw new OptionException($"--views: expected at least {IntrinsicsCalibrator.MinimumViews}, found {views}.");
        WholeFile.Probe(output);
        var before = File.Exists(output) ? CameraFile.Read(output) : null;
        if (arguments.GetValue(_report) is { } page) WholeFile.Probe(page);
        var finder = _board.Finder(arguments);
        using var ended = finder as IDisposable;
        if (arguments.GetResult(_web) is not null)
        {
            using var source = _board.OpenOne(arguments);
            using var session = new LensSession(source, finder, views, options);
            var name = Path.GetFileName(output);
            return await LensPage.RunAsync(
                session, arguments.GetValue(_web) ?? 0, (result, sample) => Write(arguments, before, result, [], sample), name, stop).ConfigureAwait(false);
        }

        var collector = new BoardCollector(finder, views);
        await _board.CollectAsync(arguments, collector, stop).ConfigureAwait(false);
        var kept = collector.Finish();
        Console.WriteLine($"the board is in {collector.Found} of {collector.Looked} images");
        Write(arguments, before, IntrinsicsCalibrator.Calibrate(finder.Pattern, kept, options), collector.LeftOut, collector.Sample);
        return CommandRunner.Success;
    }

    /// <summary>Prints a result and writes it.</summary>
    void Write(ParseResult arguments, CameraFile? before, IntrinsicsCalibration result, IReadOnlyList<string> leftOut, BgrImage? sample)
    {
        var output = arguments.GetValue(_output)!;
        foreach (var line in leftOut.Concat(result.Rejected)) Console.WriteLine($"not used: {line}");
        foreach (var warning in result.Warnings) Console.WriteLine($"warning: {warning}");
        if (LensFold.Describe(result.Camera) is { } fold) Console.WriteLine($"warning: {fold}");
        Console.WriteLine(FormattableString.Invariant($"RMS {result.Rms:0.0000} px over {result.Views.Count} views"));
        foreach (var parameter in result.Parameters)
            Console.WriteLine(FormattableString.Invariant($"{parameter.Name} {parameter.InFile,12:0.00000} +- {parameter.StandardDeviation:0.00000}"));
        var file = before ?? new CameraFile(result.Camera) { Name = Path.GetFileNameWithoutExtension(output) };
        (file with { Camera = result.Camera, RmsPixels = result.Rms, Format = arguments.GetValue(_ros) ? CameraFileFormat.Ros : file.Format }).Write(output);
        if (before is { Pose: not null } or { Mount: not null } or { Latency: not null })
            Console.WriteLine("the file's pose, mount and latency of the camera are kept; calibrate them again if the camera was moved");
        Console.WriteLine($"{output} is written");
        if (arguments.GetValue(_report) is not { } report) return;
        IntrinsicsReport.Of(_board.Name(arguments), result, leftOut, sample).Write(report);
        Console.WriteLine($"{report} is written");
    }

    IntrinsicsOptions Options(ParseResult arguments) => new()
    {
        Lens = arguments.GetValue(_model),
        FixAspectRatio = arguments.GetValue(_fixAspectRatio),
        Window = _board.Window(arguments),
        MaximumViewRms = arguments.GetValue(_maximumError) is var most and > 0
            ? most
            : throw new OptionException(FormattableString.Invariant($"--max-error: expected pixels above 0, found {arguments.GetValue(_maximumError)}.")),
    };
}
