using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Evaluation.CloseUps;
using RobotVision.Files;
using RobotVision.Tools.Output;
using RobotVision.Training.Recipes;

namespace RobotVision.Tools.Evaluate;

/// <summary><c>robotvision evaluate-looks</c>: what close-ups find in addition to the whole view.</summary>
sealed class EvaluateLooksCommand
{
    readonly VisionOptions _vision = new();

    readonly Option<string[]> _synthetic = Many(
        "--synthetic", "Rendered images, by the options of a recipe's 'synthetic'; may be repeated, like the next two", "NAME=VALUE,...");

    readonly Option<string[]> _data = Many("--data", "A list of a data set: its data.yaml and the list's name, default val", "FILE[=SPLIT]");

    readonly Option<string[]> _recording = Many("--recording", "A recording and its labels, as replay --labels takes them", "VIDEO=LABELS");

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
            Runs the same model on the same frames without and with close-ups: recall by size at equal precision, and the time needed.

            Example: robotvision evaluate-looks --looks 6 --synthetic seed=2000001,count=500 --data models/data/msl.yaml=val --output runs/looks
            """) { looks._synthetic, looks._data, looks._recording, looks._output };
        looks._vision.AddModelTo(command);
        command.Validators.Add(result =>
        {
            if (new[] { looks._synthetic, looks._data, looks._recording }.All(option => result.GetResult(option) is not { Implicit: false }))
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
        foreach (var text in arguments.GetValue(_synthetic)!)
        {
            var source = DataSource.ParseSynthetic(text);
            sets.Add(await OnImagesAsync(run, $"rendered, seed {source.Synthetic!.Seed}", source.Open().Dataset, stop).ConfigureAwait(false));
        }

        foreach (var text in arguments.GetValue(_data)!)
        {
            var (file, split) = text.Split('=') is [var before, var after] ? (before, after) : (text, "val");
            sets.Add(await OnImagesAsync(run, $"{Path.GetFileNameWithoutExtension(file)} {split}", new ImageDataset(DataYaml.Load(file, notes), split), stop)
                .ConfigureAwait(false));
        }

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

    static Option<string[]> Many(string name, string description, string help) => new(name)
    {
        Description = description,
        HelpName = help,
        DefaultValueFactory = _ => [],
    };
}
