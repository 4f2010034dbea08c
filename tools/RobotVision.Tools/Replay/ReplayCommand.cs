using System.CommandLine;
using System.Globalization;
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
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Replay;

/// <summary><c>robotvision replay</c>: runs every frame of a recording, with the same results every time.</summary>
sealed class ReplayCommand
{
    readonly VisionOptions _vision = new();

    readonly PlaceOptions _place = new();

    readonly LiveOptions _live = new();

    readonly Argument<string> _input = new("INPUT")
    {
        Description = "A video, an image, a folder of images, a pattern such as 'photos/*.png', a recording of 'run --record', whose results are computed "
            + "again and compared, or one of ROS 2 or Foxglove (bag.mcap, bag.mcap#/topic)",
    };

    readonly OutputOption _annotate = new("--annotate")
    {
        Description = "Draw the results: into a video (.mp4 .avi .mkv), into a folder with one picture per frame, or of one image into a picture",
        HelpName = "PATH",
    };

    readonly OutputOption _sheet = new("--contact-sheet") { Description = "Write twelve frames of the run with their results as one PNG", HelpName = "FILE" };

    readonly DrawingChoice _drawing = new();

    readonly Option<string?> _labels = new("--labels")
    {
        Description = "Score against these labels, and draw misses and false alarms: a video's ball boxes (JSON), "
            + "or the folder or data.yaml of a YOLO data set",
        HelpName = "PATH",
    };

    readonly OutputOption _report = new("--report") { Description = "Write counts, times and score as JSON", HelpName = "FILE" };

    readonly Option<bool> _noTiming = new("--no-timing") { Description = "Leave out what differs from run to run: latencies in JSON and on the picture" };

