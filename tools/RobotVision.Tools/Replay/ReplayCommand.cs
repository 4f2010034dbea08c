using System.CommandLine;
using RobotVision.Capture;
using RobotVision.CommandLine;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Drawing;
using RobotVision.Evaluation.Scores;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Onboard;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Recording;
using RobotVision.Tools.Cluster;
using RobotVision.Tools.Evaluate;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Replay;

/// <summary><c>robotvision replay</c>: runs every frame of a recording, with the same results every time.</summary>
sealed class ReplayCommand
{
    readonly VisionOptions _vision;

    readonly PlaceOptions _place;

    readonly LiveOptions _live = new(pipeline => new MicroscopeEndpoints(pipeline));

    readonly Argument<string[]> _input = new("INPUT")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "A video, an image, a folder of images, a pattern such as 'photos/*.png', a recording of 'run --record', whose results are computed "
            + "again and compared, or one of ROS 2 or Foxglove (bag.mcap, bag.mcap#/topic). Of several, {} in the other options stands for the name of each",
    };

    readonly OutputOption _annotate = new("--annotate")
    {
        Description = "Draw the results: into a video (.mp4 .avi .mkv), into a folder with one picture per frame, or of one image into a picture",
        HelpName = "PATH",
    };

    readonly OutputOption _sheet = new("--contact-sheet")
    {
        Description = "Write twelve frames of the run with their results as one picture",
        HelpName = "FILE",
    };

    readonly OutputOption _bag = new("--bag")
    {
        Description = "Write pictures, results, calibration and the camera's pose as a recording of ROS 2 (.mcap), for 'ros2 bag play' and Foxglove",
        HelpName = "FILE",
    };

    readonly DrawingChoice _drawing = new();

    readonly Option<string?> _labels = new("--labels")
    {
        Description = "Score against these labels, and draw misses and false alarms: a video's ball boxes (JSON), "
            + "or the folder or data.yaml of a data set, with =SPLIT where one list of it counts",
        HelpName = "PATH[=SPLIT]",
    };

    readonly Option<string?> _compare = new("--compare")
    {
        Description = "With --web: another model, of which the page finds the next frame where it differs from the one that runs; with --labels instead, "
            + "where the labels do",
        HelpName = "FILE",
    };

    readonly OutputOption _report = new("--report") { Description = "Write counts, times and score as JSON", HelpName = "FILE" };

    readonly Option<bool> _noTiming = new("--no-timing") { Description = "Leave out what differs from run to run: latencies in JSON and on the picture" };

    ReplayCommand()
    {
        _vision = new() { MayMakeOptions = arguments => _live.HasPage(arguments) };
        _place = new(_vision.Saved);
    }

    public static Command Create()
    {
        var replay = new ReplayCommand();
        var recordings = new EachRecording(replay._input);
        var work = recordings.Divided(replay.RunAsync, arguments => replay._live.Server(arguments) is null);
        var divided = work with
        {
            OutputOf = arguments => replay._vision.IsAuto(arguments) ? null : work.OutputOf(arguments), // each machine would choose for itself
            Needs = $"a model's file rather than --model {AutoModel.Word}, {work.Needs}",
        };
        var command = new DividedCommand("replay", """
            Runs a recording through the pipeline; no frame is dropped.

            Example: robotvision replay match.mp4 --jsonl out.jsonl --annotate out.mp4
            Example: robotvision replay matches/a.mp4 matches/b.mp4 --jsonl results/{}.jsonl --labels labels/{}.json
            Example: robotvision replay match.mp4 --web
            Example: robotvision replay match.mp4 --foxglove
            Example: robotvision replay match.mp4 --web --compare old.onnx
            Example: robotvision replay recordings/robotvision-000001-20260704-123005.mcap
            """, divided)
        {
            replay._input, replay._annotate, replay._sheet, replay._bag, replay._labels, replay._compare, replay._report, replay._noTiming,
        };
        replay._drawing.AddTo(command);
        replay._vision.AddTo(command);
        replay._place.AddTo(command);
        replay._live.AddTo(command);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, string input, CancellationToken stop)
    {
        var clock = TimeProvider.System;
        _drawing.Check(arguments, arguments.GetValue(_annotate) is not null || arguments.GetValue(_sheet) is not null);
        var server = _live.Server(arguments);
        var recorded = RecordedRun.TryOpen(input) is { } run ? new RecordingReplay(arguments, run, _vision, _place, _live) : null;
        var looking = recorded?.Looking ?? _vision.Looking(arguments);
        var mostLooking = _live.MostLooking(arguments, looking);
        if (recorded is not null && _vision.IsAuto(arguments))
            await Console.Error.WriteLineAsync($"--model auto: not for '{input}', a recording of 'run --record', whose own model runs").ConfigureAwait(false);
        using var model = recorded?.LoadModel(mostLooking.CloseUps)
            ?? _vision.LoadModel(arguments, _vision.ChooseModel(arguments, ofImages: FrameSource.AreImages(input)), mostLooking.CloseUps);
        using var warming = new WarmingUp(model, mostLooking);
        var given = _vision.Thresholds(arguments, model); // a mistake in them is told before anything is opened
        using var placing = _place.Open(arguments, isLive: false, recorded?.Names ?? [null], recorded?.Cameras);
        // Opened before the work, so that an output that cannot be written is noticed at once.
        using var reportFile = arguments.GetValue(_report) is { } reportPath ? new WholeFile(reportPath) : null;
        using var source = recorded?.Open(model, placing.Placers.Select(placer => placer.Setup), clock)
            ?? FrameSource.OpenRecording(input, clock);
        var thresholds = recorded?.Thresholds(model) ?? given;
        if (arguments.GetValue(_labels) is { } set && Path.GetExtension(set) != ".json")
            OutputFiles.Check(arguments, _labels.Name, DataFiles.Of(DataYaml.Load(set)));
        var labels = arguments.GetValue(_labels) is { } path
            ? RenumberedFrameLabels.Of(FrameLabels.Load(path, notes: Warnings.OfData()), model.Contract.Classes)
            : null;
        var publishers = OpenPublishers(
            arguments, input, model, source, recorded?.Names ?? [null], placing, _drawing.Read(arguments, labels, model.Contract.Classes));
        // What is written holds each frame once, and the labels of a recording score it as a whole.
        var mayJump = server is not null && publishers.Count == 0 && reportFile is null && (recorded is null || labels is null);
        if (recorded is not null) publishers.Add(recorded.Comparison);
        var hasPage = _live.HasPage(arguments);
        var scoring = labels is null || (hasPage && mayJump && source.CanSeek) ? null : new ScoringPublisher(labels); // a score, too
        if (scoring is not null) publishers.Add(scoring);
        try
        {
            using var played = server is null ? null : new PlayedSource(source, clock, stop, mayJump && scoring is null);
            VisionCamera[] cameras = [.. placing.Placers.Select((placer, i) => new VisionCamera(played ?? source, placer, recorded?.Names[i]))];
            await warming.EndAsync().ConfigureAwait(false);
            var pipeline = new VisionPipeline(cameras, model, publishers, clock, mostLooking)
            {
                Thresholds = thresholds,
                CloseUps = recorded?.CloseUps ?? looking.CloseUps,
                Recorded = recorded?.Inputs,
            };
            using var finder = OpenFinder(arguments, input, pipeline, labels, mostLooking.CloseUps, hasPage && recorded is null && played is { CanJump: true });
            ILiveExtra[] extras = [.. finder is null ? [] : new ILiveExtra[] { finder },
                .. _vision.OptionsFile(arguments) is { } options ? new ILiveExtra[] { new OptionsSaver(pipeline, options) } : []];
            await using var viewed = server is null ? null : await ViewServer.StartAsync(server, pipeline, stop, played, extras: extras).ConfigureAwait(false);
            var (started, allocated) = (clock.GetTimestamp(), GC.GetTotalAllocatedBytes());
            await ReplayProgress.RunAsync(pipeline, source, played, stop).ConfigureAwait(false);
            var report = new RunReport(pipeline.Metrics, model, clock.GetElapsedTime(started), GC.GetTotalAllocatedBytes() - allocated)
            {
                Cameras = RunReport.NamedOf(pipeline),
                Warnings = [.. pipeline.Problems, .. placing.Warnings(), .. RunReport.WarningsOf(pipeline.Unsent), .. scoring?.Warnings ?? []],
            };
            foreach (var warning in report.Warnings) await Console.Error.WriteLineAsync($"warning: {warning}").ConfigureAwait(false);
            if (pipeline.Metrics.Published == 0 && !stop.IsCancellationRequested)
                throw new InvalidDataException($"Input '{input}': not one of its frames could be used.");
            foreach (var publisher in publishers) publisher.Complete();
            var score = scoring is null ? null : Score(scoring, thresholds.For(looking.CloseUps));
            reportFile?.Stream.Write(System.Text.Encoding.UTF8.GetBytes(Combine(report, score, recorded?.Comparison)));
            reportFile?.Complete();
            var console = _vision.WritesToStandardOutput(arguments) ? Console.Error : Console.Out;
            await console.WriteAsync(report.ToString()).ConfigureAwait(false);
            if (score is not null) await console.WriteLineAsync($"\n{score}").ConfigureAwait(false);
            if (recorded is not null) await console.WriteLineAsync($"recording {recorded.Comparison}").ConfigureAwait(false);
            // Ctrl-C is its only end, and nothing is written that could be cut short.
            if (played is { CanJump: true }) return recorded?.ExitCode ?? CommandRunner.Success;
            if (viewed is not null && !stop.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync($"the recording has ended; what was seen last stays at {viewed.Address} until Ctrl-C").ConfigureAwait(false);
                await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return recorded?.ExitCode ?? CommandRunner.Success;
            }
        }
        finally
        {
            foreach (var publisher in publishers) publisher.Dispose();
        }

        if (!stop.IsCancellationRequested) return recorded?.ExitCode ?? CommandRunner.Success;
        await Console.Error.WriteLineAsync("stopped before the end; the outputs contain the frames up to there").ConfigureAwait(false);
        return CommandRunner.Failure;
    }

    /// <summary>What finds the frames that differ from another model or from labels; null where nobody asked for it.</summary>
    /// <exception cref="OptionException">There is no time line, on which the page could go there.</exception>
    DisagreementFinder? OpenFinder(
        ParseResult arguments, string input, VisionPipeline pipeline, IFrameLabels? labels, int closeUps, bool canJump)
    {
        var compared = arguments.GetValue(_compare);
        if (compared is not null && !canJump)
            throw new OptionException(
                "--compare: expected --web, a video or an image folder, and nothing that is written, since the page jumps to frames that differ; "
                + "found otherwise. 'robotvision evaluate --compare' compares models without a page.");
        if (compared is not null && labels is not null)
            throw new OptionException("--compare and --labels: expected one of them, found both. The page compares with the one or with the other.");
        DisagreementFinder Finder(IOtherSide side, string name) => new(() => FrameSource.OpenRecording(input, TimeProvider.System), pipeline, side, name);
        return compared is not null ? Finder(new OtherModel(_vision.LoadModel(arguments, compared, closeUps)), Path.GetFileName(compared))
            : labels is not null && canJump ? Finder(new LabelSide(labels), "the labels")
            : null;
    }

    List<IPublisher> OpenPublishers(
        ParseResult arguments, string input, VisionModel model, IFrameSource source, IReadOnlyList<string?> cameras, CommandLine.Placing placing,
        DrawingOptions drawing)
    {
        var (timing, ballRadius) = (!arguments.GetValue(_noTiming), placing.Placer.Setup.Ground.BallRadius);
        var publishers = new List<IPublisher>(_vision.OpenPublishers(arguments, cameras, ballRadius, isLive: false, timing));
        try
        {
            if (arguments.GetValue(_annotate) is { } annotated)
                publishers.Add(AnnotatedOutput.Open(annotated, input, source, model.Provider, timing, drawing));
            if (arguments.GetValue(_sheet) is { } sheet) publishers.Add(new ContactSheetPublisher(sheet, model.Provider, timing, drawing));
            if (arguments.GetValue(_bag) is { } bag)
                publishers.Add(new RosBag(bag, cameras.Zip(placing.Placers, (name, placer) => (name, placer.Setup.Camera)), ballRadius));
            return publishers;
        }
        catch
        {
            foreach (var publisher in publishers) publisher.Dispose();
            throw;
        }
    }

    static ScoreReport Score(ScoringPublisher scoring, Detections.Thresholds thresholds) =>
        ScoreReport.Of(scoring.Score, Detections.Thresholds.Extended(thresholds.Values.ToArray(), scoring.Score.Classes.Count)).AtThresholdsOnly();

    static string Combine(RunReport report, ScoreReport? score, RecordingComparison? comparison)
    {
        var run = System.Text.Json.Nodes.JsonNode.Parse(report.ToJson())!;
        if (comparison is not null) run["recording"] = RecordingReplay.ToJson(comparison);
        if (score is not null) run["score"] = System.Text.Json.Nodes.JsonNode.Parse(score.ToJson());
        return run.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
    }
}
