using System.CommandLine;
using System.CommandLine.Parsing;
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
using RobotVision.Tools.Cluster;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Evaluate;

/// <summary><c>robotvision evaluate</c>: scores a model on labelled images, or compares two models.</summary>
sealed class EvaluateCommand
{
    static readonly string[] NetworkOptions = ["--model", "--looks", "--require"];

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

    readonly Option<double> _atPrecision = new("--at-precision")
    {
        Description = "Also tell the recall of each class at this precision, of all objects, of blurred, half hidden and tiny ones; "
            + "of clips that of the tracks too",
        HelpName = "0..1",
    };

    readonly OutputOption _quality = new("--quality")
    {
        Description = $"Keep the mean F1 of one set in this file, {QualityFile.FileName} in the model's folder, beside those of other models: "
            + "'run --model auto' compares by it",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var evaluate = new EvaluateCommand();
        var command = new DividedCommand("evaluate", """
            Scores a model on labelled images: precision, recall, F1 and average precision per class. With --output also confusions, recall by
            size and place, and the worst mistakes as pictures; with --robustness the effect of light, blur and shifts. Several sets stand in one
            table. With --compare what one model finds and another does not.

            Example: robotvision evaluate --data models/data/msl.yaml --split val --output runs/evaluation
            Example: robotvision evaluate --data models/data/msl.yaml=val --data models/data/ssl.yaml=test --looks 6
            Example: robotvision evaluate --synthetic seed=2000001,count=500,width=640,height=480
            Example: robotvision evaluate --synthetic seed=3,count=240,clip_frames=12,width=640,height=480 --at-precision 0.9
            Example: robotvision evaluate --model runs/my.onnx --data my.yaml=val --quality runs/quality.json
            Example: robotvision evaluate --data match/data.yaml --clip-frames 100
            Example: robotvision evaluate --compare old.onnx new.onnx --data models/data/msl.yaml --output runs/comparison
            """, new()
        {
            Run = (arguments, division, stop) => arguments.GetResult(evaluate._compare) is { Implicit: false }
                ? evaluate.CompareAsync(arguments, division, stop)
                : evaluate.EvaluateAsync(arguments, division, stop),
            OutputOf = arguments => arguments.GetValue(evaluate._output),
            Needs = "--output FOLDER",
            Output = evaluate._output,
        })
        {
            evaluate._compare, evaluate._output, evaluate._robustness, evaluate._threads, evaluate._smallest, evaluate._atPrecision, evaluate._quality,
        };
        evaluate._sets.AddTo(command);
        evaluate._sets.AddClipsTo(command);
        evaluate._vision.AddModelTo(command, threads: false);
        command.Validators.Add(result =>
        {
            var compares = result.GetResult(evaluate._compare) is { Implicit: false };
            if (evaluate._sets.CountOf(result) == 0 && !compares) result.AddError("evaluate: expected --data FILE or --synthetic NAME=VALUE,....");
            if (result.GetResult(evaluate._atPrecision) is not null && compares) result.AddError("--at-precision: expected one model, found --compare.");
            if (result.GetResult(evaluate._quality) is not null
                && (compares || evaluate._sets.CountOf(result) > 1 || result.GetResult(evaluate._smallest) is not null))
                result.AddError("--quality: expected one model, one set of images and all of its objects, found --compare, several sets or --smallest.");
            if (evaluate._sets.CountOf(result) > 1 && compares) result.AddError("--compare: expected one set of images, found several.");
            if (result.GetValue(evaluate._robustness) && (result.GetResult(evaluate._output) is null || result.GetResult(evaluate._compare) is not null))
                result.AddError("--robustness: expected --output FOLDER, where its curves go, and no --compare.");
            string[] compared = [.. result.GetResult(evaluate._compare)?.Tokens.Select(token => token.Value) ?? []];
            string[] without = [.. WithoutEffect(result, compared)];
            if (without.Length > 0)
                result.AddError($"--compare: expected no {string.Join(" and ", without)}, since its two values say what is compared, found it.");
            if (result.GetResult(evaluate._smallest) is not null && compared.Length > 0 && compared.All(IsPredictions))
                result.AddError("--smallest: expected a model to run, found two predictions.json, which are already evaluated. "
                    + "Evaluate both again with --smallest.");
        });
        return command;
    }