    public static Command Create()
    {
        var replay = new ReplayCommand();
        var command = new Command("replay", """
            Runs a recording through the pipeline; no frame is dropped.

            Example: robotvision replay match.mp4 --jsonl out.jsonl --annotate out.mp4
            Example: robotvision replay match.mp4 --web
            Example: robotvision replay recordings/robotvision-000001-20260704-123005.mcap
            """) { replay._input, replay._annotate, replay._sheet, replay._labels, replay._report, replay._noTiming };
        replay._drawing.AddTo(command);
        replay._vision.AddTo(command);
        replay._place.AddTo(command);
        replay._live.AddTo(command);
        command.SetAction(replay.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var clock = TimeProvider.System;
        var recorded = RecordedRun.TryOpen(arguments.GetValue(_input)!) is { } run ? new RecordingReplay(arguments, run, _vision, _place, _live) : null;
        var looking = recorded?.Looking ?? _vision.Looking(arguments);
        var mostLooking = _live.MostLooking(arguments, looking);
        using var model = recorded?.LoadModel(mostLooking.CloseUps) ?? _vision.LoadModel(arguments, closeUps: mostLooking.CloseUps);
        var given = _vision.Thresholds(arguments, model); // a mistake in them is told before anything is opened
        using var placing = _place.Open(arguments, isLive: false, recorded?.Settings);
        // Opened before the work, so that an output that cannot be written is noticed at once.
        using var reportFile = arguments.GetValue(_report) is { } reportPath ? new WholeFile(reportPath) : null;
        using var source = recorded?.Open(model, placing.Placer.Setup, clock) ?? FrameSource.OpenRecording(arguments.GetValue(_input)!, clock);
        var thresholds = recorded?.Thresholds(model) ?? given;
        if (arguments.GetValue(_labels) is { } set && Path.GetExtension(set) != ".json")
            OutputFiles.Check(arguments, _labels.Name, DataFiles.Of(DataYaml.Load(set)));
        var labels = arguments.GetValue(_labels) is { } path
            ? RenumberedFrameLabels.Of(FrameLabels.Load(path, notes: Warnings.OfData()), model.Contract.Classes)
            : null;
        var scoring = labels is null ? null : new ScoringPublisher(labels);
        var publishers = OpenPublishers(arguments, model, source, scoring, _drawing.Read(arguments, labels, model.Contract.Classes));
        if (recorded is not null) publishers.Add(recorded.Comparison);
        try
        {
            using var played = _live.Port(arguments) is null ? null : new PlayedSource(
                source, clock, stop, mayJump: publishers.Count == 0 && reportFile is null); // what is written holds each frame once
            var pipeline = new VisionPipeline(played ?? source, model, publishers, clock, mostLooking, placing.Placer)
            {
                Thresholds = thresholds,
                CloseUps = recorded?.CloseUps ?? looking.CloseUps,
                Recorded = recorded?.Inputs,
            };
            await using var page = played is null ? null : await ReplayPage.StartAsync(arguments, _live, pipeline, played, stop).ConfigureAwait(false);
            var (started, allocated) = (clock.GetTimestamp(), GC.GetTotalAllocatedBytes());
            await RunWithProgressAsync(pipeline, source, stop).ConfigureAwait(false);
            var report = new RunReport(pipeline.Metrics, model, clock.GetElapsedTime(started), GC.GetTotalAllocatedBytes() - allocated)
            {
                Warnings = [.. pipeline.Problems, .. placing.Warnings(), .. RunReport.WarningsOf(pipeline.Unsent), .. scoring?.Warnings ?? []],
            };
            foreach (var warning in report.Warnings) await Console.Error.WriteLineAsync($"warning: {warning}").ConfigureAwait(false);
            if (pipeline.Metrics.Published == 0 && !stop.IsCancellationRequested)
                throw new InvalidDataException($"Input '{arguments.GetValue(_input)}': not one of its frames could be used.");
            foreach (var publisher in publishers) publisher.Complete();
            var score = scoring is null ? null : Score(scoring, thresholds.For(looking.CloseUps));
            reportFile?.Stream.Write(System.Text.Encoding.UTF8.GetBytes(Combine(report, score, recorded?.Comparison)));
            reportFile?.Complete();
            var console = _vision.WritesToStandardOutput(arguments) ? Console.Error : Console.Out;
            await console.WriteAsync(report.ToString()).ConfigureAwait(false);
            if (score is not null) await console.WriteLineAsync($"\n{score}").ConfigureAwait(false);
            if (recorded is not null) await console.WriteLineAsync($"recording {recorded.Comparison}").ConfigureAwait(false);
            if (played is { CanJump: true }) return CommandRunner.Success; // Ctrl-C is its only end, and nothing is written that could be cut short
            if (page is not null && !stop.IsCancellationRequested)
            {
                await page.StayAsync(stop).ConfigureAwait(false);
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

    List<IPublisher> OpenPublishers(ParseResult arguments, VisionModel model, IFrameSource source, ScoringPublisher? scoring, DrawingOptions drawing)
    {
        var timing = !arguments.GetValue(_noTiming);
        var publishers = new List<IPublisher>(_vision.OpenPublishers(arguments, isLive: false, timing));
        try
        {
            if (scoring is not null) publishers.Add(scoring);
            if (arguments.GetValue(_annotate) is { } annotated)
                publishers.Add(AnnotatedOutput.Open(annotated, arguments.GetValue(_input)!, source, model.Provider, timing, drawing));
            if (arguments.GetValue(_sheet) is { } sheet) publishers.Add(new ContactSheetPublisher(sheet, model.Provider, timing, drawing));
            return publishers;
        }
        catch
        {
            foreach (var publisher in publishers) publisher.Dispose();
            throw;
        }
    }

    static Task RunWithProgressAsync(VisionPipeline pipeline, IFrameSource source, CancellationToken stop) =>
        ConsoleProgress.RunAsync(source.Name, source.FrameCount, async report =>
        {
            var run = pipeline.RunAsync(stop);
            var started = TimeProvider.System.GetTimestamp();
            while (await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None)).ConfigureAwait(false) != run)
            {
                var published = pipeline.Metrics.Published;
                report(published, string.Create(CultureInfo.InvariantCulture,
                    $"{published / TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} frames/s"));
            }

            await run.ConfigureAwait(false);
        });

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
