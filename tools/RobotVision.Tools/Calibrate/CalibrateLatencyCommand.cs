using System.CommandLine;
using RobotVision.Calibration.Latency;
using RobotVision.Cameras;
using RobotVision.Capture;
using RobotVision.CommandLine;
using RobotVision.Files;
using RobotVision.Poses;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Calibrate;

/// <summary><c>robotvision calibrate latency</c>: the latency of a camera's time stamps, from a head sweep.</summary>
sealed class CalibrateLatencyCommand
{
    const string Udp = "udp://";
    const int PosesKept = 1 << 17; // two minutes at 1000 a second

    readonly Argument<string> _input = new("INPUT") { Description = "A video of the sweep, or with live poses a camera (0 or /dev/video0) or a stream's URL" };

    readonly Option<string> _camera = new("--calibration") { Description = "The camera's file with its lens", Required = true, HelpName = "FILE" };

    readonly Option<string> _poses = new("--poses")
    {
        Description = "The camera's poses over time: a file of robotvision.pose/1 lines for a video, udp://ADDRESS:PORT for a camera",
        Required = true,
        HelpName = "FILE|udp://ADDRESS:PORT",
    };

    readonly Option<double> _seconds = new("--seconds") { Description = "Maximum duration, 3..120", DefaultValueFactory = _ => 30, HelpName = "N" };

    readonly OutputOption _output = new("--output")
    {
        Updates = "--calibration",
        Description = "Write the camera's file here instead of in its place",
        HelpName = "FILE",
    };

    readonly OutputOption _report = new("--report") { Description = "Write the result as a page (.html)", HelpName = "FILE" };

    public static Command Create()
    {
        var calibrate = new CalibrateLatencyCommand();
        var command = new Command("latency", """
            Finds the time from exposure to time stamp, and adds it to the camera's file, which run and replay use. The robot stands still and
            sees something a few metres away; its head pans 20 degrees and more to both sides and nods, for 10 s or more, about a second each
            way and not always in the same rhythm.

            Example: robotvision calibrate latency sweep.mp4 --calibration calibration/head.yaml --poses sweep.jsonl --report latency.html
            """) { calibrate._input, calibrate._camera, calibrate._poses, calibrate._seconds, calibrate._output, calibrate._report };
        command.SetAction(calibrate.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var (input, from) = (arguments.GetValue(_input)!, arguments.GetValue(_poses)!);
        var isLive = from.StartsWith(Udp, StringComparison.Ordinal);
        if (isLive && Path.Exists(input) && !input.StartsWith("/dev/", StringComparison.Ordinal))
            throw new OptionException($"--poses: expected a file of the poses of the video '{input}', found '{from}', which is for a camera.");
        var path = arguments.GetValue(_camera)!;
        var file = CameraFile.Read(path);
        if (LensFold.Describe(file.Camera) is { } fold) Warnings.Print($"'{path}': {fold}");
        var seconds = arguments.GetValue(_seconds) is var asked and >= 3 and <= 120
            ? asked
            : throw new OptionException(FormattableString.Invariant($"--seconds: expected 3..120, found {arguments.GetValue(_seconds)}."));
        var output = arguments.GetValue(_output) ?? path;
        WholeFile.Probe(output);
        if (arguments.GetValue(_report) is { } page) WholeFile.Probe(page);
        using var receiver = isLive
            ? new PoseReceiver(VisionOptions.ParseEndPoint("--poses", from[Udp.Length..]), PosesKept) : null;
        var poses = receiver?.History ?? PoseFile.Read(from);
        using var source = receiver is null ? FrameSource.OpenRecording(input, TimeProvider.System) : FrameSource.OpenLive(input, TimeProvider.System);
        var collector = new SweepCollector(file);
        await ConsoleProgress.RunAsync("watching the sweep", source.FrameCount, report => Task.Run(
            () => collector.Collect(source, TimeSpan.FromSeconds(seconds), looked => report(looked, "frames"), stop), stop)).ConfigureAwait(false);
        if (collector.Unclear + collector.Gaps > 0)
            Console.WriteLine($"not used: {collector.Unclear} pairs of frames that do not show how the camera turned, "
                + $"{collector.Gaps} too far apart in time, of {collector.Looked} frames");
        if (poses.Counts.Warning is { } warning) Console.WriteLine(warning);
        var found = LatencyEstimator.Estimate(collector.Turns, poses, collector.Unclear, file.Mount);
        Console.WriteLine(FormattableString.Invariant(
            $"latency {found.Latency.TotalMilliseconds:0.0} ms +- {found.Deviation.TotalMilliseconds:0.0} ms from {found.Turns} pairs of frames ")
            + FormattableString.Invariant($"(--camera-latency {found.Latency.TotalMilliseconds:0.0})"));
        Console.WriteLine(FormattableString.Invariant($"correlation {found.Correlation:0.000}, images turn {found.Gain:0.000} times as far as poses"));
        (file with { Latency = found.Latency }).Write(output);
        Console.WriteLine($"{output} is written");
        if (arguments.GetValue(_report) is { } report)
        {
            LatencyReport.Of(source.Name, found).Write(report);
            Console.WriteLine($"{report} is written");
        }

        return CommandRunner.Success;
    }
}