    async Task<int> EvaluateAsync(ParseResult arguments, Division division, CancellationToken stop)
    {
        if (arguments.GetResult(_atPrecision) is not null && !(arguments.GetValue(_atPrecision) is > 0 and <= 1))
            throw new OptionException(FormattableString.Invariant(
                $"--at-precision: expected a precision above 0, at most 1, found {arguments.GetValue(_atPrecision)}."));
        var output = division.Part is null ? arguments.GetValue(_output) : null;
        if (output is not null) WholeFile.Probe(Path.Combine(output, "report.html")); // before minutes of work, not after
        if (arguments.GetValue(_quality) is not null && CloseUps(arguments) > 0)
            throw new OptionException("--quality: expected one look a frame, as models are compared by it, found --looks.");
        var qualities = arguments.GetValue(_quality) is { } file ? QualityFile.Read(file) : null;
        var run = RunOf(division);
        var notes = Warnings.OfData();
        var sets = OpenSets(arguments, notes);
        var scenes = _sets.Rendered(arguments);
        var models = _vision.LoadModels(arguments, null, Threads(arguments, division));
        try
        {
            var (scores, hard) = (new List<(string Set, ScoreReport Score)>(), new List<string>());
            foreach (var ((name, opened), i) in sets.Select((set, i) => (set, i)))
            {
                var dataset = output is null ? opened : new CachedDataset(opened); // the pictures load some of the images again
                var robustness = arguments.GetValue(_robustness);
                var (set, curves) = await RunAsync(arguments, models, dataset, robustness, i < scenes.Count ? scenes[i] : null, run, stop)
                    .ConfigureAwait(false);
                if (division.Part is not null) continue; // scored when all frames are there
                var evaluation = ModelEvaluation.Of(set) with { Invariance = curves };
                scores.Add((name, evaluation.Score));
                if (arguments.GetResult(_atPrecision) is not null)
                    hard.Add($"{name}\n{await RecallAsync(arguments, models[0], dataset, set, stop).ConfigureAwait(false)}");
                qualities = qualities is null ? null : With(qualities, models[0], dataset, evaluation.Score);
                if (output is not null) Write(sets.Count == 1 ? output : Path.Combine(output, FolderOf(name, i)), evaluation, set, dataset);
            }

            notes.TellDamaged();
            if (division.Part is not null) return CommandRunner.Success;
            Console.WriteLine(scores.Count == 1 ? scores[0].Score : ScoreReport.SideBySide(scores));
            foreach (var table in hard) Console.WriteLine($"\n{table}");
            if (models[0].Contract.Untrained is { Count: > 0 } untrained)
                Console.WriteLine($"Off, since the model was not trained on them: {string.Join(", ", untrained)}.");
            qualities?.Write(arguments.GetValue(_quality)!);
            if (output is not null) Console.WriteLine($"{(sets.Count == 1 ? Path.Combine(output, "report.html") : output)} shows more");
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }

        return CommandRunner.Success;
    }

    /// <summary>The qualities of models with that of one more.</summary>
    static QualityFile With(QualityFile qualities, VisionModel model, IDataset dataset, ScoreReport score)
    {
        var rows = score.Classes.Where(row => row.F1 is not null).ToArray();
        return rows.Length == 0
            ? throw new InvalidDataException("--quality: expected labels, found none in the set.")
            : qualities.With(
                new(dataset.Fingerprint(), dataset.Name, [.. rows.Select(row => row.Class)], []),
                new(Path.GetFileName(model.Path), model.Hash, Math.Round(rows.Average(row => row.F1!.Value), 4)));
    }

