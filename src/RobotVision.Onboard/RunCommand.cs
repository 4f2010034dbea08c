using System.CommandLine;
using Microsoft.Extensions.Hosting.Systemd;
using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.CommandLine;
using RobotVision.Controls;
using RobotVision.Inference;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Recording;

namespace RobotVision.Onboard;

/// <summary><c>robotvision run</c>: the robot process.</summary>
public sealed class RunCommand
{
    readonly PlaceOptions _place;
    readonly CameraModeOptions _mode;
    readonly CameraList _cameras;
    readonly VisionOptions _vision;
    readonly LiveOptions _web;
    readonly RecordOptions _record = new();

    readonly Option<int?> _control = new("--control")
    {
        Description = "Let programs of this machine that have the printed address swap the model: the port on 127.0.0.1, 0 for any that is free",
        HelpName = "PORT",
    };

    readonly Option<string?> _onState = new("--on-state")
    {
        Description = "Run a shell command at every change of the run's health, with ROBOTVISION_HEALTH (ok, degraded, lost) and ROBOTVISION_REASON set",
        HelpName = "COMMAND",
    };

    readonly RealTimeOption _realTime = new();

    RunCommand(Func<VisionPipeline, ILiveExtra>? microscope)
    {
        _web = new(microscope);
        _vision = new() { MayMakeOptions = _web.HasPage };
        (_cameras, _place, _mode) = (new(_vision.Saved), new(_vision.Saved), new(_vision.Saved));
    }

