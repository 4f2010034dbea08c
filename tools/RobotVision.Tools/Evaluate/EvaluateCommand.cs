using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Synthesis;
using RobotVision.Evaluation.Comparison;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Pages;
using RobotVision.Evaluation.Robustness;
using RobotVision.Evaluation.Scores;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Evaluate;

/// <summary><c>robotvision evaluate</c>: scores a model on labelled images, or compares two models.</summary>
sealed class EvaluateCommand
{
    readonly VisionOptions _vision = new();

    readonly LabelledSets _sets = new();

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
        Description = "Write report.html, metrics.json, predictions.json and examples.jpg, or comparison.json; of several sets each into a folder of its own",
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
            size and place, and the worst mistakes as pictures; with --robustness the effect of light, blur and shifts. Several sets stand in one
            table. With --compare what one model finds and another does not.

            Example: robotvision evaluate --data models/data/msl.yaml --split val --output runs/evaluation
            Example: robotvision evaluate --data models/data/msl.yaml=val --data models/data/ssl.yaml=test --looks 6
            Example: robotvision evaluate --synthetic seed=2000001,count=500,width=640,height=480
            Example: robotvision evaluate --compare old.onnx new.onnx --data models/data/msl.yaml --output runs/comparison
            """)
        {
            evaluate._compare, evaluate._output, evaluate._robustness, evaluate._threads, evaluate._smallest,
        };
        evaluate._sets.AddTo(command);
        evaluate._vision.AddModelTo(command, threads: false);
        command.Validators.Add(result =>
        {
            var compares = result.GetResult(evaluate._compare) is { Implicit: false };
            if (evaluate._sets.CountOf(result) == 0 && !compares) result.AddError("evaluate: expected --data FILE or --synthetic NAME=VALUE,....");
            if (evaluate._sets.CountOf(result) > 1 && compares) result.AddError("--compare: expected one set of images, found several.");
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
        var sets = OpenSets(arguments, notes);
        var scenes = _sets.Rendered(arguments);
        var models = _vision.LoadModels(arguments, null, Threads(arguments));
        try
        {
            var scores = new List<(string Set, ScoreReport Score)>();
            foreach (var ((name, opened), i) in sets.Select((set, i) => (set, i)))
            {
                var dataset = output is null ? opened : new CachedDataset(opened); // the pictures load some of the images again
                var robustness = arguments.GetValue(_robustness);
                var (set, curves) = await RunAsync(arguments, models, dataset, robustness, i < scenes.Count ? scenes[i] : null, stop).ConfigureAwait(false);
                var evaluation = ModelEvaluation.Of(set) with { Invariance = curves };
                scores.Add((name, evaluation.Score));
                if (output is not null) Write(sets.Count == 1 ? output : Path.Combine(output, FolderOf(name, i)), evaluation, set, dataset);
            }

            notes.TellDamaged();
            Console.WriteLine(scores.Count == 1 ? scores[0].Score : ScoreReport.SideBySide(scores));
            if (models[0].Contract.Untrained is { Count: > 0 } untrained)
                Console.WriteLine($"Off, since the model was not trained on them: {string.Join(", ", untrained)}.");
            if (output is not null) Console.WriteLine($"{(sets.Count == 1 ? Path.Combine(output, "report.html") : output)} shows more");
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }

        return CommandRunner.Success;
    }

    /// <summary>The folder of one of several sets: its number, since names may be equal, and its name.</summary>
    static string FolderOf(string name, int index) =>
        FormattableString.Invariant($"{index + 1}-{name.Replace(",", "", StringComparison.Ordinal).Replace(' ', '-')}");

    static void Write(string folder, ModelEvaluation evaluation, PredictionSet set, IDataset dataset)
    {
        PredictionFile.Write(Path.Combine(folder, "predictions.json"), set);
        WholeFile.WriteAllText(Path.Combine(folder, "metrics.json"), evaluation.ToJson());
        ImageFile.Write(Path.Combine(folder, "examples.jpg"), ExampleSheet.Draw(evaluation, dataset, set.Thresholds).View);
        EvaluationPage.Make(evaluation, dataset, set.Thresholds).Write(Path.Combine(folder, "report.html"));
    }

    async Task<int> CompareAsync(ParseResult arguments, CancellationToken stop)
    {
        var output = arguments.GetValue(_output);
        if (output is not null) WholeFile.Probe(Path.Combine(output, "report.html"));
        var notes = Warnings.OfData();
        var dataset = OpenSets(arguments, notes).Select(set => set.Dataset).FirstOrDefault();
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
            return (await RunAsync(arguments, models, dataset, robustness: false, null, stop).ConfigureAwait(false)).Set;
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }
    }

    async Task<(PredictionSet Set, IReadOnlyList<InvarianceCurve> Curves)> RunAsync(
        ParseResult arguments, IReadOnlyList<VisionModel> models, IDataset dataset, bool robustness, SyntheticOptions? rendered, CancellationToken stop)
    {
        var closeUps = CloseUps(arguments);
        var thresholds = Detections.Thresholds.Extended(models[0].Contract.ThresholdsFor(closeUps), FrameRunner.ClassesOf(models[0], dataset).Count);
        IReadOnlyList<InvarianceCurve> curves = [];
        FrameResult[] frames = [];
        var scenes = robustness ? rendered : null;
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

    List<(string Name, IDataset Dataset)> OpenSets(ParseResult arguments, DatasetNotes notes)
    {
        var smallest = arguments.GetValue(_smallest);
        if (!(smallest >= 0)) throw new OptionException(FormattableString.Invariant($"--smallest: expected 0 pixels or more, found {smallest}."));
        var sets = _sets.Open(arguments, notes).Select(set => smallest > 0 ? set with { Dataset = new SizedDataset(set.Dataset, smallest) } : set).ToList();
        OutputFiles.Check(arguments, "--data", _sets.Files(arguments));
        return sets;
    }
}