    /// <summary>The recall at a precision as a table, with that of the tracks where the set consists of clips.</summary>
    async Task<string> RecallAsync(ParseResult arguments, VisionModel model, IDataset dataset, PredictionSet set, CancellationToken stop)
    {
        FrameResult[] tracked = [];
        if (dataset.Clips is not null)
            await ConsoleProgress.RunAsync($"tracks of {dataset.Name}", dataset.Count, progress => Task.Run(
                () => tracked = ClipTracks.Run(model, dataset, done => progress(done, "images"), stop), stop)).ConfigureAwait(false);
        var precision = arguments.GetValue(_atPrecision);
        var rows = new List<RecallAtPrecision>();
        foreach (var one in set.Classes.Classes.Where(one => set.Frames.Any(frame => frame.Labels.Any(label => label.Class == one && !label.Ignore))))
        {
            rows.Add(RecallAtPrecision.Of(set.Classes[one], set.Frames, one, precision));
            if (tracked.Length > 0) rows.Add(RecallAtPrecision.Of($"{set.Classes[one]}, tracks", tracked, one, precision));
        }

        return RecallAtPrecision.Table(precision, rows);
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

    async Task<int> CompareAsync(ParseResult arguments, Division division, CancellationToken stop)
    {
        var output = division.Part is null ? arguments.GetValue(_output) : null;
        if (output is not null) WholeFile.Probe(Path.Combine(output, "report.html"));
        var notes = Warnings.OfData();
        var dataset = OpenSets(arguments, notes).Select(set => set.Dataset).FirstOrDefault();
        var sets = new List<PredictionSet>();
        var run = RunOf(division);
        foreach (var path in arguments.GetValue(_compare)!)
            sets.Add(await ReadOrRunAsync(arguments, path, dataset, Threads(arguments, division), run, stop).ConfigureAwait(false));
        if (division.Part is not null)
        {
            notes.TellDamaged();
            return CommandRunner.Success;
        }

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

    async Task<PredictionSet> ReadOrRunAsync(
        ParseResult arguments, string path, IDataset? dataset, int threads, FrameRun run, CancellationToken stop)
    {
        if (IsPredictions(path)) return PredictionFile.Read(path);
        if (dataset is null) throw new OptionException($"--compare: the model '{path}' needs data to run on, --data FILE or --synthetic NAME=VALUE,....");
        var models = _vision.LoadModels(arguments, path, threads);
        try
        {
            return (await RunAsync(arguments, models, dataset, robustness: false, null, run, stop).ConfigureAwait(false)).Set;
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }
    }

    async Task<(PredictionSet Set, IReadOnlyList<InvarianceCurve> Curves)> RunAsync(
        ParseResult arguments, IReadOnlyList<VisionModel> models, IDataset dataset, bool robustness, SyntheticOptions? rendered, FrameRun run,
        CancellationToken stop)
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
                if (robustness) (frames, curves) = Invariance.Measure(models, dataset, closeUps, thresholds, run, Report, stop);
                else frames = run(models, dataset, closeUps, [image => image], Report, stop)[0];
                if (scenes is null) return;
                var smallest = arguments.GetValue(_smallest);
                curves =
                [
                    .. curves,
                    Invariance.MeasureBallPatterns(models, scenes, closeUps, thresholds, smallest, run, done => Report(dataset.Count + done), stop),
                ];
            },
            stop)).ConfigureAwait(false);
        return (PredictionSet.Of(models[0].Path, dataset.Name, closeUps, thresholds, frames), curves);
    }

    /// <summary>Options of the network that change nothing in a comparison: the models are its own, and finished predictions are not made again.</summary>
    static IEnumerable<string> WithoutEffect(CommandResult result, string[] compared) =>
        from name in NetworkOptions
        where compared.Length > 0 && (name == "--model" || compared.All(IsPredictions)) && result.GetResult(name) is OptionResult { Implicit: false }
        select name;

    static bool IsPredictions(string path) => Path.GetExtension(path) == ".json";

    int CloseUps(ParseResult arguments) => _vision.Looking(arguments).CloseUps;

    static FrameRun RunOf(Division division) => division switch
    {
        { IsJoining: true } => DividedFrames.Joined(division.Joined).Run,
        { Part: { } part } => DividedFrames.Part(division.Output, part.Owns).Run,
        _ => FrameRunner.Run,
    };

    int Threads(ParseResult arguments, Division division) => arguments.GetValue(_threads) is >= 1 and <= 64 and var threads
        ? division.IsJoining ? 1 : threads
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
