using System.CommandLine;
using Microsoft.Extensions.Hosting.Systemd;
using RobotVision.Capture;
using RobotVision.CommandLine;
using RobotVision.Inference;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Recording;

namespace RobotVision.Onboard;

/// <summary><c>robotvision run</c>: the robot process.</summary>
public static class RunCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var (vision, place, mode, web, record) = (new VisionOptions(), new PlaceOptions(), new CameraModeOptions(), new LiveOptions(), new RecordOptions());
        var camera = new Option<string>("--camera")
        {
            Description =
                "An index (0), a device (/dev/video0, /dev/v4l/by-id/...), a stream's URL (udp://127.0.0.1:5000) or a file, which is played in its own time",
            Required = true,
            HelpName = "CAMERA",
        };
        var command = new Command("run", """
            Sees live: the newest frame counts, a lost source is brought back, the state is published once a second.
            Ends with Ctrl-C.

            Example: robotvision run --camera 0 --jsonl - --udp 239.0.0.1:5005
            Example: robotvision run --camera 0 --web
            Example: robotvision run --camera 0 --record recordings
            Example: robotvision run --camera 0 --jsonl live.jsonl --control 0
            Example: robotvision run --camera /dev/v4l/by-id/usb-head --size 640x480 --fps 30 --format YUYV --jsonl -
            """) { camera };
        var control = new Option<int?>("--control")
        {
            Description = "Let programs of this machine that have the printed address swap the model: the port on 127.0.0.1, 0 for any that is free",
            HelpName = "PORT",
        };
        vision.AddTo(command);
        command.Options.Add(control);
        web.AddTo(command);
        record.AddTo(command);
        mode.AddTo(command);
        place.AddTo(command);
        command.SetAction((arguments, stop) => RunAsync(
            arguments, arguments.GetValue(camera)!, arguments.GetValue(control), web, vision, place, mode, record, stop));
        return command;
    }

    static async Task<int> RunAsync(ParseResult arguments, string camera, int? control, LiveOptions web, VisionOptions vision,
        PlaceOptions place, CameraModeOptions mode, RecordOptions record, CancellationToken stop)
    {
        var clock = TimeProvider.System;
        var port = PortOf(control, web.Port(arguments));
        var looking = vision.Looking(arguments);
        var mostLooking = web.MostLooking(arguments, looking);
        using var model = vision.LoadModel(arguments, closeUps: mostLooking.CloseUps);
        var thresholds = vision.Thresholds(arguments, model);
        using var placing = place.Open(arguments, isLive: true);
        using var source = FrameSource.OpenLive(camera, clock, mode.Read(arguments, camera, placing.Placer.CalibratedSize));
        var settings = new RunSettings { Camera = source.Name, Threads = vision.Threads(arguments), MostCloseUps = mostLooking.CloseUps };
        using var recorder = record.Open(arguments, place.Describe(arguments, settings, placing.Placer.Setup), clock);
        IPublisher[] publishers = [.. vision.OpenPublishers(arguments, isLive: true, timing: true), .. recorder is null ? [] : new IPublisher[] { recorder },
            new StatusLines(Console.Error, TerminalWidth(arguments, vision), clock), new SystemdService(new SystemdNotifier())];
        try
        {
            await Console.Error.WriteLineAsync(
                $"{model.Path} runs on {model.Provider.Name()}{(model.ProviderNote.Length > 0 ? $"; {model.ProviderNote}" : "")}").ConfigureAwait(false);
            var pipeline = new VisionPipeline(source, model, publishers, clock, mostLooking, placing.Placer)
            {
                Thresholds = thresholds,
                CloseUps = looking.CloseUps,
            };
            recorder?.Start(pipeline);
            await using var controlled = port is { } chosen
                ? await ControlServer.StartAsync(
                    chosen, pipeline, path => vision.LoadModel(arguments, path, mostLooking.CloseUps), next => vision.Thresholds(arguments, next),
                    web.Snapshots(arguments), stop).ConfigureAwait(false)
                : null;
            if (control is not null) await Console.Error.WriteLineAsync($"control   {controlled!.Address}").ConfigureAwait(false);
            if (web.Port(arguments) is not null) await Console.Error.WriteLineAsync($"page      {controlled!.Address}").ConfigureAwait(false);
            var (started, allocated) = (clock.GetTimestamp(), GC.GetTotalAllocatedBytes());
            await pipeline.RunAsync(stop).ConfigureAwait(false);
            foreach (var publisher in publishers) publisher.Complete();
            var report = new RunReport(pipeline.Metrics, pipeline.Model, clock.GetElapsedTime(started), GC.GetTotalAllocatedBytes() - allocated)
            {
                IsLive = true,
                Warnings = [.. placing.Warnings(), .. RunReport.WarningsOf(pipeline.Unsent), .. RunReport.WarningsOf(recorder?.Recording)],
            };
            foreach (var warning in report.Warnings) await Console.Error.WriteLineAsync($"warning: {warning}").ConfigureAwait(false);
            await Console.Error.WriteAsync(report.ToString()).ConfigureAwait(false);
            if (pipeline.HasFailedPublisher || recorder is { HasFailed: true }) return CommandRunner.Failure;
            return pipeline.Metrics.Published > 0 || stop.IsCancellationRequested
                ? CommandRunner.Success
                : throw new InvalidDataException(
                    $"Camera '{camera}': not one frame of it could be used{(pipeline.State.Problem is { } problem ? $": {problem}" : "")}.");
        }
        finally
        {
            foreach (var publisher in publishers) publisher.Dispose();
        }
    }

    /// <summary>The port of the one server for the page and for other programs; null for none.</summary>
    static (int Number, string Option)? PortOf(int? control, int? web) => (control, web) switch
    {
        ({ } one, { } other) when one != other && one != 0 && other != 0 =>
            throw new OptionException($"--control and --web: expected the same port, or one of them without, found {one} and {other}. One server has both."),
        (_, > 0) => (web.Value, "--web"),
        ({ } one, _) => (one, "--control"),
        (_, { } other) => (other, "--web"),
        _ => null,
    };

    /// <summary>Characters a line of a terminal that does not say.</summary>
    const int UsualWidth = 80;

    /// <summary>Characters a line of the terminal that the standard error is, unless results are written to it; null for none.</summary>
    static int? TerminalWidth(ParseResult arguments, VisionOptions vision) =>
        Console.IsErrorRedirected || (vision.WritesToStandardOutput(arguments) && !Console.IsOutputRedirected) ? null
            : Console.WindowWidth is > 1 and var width ? width : UsualWidth;
}
