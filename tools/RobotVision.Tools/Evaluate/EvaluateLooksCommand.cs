using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Evaluation.CloseUps;
using RobotVision.Files;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Evaluate;

/// <summary><c>robotvision evaluate-looks</c>: what close-ups find in addition to the whole view.</summary>
sealed class EvaluateLooksCommand
{
    readonly VisionOptions _vision = new();

    readonly LabelledSets _images = new();

    readonly Option<string[]> _recording = LabelledSets.Many(
        "--recording", "A recording and its labels, as replay --labels takes them; may be repeated", "VIDEO=LABELS");

    readonly OutputOption _output = new("--output")
    {
        Files = folder => OutputOption.InFolder(folder, "looks.*"),
        Description = "Write looks.md, looks.json and looks.svg",
        HelpName = "FOLDER",
    };

    public static Command Create()
    {
        var looks = new EvaluateLooksCommand();
        var command = new Command("evaluate-looks", """
            Runs the same model on the same frames without and with close-ups: recall by size at equal precision, and the time needed. A third figure
            is that of close-ups placed where the labels are, the most that a better choice of their places could find.

            Example: robotvision evaluate-looks --looks 6 --synthetic seed=2000001,count=500 --data models/data/msl.yaml=val --output runs/looks
            """) { looks._recording, looks._output };
        looks._images.AddTo(command);
        looks._vision.AddModelTo(command);
        command.Validators.Add(result =>
        {
            if (looks._images.CountOf(result) == 0 && result.GetResult(looks._recording) is not { Implicit: false })
                result.AddError("evaluate-looks: expected --synthetic, --data or --recording, found none.");
        });
        command.SetAction(looks.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var closeUps = _vision.Looking(arguments).CloseUps;
        if (closeUps == 0) throw new OptionException("--looks: expected 1 or more close-ups to compare with none, found 0.");
        var output = arguments.GetValue(_output);
        if (output is not null) WholeFile.Probe(Path.Combine(output, "looks.md"));
        using var model = _vision.LoadModel(arguments);
        using var run = new CloseUpRun(model, closeUps);
        var sets = new List<CloseUpGain>();
        var notes = Warnings.OfData();
        foreach (var (name, dataset) in _images.Open(arguments, notes))
            sets.Add(await OnImagesAsync(run, name, dataset, stop).ConfigureAwait(false));

        foreach (var text in arguments.GetValue(_recording)!)
        {
            if (text.Split('=') is not [var video, var file]) throw new OptionException($"--recording: expected VIDEO=LABELS, found '{text}'.");
            var labels = FrameLabels.Load(file, notes: notes);
            using var source = Warnings.OpenRecording(video);
            sets.Add(await ProgressAsync(source.Name, source.FrameCount, progress => run.OnRecording(source, labels, progress, stop), stop)
                .ConfigureAwait(false));
        }

        notes.TellDamaged();
        var report = new CloseUpReport(Path.GetFileName(model.Path), closeUps, sets);
        if (output is not null)
        {
            WholeFile.WriteAllText(Path.Combine(output, "looks.md"), report.ToString());
            WholeFile.WriteAllText(Path.Combine(output, "looks.json"), report.ToJson());
            WholeFile.WriteAllText(Path.Combine(output, "looks.svg"), report.ToSvg());
        }

        Console.Write(report);
        return CommandRunner.Success;
    }

    static Task<CloseUpGain> OnImagesAsync(CloseUpRun run, string name, IDataset dataset, CancellationToken stop) =>
        ProgressAsync(name, dataset.Count, progress => run.OnImages(name, dataset, progress, stop), stop);

    static async Task<CloseUpGain> ProgressAsync(string name, long? count, Func<Action<int>, CloseUpGain> work, CancellationToken stop)
    {
        CloseUpGain? result = null;
        await ConsoleProgress.RunAsync(name, count, progress => Task.Run(() => result = work(done => progress(done, "frames")), stop)).ConfigureAwait(false);
        return result!;
    }
}
