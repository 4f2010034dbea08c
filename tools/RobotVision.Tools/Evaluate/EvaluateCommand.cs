using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Evaluation.Comparison;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Pages;
using RobotVision.Evaluation.Robustness;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Tools.Output;
using RobotVision.Training.Recipes;

namespace RobotVision.Tools.Evaluate;

/// <summary><c>robotvision evaluate</c>: scores a model on labelled images, or compares two models.</summary>
sealed class EvaluateCommand
{
    readonly VisionOptions _vision = new();

    readonly Option<string?> _data = new("--data") { Description = "The data set's data.yaml", HelpName = "FILE" };

    readonly Option<string> _split = new("--split") { Description = "List of the data set", DefaultValueFactory = _ => "val", HelpName = "NAME" };

    readonly Option<string?> _synthetic = new("--synthetic")
    {
        Description = "Instead of a data set: rendered images, by the options of a recipe's 'synthetic'",
        HelpName = "NAME=VALUE,...",
    };

    readonly Option<string[]> _compare = new("--compare")
    {
        Description = "Two models, or their predictions.json, which need data only for pictures",
        HelpName = "A B",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    readonly OutputOption _output = new("--output")
    {
        Files = folder => OutputOption.InFolder(folder, "report.html", "metrics.json", "predictions.json", "examples.jpg", "comparison.json"),
        Description = "Write report.html, metrics.json, predictions.json and examples.jpg, or comparison.json",
        HelpName = "FOLDER",
    };

    readonly Option<bool> _robustness = new("--robustness")
    {
        Description = "Also measure the effect of light, blur, shifts and (rendered) the ball's pattern; each image is evaluated 23 times, "
            + "and up to 100 are rendered for each of 16 patterns",
    };

    readonly Option<int> _threads = new("--threads")
    {
        Description = "Frames processed in parallel, 1..64; no effect on the results",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "N",
    };

    readonly Option<float> _smallest = new("--smallest")
    {
        Description = "Ignore objects narrower than this in the image; crossings and marks always count",
        HelpName = "PIXELS",
    };

    public static Command Create()
    {
        var evaluate = new EvaluateCommand();
        var command = new Command("evaluate", """
            Scores a model on labelled images: precision, recall, F1 and average precision per class. With --output also confusions, recall by
            size and place, and the worst mistakes as pictures; with --robustness the effect of light, blur and shifts. With --compare what one
            model finds and another does not.

            Example: robotvision evaluate --data models/data/msl.yaml --split val --output runs/evaluation
            Example: robotvision evaluate --synthetic seed=2000001,count=500,width=640,height=480
            Example: robotvision evaluate --compare old.onnx new.onnx --data models/data/msl.yaml --output runs/comparison
            """)
        {
            evaluate._data, evaluate._split, evaluate._synthetic, evaluate._compare, evaluate._output, evaluate._robustness, evaluate._threads,
            evaluate._smallest,
        };
        evaluate._vision.AddModelTo(command, threads: false);
        command.Validators.Add(result =>
        {
            var (data, synthetic) = (result.GetResult(evaluate._data) is not null, result.GetResult(evaluate._synthetic) is not null);
            if (data && synthetic) result.AddError("evaluate: expected either --data or --synthetic, found both.");
            if (!data && !synthetic && result.GetResult(evaluate._compare) is null)
                result.AddError("evaluate: expected --data FILE or --synthetic NAME=VALUE,....");
            if (result.GetValue(evaluate._robustness) && (result.GetResult(evaluate._output) is null || result.GetResult(evaluate._compare) is not null))
                result.AddError("--robustness: expected --output FOLDER, where its curves go, and no --compare.");
            if (result.GetResult(evaluate._smallest) is not null && result.GetValue(evaluate._compare) is { Length: > 0 } compared
                && compared.All(IsPredictions))
                result.AddError("--smallest: expected a model to run, found two predictions.json, which are already evaluated. "
                    + "Evaluate both again with --smallest.");
        });
        command.SetAction((arguments, stop) => arguments.GetResult(evaluate._compare) is { Implicit: false }
            ? evaluate.CompareAsync(arguments, stop)
            : evaluate.EvaluateAsync(arguments, stop));
        return command;
    }

    async Task<int> EvaluateAsync(ParseResult arguments, CancellationToken stop)
    {
        var output = arguments.GetValue(_output);
        if (output is not null) WholeFile.Probe(Path.Combine(output, "report.html")); // before minutes of work, not after
        var notes = Warnings.OfData();
        var dataset = OpenData(arguments, notes)!;
        if (output is not null) dataset = new CachedDataset(dataset); // the pictures load some of the images again
        var models = _vision.LoadModels(arguments, null, Threads(arguments));
        try
        {
            var (set, curves) = await RunAsync(arguments, models, dataset, arguments.GetValue(_robustness), stop).ConfigureAwait(false);
            var thresholds = set.Thresholds;
            var evaluation = ModelEvaluation.Of(set) with { Invariance = curves };
            if (output is not null)
            {
                PredictionFile.Write(Path.Combine(output, "predictions.json"), set);
                WholeFile.WriteAllText(Path.Combine(output, "metrics.json"), evaluation.ToJson());
                ImageFile.Write(Path.Combine(output, "examples.jpg"), ExampleSheet.Draw(evaluation, dataset, thresholds).View);
                EvaluationPage.Make(evaluation, dataset, thresholds).Write(Path.Combine(output, "report.html"));
            }

            notes.TellDamaged();
            Console.WriteLine(evaluation.Score);
            if (models[0].Contract.Untrained is { Count: > 0 } untrained)
                Console.WriteLine($"Off, since the model was not trained on them: {string.Join(", ", untrained)}.");
            if (output is not null) Console.WriteLine($"{Path.Combine(output, "report.html")} shows more");
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }

        return CommandRunner.Success;
    }

    async Task<int> CompareAsync(ParseResult arguments, CancellationToken stop)
    {
        var output = arguments.GetValue(_output);
        if (output is not null) WholeFile.Probe(Path.Combine(output, "report.html"));
        var notes = Warnings.OfData();
        var dataset = OpenData(arguments, notes);
        var sets = new List<PredictionSet>();
        foreach (var path in arguments.GetValue(_compare)!) sets.Add(await ReadOrRunAsync(arguments, path, dataset, stop).ConfigureAwait(false));
        var comparison = ModelComparison.Of(sets[0], sets[1]);
        if (output is not null)
        {
            var page = ComparisonPage.Make(comparison, sets[0], sets[1], dataset);
            WholeFile.WriteAllText(Path.Combine(output, "comparison.json"), comparison.ToJson());
            page.Write(Path.Combine(output, "report.html"));
        }

        notes.TellDamaged();
        Console.WriteLine(comparison);
        if (output is not null) Console.WriteLine($"{Path.Combine(output, "report.html")} shows more");
        return CommandRunner.Success;
    }

    async Task<PredictionSet> ReadOrRunAsync(ParseResult arguments, string path, IDataset? dataset, CancellationToken stop)
    {
        if (IsPredictions(path)) return PredictionFile.Read(path);
        if (dataset is null) throw new OptionException($"--compare: the model '{path}' needs data to run on, --data FILE or --synthetic NAME=VALUE,....");
        var models = _vision.LoadModels(arguments, path, Threads(arguments));
        try
        {
            return (await RunAsync(arguments, models, dataset, robustness: false, stop).ConfigureAwait(false)).Set;
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }
    }

    async Task<(PredictionSet Set, IReadOnlyList<InvarianceCurve> Curves)> RunAsync(
        ParseResult arguments, IReadOnlyList<VisionModel> models, IDataset dataset, bool robustness, CancellationToken stop)
    {
        var closeUps = CloseUps(arguments);
        var thresholds = Detections.Thresholds.Extended(models[0].Contract.ThresholdsFor(closeUps), FrameRunner.ClassesOf(models[0], dataset).Count);
        IReadOnlyList<InvarianceCurve> curves = [];
        FrameResult[] frames = [];
        var scenes = robustness && arguments.GetValue(_synthetic) is { } text ? DataSource.ParseSynthetic(text).Synthetic : null;
        await ConsoleProgress.RunAsync(dataset.Name, dataset.Count + (scenes is null ? 0 : Invariance.PatternFramesOf(scenes)), progress => Task.Run(
            () =>
            {
                void Report(int done) => progress(done, "images");
                if (robustness) (frames, curves) = Invariance.Measure(models, dataset, closeUps, thresholds, Report, stop);
                else frames = FrameRunner.Run(models, dataset, closeUps, Report, stop);
                if (scenes is null) return;
                var smallest = arguments.GetValue(_smallest);
                curves =
                [
                    .. curves,
                    Invariance.MeasureBallPatterns(models, scenes, closeUps, thresholds, smallest, done => Report(dataset.Count + done), stop),
                ];
            },
            stop)).ConfigureAwait(false);
        return (PredictionSet.Of(models[0].Path, dataset.Name, closeUps, thresholds, frames), curves);
    }

    static bool IsPredictions(string path) => Path.GetExtension(path) == ".json";

    int CloseUps(ParseResult arguments) => _vision.Looking(arguments).CloseUps;

    int Threads(ParseResult arguments) => arguments.GetValue(_threads) is >= 1 and <= 64 and var threads
        ? threads
        : throw new OptionException($"--threads: expected 1..64, found {arguments.GetValue(_threads)}.");

    IDataset? OpenData(ParseResult arguments, DatasetNotes notes)
    {
        var smallest = arguments.GetValue(_smallest);
        if (!(smallest >= 0)) throw new OptionException(FormattableString.Invariant($"--smallest: expected 0 pixels or more, found {smallest}."));
        var dataset = Open(arguments, notes);
        if (arguments.GetValue(_data) is { } data) OutputFiles.Check(arguments, _data.Name, DataFiles.Of(DataYaml.Load(data)));
        return dataset is not null && smallest > 0 ? new SizedDataset(dataset, smallest) : dataset;
    }

    IDataset? Open(ParseResult arguments, DatasetNotes notes) =>
        arguments.GetValue(_synthetic) is { } text ? DataSource.ParseSynthetic(text).Open().Dataset
        : arguments.GetValue(_data) is { } data ? new ImageDataset(DataYaml.Load(data, notes), arguments.GetValue(_split)!)
        : null;
}