    /// <summary>Makes the command.</summary>
    /// <param name="microscope">Makes the page's microscope, which the robot process does not carry; null for none.</param>
    public static Command Create(Func<VisionPipeline, ILiveExtra>? microscope = null)
    {
        var run = new RunCommand(microscope);
        var command = new Command("run", """
            Sees live, with one camera or several: the newest frame counts, a lost source is brought back, the state is published once a second.
            Ends with Ctrl-C.

            Example: robotvision run --camera 0 --jsonl - --udp 239.0.0.1:5005
            Example: robotvision run --camera head=0 --camera chest=2 --calibration head=head.yaml --calibration chest=chest.yaml --jsonl -
            Example: robotvision run --camera 0 --model auto --budget 10 --jsonl -
            Example: robotvision run --camera 0 --web
            Example: robotvision run --camera 0 --foxglove
            Example: robotvision run --camera 0 --record recordings
            Example: robotvision run --camera 0 --jsonl live.jsonl --control 0
            Example: robotvision run --camera /dev/v4l/by-id/usb-head --size 640x480 --fps 30 --format YUYV --jsonl -
            """);
        run._cameras.AddTo(command);
        run._vision.AddTo(command);
        command.Options.Add(run._control);
        command.Options.Add(run._onState);
        run._web.AddTo(command);
        run._record.AddTo(command);
        run._mode.AddTo(command);
        run._place.AddTo(command);
        run._realTime.AddTo(command);
        command.SetAction(run.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var (clock, control) = (TimeProvider.System, arguments.GetValue(_control));
        var cameras = _cameras.Read(arguments);
        string?[] names = [.. cameras.Select(camera => camera.Name)];
        _mode.Check(arguments, names);
        var server = _web.Server(arguments, control);
        var looking = _vision.Looking(arguments);
        var mostLooking = _web.MostLooking(arguments, looking);
        using var placing = _place.Open(arguments, isLive: true, names);
        var withheld = _realTime.Apply(arguments);
        var chosen = _vision.ChooseModel(arguments, cameras.Count);
        var opened = await OpenBothAsync(() => LoadWarm(arguments, chosen, mostLooking), () => OpenAll(arguments, cameras, placing.Placers, clock))
            .ConfigureAwait(false);
        using var model = opened.First;
        using var sources = opened.Second;
        var thresholds = _vision.Thresholds(arguments, model);
        foreach (var problem in withheld.Concat(sources.Controls.SelectMany(controls => controls.Problems)))
            await Console.Error.WriteLineAsync($"warning: {problem}").ConfigureAwait(false);
        VisionCamera[] seeing = [.. cameras.Select((camera, i) => new VisionCamera(sources[i], placing.Placers[i], camera.Name))];
        using var recorder = _record.Open(arguments, [.. seeing.Select(camera => SettingsOf(arguments, camera, mostLooking.CloseUps))], clock);
        IPublisher[] publishers = [.. _vision.OpenPublishers(arguments, names, placing.Placer.Setup.Ground.BallRadius, isLive: true, timing: true),
            .. recorder is null ? [] : new IPublisher[] { recorder },
            .. arguments.GetValue(_onState) is { } told ? new IPublisher[] { new StateHook(told, Console.Error, clock) } : [],
            new StatusLines(Console.Error, TerminalWidth(arguments, _vision), clock), new SystemdService(new SystemdNotifier())];
        try
        {
            await Console.Error.WriteLineAsync(
                $"{model.Path} runs on {model.Provider.Name()}{(model.ProviderNote.Length > 0 ? $"; {model.ProviderNote}" : "")}").ConfigureAwait(false);
            var pipeline = new VisionPipeline(seeing, model, publishers, clock, mostLooking) { Thresholds = thresholds, CloseUps = looking.CloseUps };
            recorder?.Start(pipeline);
            ILiveExtra[] extras = [.. Extras(pipeline, _vision.OptionsFile(arguments), sources.Controls, recorder, _record.Folder(arguments))];
            await using var controlled = server is null ? null : await ControlServer.StartAsync(
                server, pipeline, path => _vision.LoadModel(arguments, path, mostLooking.CloseUps), next => _vision.Thresholds(arguments, next), extras, stop)
                .ConfigureAwait(false);
            if (control is not null) await Console.Error.WriteLineAsync($"control   {controlled!.Address}").ConfigureAwait(false);
            var (started, allocated) = (clock.GetTimestamp(), GC.GetTotalAllocatedBytes());
            await pipeline.RunAsync(stop).ConfigureAwait(false);
            foreach (var publisher in publishers) publisher.Complete();
            var report = new RunReport(pipeline.Metrics, pipeline.Model, clock.GetElapsedTime(started), GC.GetTotalAllocatedBytes() - allocated)
            {
                IsLive = true,
                Cameras = RunReport.NamedOf(pipeline),
                Warnings = [.. placing.Warnings(), .. RunReport.WarningsOf(pipeline.Unsent), .. RunReport.WarningsOf(recorder?.Recording)],
            };
            foreach (var warning in report.Warnings) await Console.Error.WriteLineAsync($"warning: {warning}").ConfigureAwait(false);
            await Console.Error.WriteAsync(report.ToString()).ConfigureAwait(false);
            if (pipeline.HasFailedPublisher || recorder is { HasFailed: true }) return CommandRunner.Failure;
            var unseen = pipeline.Cameras.Zip(cameras).Where(one => one.First.Failure is not null
                || (one.First.Metrics.Published == 0 && !stop.IsCancellationRequested)).Select(one => Unseen(one.First, one.Second)).ToArray();
            return unseen.Length == 0 ? CommandRunner.Success : throw new InvalidDataException(string.Join(" ", unseen));
        }
        finally
        {
            foreach (var publisher in publishers) publisher.Dispose();
        }
    }

    /// <summary>Loads the model and has all code compiled that a frame needs.</summary>
    VisionModel LoadWarm(ParseResult arguments, string path, CloseUpOptions closeUps)
    {
        var model = _vision.LoadModel(arguments, path, closeUps.CloseUps);
        try
        {
            FrameProcessor.WarmUp(model, closeUps);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Opens two things at the same time, since each takes a good part of the start; when one fails, the other is disposed.</summary>
    static async Task<(TFirst First, TSecond Second)> OpenBothAsync<TFirst, TSecond>(Func<TFirst> openFirst, Func<TSecond> openSecond)
        where TFirst : class, IDisposable
        where TSecond : class, IDisposable
    {
        var (first, second) = (Task.Run(openFirst), Task.Run(openSecond));
        try
        {
            await Task.WhenAll(first, second).ConfigureAwait(false);
            return (await first.ConfigureAwait(false), await second.ConfigureAwait(false));
        }
        catch
        {
            if (first.IsCompletedSuccessfully) (await first.ConfigureAwait(false)).Dispose();
            if (second.IsCompletedSuccessfully) (await second.ConfigureAwait(false)).Dispose();
            throw;
        }
    }

    SourceList OpenAll(ParseResult arguments, IReadOnlyList<ListedCamera> cameras, IReadOnlyList<FramePlacer> placers, TimeProvider clock)
    {
        var sources = new SourceList();
        try
        {
            foreach (var (camera, placer) in cameras.Zip(placers)) sources.Add(Open(arguments, camera, placer, clock, mayComeLater: cameras.Count > 1));
            return sources;
        }
        catch
        {
            sources.Dispose();
            throw;
        }
    }

    IFrameSource Open(ParseResult arguments, ListedCamera camera, FramePlacer placer, TimeProvider clock, bool mayComeLater) =>
        FrameSource.OpenLive(camera.Source, clock, _mode.Read(arguments, camera, placer.CalibratedSize) with
        {
            Controls = name => _vision.Saved(arguments).Cameras.GetValueOrDefault(name) ?? new Dictionary<string, long>(),
            MayComeLater = mayComeLater,
        });

    RunSettings SettingsOf(ParseResult arguments, VisionCamera camera, int closeUps)
    {
        var settings = new RunSettings
        {
            Camera = camera.Source.Name,
            Name = camera.IsNamed ? camera.Name : null,
            Threads = _vision.Threads(arguments),
            MostCloseUps = closeUps,
        };
        return _place.Describe(arguments, settings, camera.Placer.Setup);
    }

    /// <summary>Says of a camera that nothing, or nothing more, of it could be used.</summary>
    static string Unseen(VisionCamera camera, ListedCamera listed) => camera.Failure is { } failure && camera.Metrics.Published > 0
        ? $"Camera '{camera.Name}' ended before the others: {failure.Message}"
        : $"Camera '{listed.Name ?? listed.Source}': not one frame of it could be used{(camera.Problem is { } problem ? $": {problem}" : "")}.";

    /// <summary>What the live page can do in this run besides.</summary>
    static IEnumerable<ILiveExtra> Extras(
        VisionPipeline pipeline, string? options, IReadOnlyList<CameraControls> controls, FrameRecorder? recorder, string? recordings)
    {
        if (options is not null) yield return new OptionsSaver(pipeline, options, controls);
        if (controls.Count > 0) yield return new CameraPanel(controls);
        if (recorder is not null) yield return new RecordingSwitch(recorder, recordings!);
    }

    /// <summary>Characters a line of a terminal that does not say.</summary>
    const int UsualWidth = 80;

    /// <summary>Characters a line of the terminal that the standard error is, unless results are written to it; null for none.</summary>
    static int? TerminalWidth(ParseResult arguments, VisionOptions vision) =>
        Console.IsErrorRedirected || (vision.WritesToStandardOutput(arguments) && !Console.IsOutputRedirected) ? null
            : Console.WindowWidth is > 1 and var width ? width : UsualWidth;

    /// <summary>The sources of a run, which it owns.</summary>
    sealed class SourceList : List<IFrameSource>, IDisposable
    {
        /// <summary>The controls of the cameras of this machine.</summary>
        public IReadOnlyList<CameraControls> Controls => [.. this.OfType<LiveSource>().Select(source => source.Controls).OfType<CameraControls>()];

        public void Dispose()
        {
            foreach (var source in this) source.Dispose();
        }
    }
}
