using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Evaluation.Scores;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Sweeps;

/// <summary>
/// Trains every setting of a plan, one after the other, each in its own folder, and writes the results after each run: a table
/// (<c>results.csv</c>, <c>results.json</c>), a page with charts (<c>report.html</c>), a bar chart of two to four methods (<c>results.svg</c>) and the
/// best setting as a recipe (<c>best.yaml</c>).
/// Finished runs are not repeated and interrupted runs are resumed, so a sweep can be stopped at any time and continued later with a larger budget or
/// other settings. A run counts as unfinished when the model in <c>from</c>, the network or the data changed.
/// A run that diverges is a result; a run that lacks memory is skipped and tried again the next time; any other error ends the sweep and leaves the
/// run's checkpoint.
/// </summary>
public sealed class Sweep
{
    /// <summary>Number of training images that are scored; enough to show overfitting.</summary>
    const int ScoredTrainingImages = 500;

    const string ModelName = "model.onnx";
    const string ResultName = "result.json";

    /// <summary>Name of the file with a run's recipe, the only one of its folder that depends on where the folder is.</summary>
    public const string RecipeName = "recipe.yaml";

    readonly IReadOnlyList<SweepRun> _runs;
    readonly Dictionary<string, SweepResult> _initial = [];
    readonly Dictionary<string, string> _digests = [];
    readonly string _output;
    readonly string _commit;
    readonly TimeProvider _clock;

    /// <summary>Prepares a sweep.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="output">The output folder.</param>
    /// <param name="commit">Version of this code, for the models' origin; empty where unknown.</param>
    /// <param name="clock">Measures the time budget.</param>
    /// <param name="owns">Whether a run of the plan, by its number from 0, is to be made here; all of them when null.</param>
    public Sweep(SweepPlan plan, string output, string commit, TimeProvider clock, Func<int, bool>? owns = null) =>
        (Plan, _runs, _output, _commit, _clock) = (plan, [.. plan.ToRuns().Where((_, i) => owns?.Invoke(i) != false)], output, commit, clock);

    /// <summary>Device for the training steps; default CPU.</summary>
    public Accelerator Device { get; init; } = Accelerator.Cpu;

    /// <summary>Receives warnings about the data sets.</summary>
    public DatasetNotes Notes { get; init; } = new();

    /// <summary>Reads a sweep's file.</summary>
    /// <inheritdoc cref="SweepPlanReader.Read"/>
    public static SweepPlan Load(string path) => SweepPlanReader.Read(path);

    /// <summary>The plan.</summary>
    public SweepPlan Plan { get; }

    /// <summary>Number of runs of the plan that are made here.</summary>
    public int Count => _runs.Count;

    /// <summary>Path of the page with the charts.</summary>
    public string ReportPath => Path.Combine(_output, "report.html");

    /// <summary>Path of the recipe of the best setting.</summary>
    public string BestPath => Path.Combine(_output, "best.yaml");

    /// <summary>Runs everything that is left, within the budget.</summary>
    /// <param name="progress">Receives progress of the current run.</param>
    /// <param name="cancellation">Stops after a training step; the current run leaves a checkpoint.</param>
    /// <returns>The results so far; fewer than <see cref="Count"/> when the time was used up.</returns>
    /// <exception cref="InvalidDataException">Data or the model to start from cannot be used, or losses of different kinds would be compared.</exception>
    /// <exception cref="IOException">A file cannot be written; the current run resumes from its checkpoint the next time.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public SweepTable Run(IProgress<SweepProgress> progress, CancellationToken cancellation)
    {
        Check(cancellation);
        var results = _runs.Select(run => ReadResult(run, cancellation)).OfType<SweepResult>().ToList();
        foreach (var (run, number) in _runs.Select((run, i) => (run, i + 1)))
        {
            if (results.Any(result => result.Run == run.Name)) continue;
            var left = Plan.Time - Spent();
            if (left <= TimeSpan.Zero) break;
            using var timer = new CancellationTokenSource(left ?? Timeout.InfiniteTimeSpan, _clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
            if (TryTrain(run, number, progress, both.Token, cancellation) is not { } result) break;
            results.Add(result);
            Write(results);
        }
        return Write(results);
    }

    /// <summary>Compares the runs that are finished in the output folder, for example because they were made elsewhere and copied there; makes none.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The results; fewer than <see cref="Count"/> when some runs are not finished.</returns>
    /// <exception cref="InvalidDataException">Data or the model to start from cannot be used, or losses of different kinds would be compared.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public SweepTable Collect(CancellationToken cancellation)
    {
        Check(cancellation);
        foreach (var run in _runs.Where(run => Directory.Exists(Path.Combine(_output, run.Name)))) WriteRecipe(run);
        return Write([.. _runs.Select(run => ReadResult(run, cancellation)).OfType<SweepResult>()]);
    }

    /// <summary>
    /// Checks all runs before the first one, so that the sweep does not fail after hours: the models to start from must fit, losses must be comparable,
    /// data must be there.
    /// </summary>
    void Check(CancellationToken cancellation)
    {
        foreach (var run in _runs) _initial[run.Name] = Begin(run, ToTraining(run), cancellation);
        if (Plan.Objective == SweepObjective.Loss && _initial.Values.DistinctBy(run => run.Criterion).ToArray() is [var one, var other, ..])
            throw new InvalidDataException(
                $"Sweep '{Plan.File}': objective: expected f1 or average_precision, since losses of different kinds cannot be compared, found loss; "
                + $"'{one.Setting}' is measured by {one.Criterion}, '{other.Setting}' by {other.Criterion}.");
        foreach (var source in Plan.Test) source.Open(notes: Notes);
    }

    /// <summary>Trains and measures; null when the time ran out first.</summary>
    SweepResult? TryTrain(SweepRun run, int number, IProgress<SweepProgress> progress, CancellationToken limited, CancellationToken stopped)
    {
        var start = _clock.GetTimestamp();
        try
        {
            var result = Train(run, new Relay(progress, run, number, Count), limited);
            if (result.IsTransient) return result;
            WholeFile.WriteAllText(PathOf(run, ResultName), JsonSerializer.Serialize(result, SweepTable.Json));
            ToTraining(run).Checkpoints.Delete(); // four times the size of the model, and no longer needed
            return result;
        }
        catch (OperationCanceledException) when (!stopped.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            NoteTime(run, ReadTime(run) + _clock.GetElapsedTime(start));
        }
    }

    /// <summary>Saves how long a run took so far. A failure to write is ignored, so that it does not hide an exception of the run.</summary>
    void NoteTime(SweepRun run, TimeSpan spent)
    {
        try
        {
            WholeFile.WriteAllText(PathOf(run, "seconds.txt"), spent.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // The time budget then counts too little.
        }
    }

    SweepResult Train(SweepRun run, Relay relay, CancellationToken cancellation)
    {
        WriteRecipe(run);
        var result = _initial[run.Name];
        try
        {
            var validation = ToTraining(run).Run(resume: true, relay, cancellation);
            var curve = RunCurve.Read(PathOf(run, "model.metrics.jsonl"));
            return Tested(result with
            {
                Validation = validation,
                Training = Score(PathOf(run, ModelName), run.Recipe.Data.Select(source => Sample(source, run.Seed)), cancellation),
                TrainingLoss = curve.LastTraining,
                ValidationLoss = curve.LastValidation,
            }, run, cancellation);
        }
        catch (DivergedException exception)
        {
            return result with { Failure = exception.Message, Diverged = true }; // divergence is a result of the setting
        }
        catch (Exception exception) when (exception is OutOfMemoryException || MemoryNeed.IsShortage(exception))
        {
            return result with { Failure = exception.Message }; // tried again the next time; other settings may need less memory
        }
    }

    /// <summary>Writes the recipe of a run; its paths begin at the run's folder.</summary>
    void WriteRecipe(SweepRun run) => WholeFile.WriteAllText(PathOf(run, RecipeName), run.Tree.ToText(Path.GetFullPath(Path.Combine(_output, run.Name))));

    // Overwrite: what an earlier start of the sweep left here is unfinished, or of another model or data.
    TrainingRun ToTraining(SweepRun run) => new(run.Recipe, PathOf(run, ModelName), _commit) { Device = Device, Overwrite = true, DataNotes = Notes };

    SweepResult Begin(SweepRun run, TrainingRun training, CancellationToken cancellation) => new()
    {
        Run = run.Name,
        Method = run.Setting.Method,
        Options = run.Setting.Options,
        Seed = run.Seed,
        Start = training.Start?.Origin,
        Data = Digest(run.Recipe.Data.Concat(run.Recipe.Validation), run.Seed, cancellation),
        Criterion = training.Criterion,
        Parameters = training.Network.LearnedCount,
        MultiplyAdds = training.Network.MultiplyAddCount,
    };

    /// <summary>Digest of the contents of the data; files that several runs use are read once.</summary>
    string Digest(IEnumerable<DataSource> sources, ulong seed, CancellationToken cancellation)
    {
        var digests = sources.Select(source =>
        {
            var key = $"{(source.Limit > 0 ? seed : 0)} {JsonSerializer.Serialize(source)}";
            return _digests.TryGetValue(key, out var known) ? known
                : _digests[key] = DataFingerprint.Of(source.Open(seed).Dataset, cancellation: cancellation).Digest();
        });
        return Short(string.Join(' ', digests));
    }

    static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];

    WeightedDataset Sample(DataSource source, ulong seed)
    {
        var all = source.Open(seed, Notes);
        return all with { Dataset = new LimitedDataset(all.Dataset, Math.Min(all.Dataset.Count, ScoredTrainingImages), seed) };
    }

    static ScoreReport Score(string path, IEnumerable<WeightedDataset> data, CancellationToken cancellation)
    {
        using var model = VisionModel.Load(path, new InferenceOptions { Accelerator = Accelerator.Cpu, Threads = 1 });
        var score = DetectionScore.Together(DatasetEvaluator.Score(path, [.. data], closeUps: 0, cancellation));
        return ScoreReport.Of(score, Detections.Thresholds.Extended(model.Contract.Thresholds, score.Classes.Count));
    }

    SweepTable Write(IReadOnlyList<SweepResult> results)
    {
        // In the plan's order, so that the same results give the same files whatever the order of the runs.
        var table = new SweepTable(Plan, [.. _runs.SelectMany(run => results.Where(result => result.Run == run.Name))]);
        WholeFile.WriteAllText(Path.Combine(_output, "results.csv"), table.ToCsv());
        WholeFile.WriteAllText(Path.Combine(_output, "results.json"), table.ToJson());
        if (table.Best is { } best)
            WholeFile.WriteAllText(BestPath, $"# The best setting of {Path.GetFileName(Plan.File)}: {best.Setting}\n"
                + _runs.First(run => run.Name == best.Results.First(result => result.Failure is null).Run).Tree.ToText(Path.GetFullPath(_output)));
        if (SweepPicture.Of(table) is { } picture) WholeFile.WriteAllText(Path.Combine(_output, "results.svg"), picture);
        SweepReport.Of(table, Count, result => RunCurve.Read(Path.Combine(_output, result.Run, "model.metrics.jsonl"))).Write(ReportPath);
        return table;
    }

    /// <summary>Reads the result of a finished run, with the plan's current names and test data.</summary>
    SweepResult? ReadResult(SweepRun run, CancellationToken cancellation)
    {
        var path = PathOf(run, ResultName);
        if (!File.Exists(path)) return null;
        var result = JsonSerializer.Deserialize<SweepResult>(File.ReadAllText(path), SweepTable.Json)!;
        if (!result.IsSameRun(_initial[run.Name]) || result.IsTransient) return null;
        var tested = Tested(result, run, cancellation);
        if (tested != result) WholeFile.WriteAllText(path, JsonSerializer.Serialize(tested, SweepTable.Json));
        return tested with { Method = run.Setting.Method, Options = run.Setting.Options };
    }

    SweepResult Tested(SweepResult result, SweepRun run, CancellationToken cancellation)
    {
        var data = Plan.Test.Count == 0 ? null : Short($"{JsonSerializer.Serialize(Plan.Test)} {Digest(Plan.Test, 0, cancellation)}");
        if (result.TestedOn == data || result.Failure is not null) return result;
        return result with
        {
            TestedOn = data,
            Test = data is null ? null : Score(PathOf(run, ModelName), Plan.Test.Select(source => source.Open(notes: Notes)), cancellation),
        };
    }

    TimeSpan Spent() => _runs.Aggregate(TimeSpan.Zero, (sum, run) => sum + ReadTime(run));

    TimeSpan ReadTime(SweepRun run) => File.Exists(PathOf(run, "seconds.txt"))
        ? TimeSpan.FromSeconds(double.Parse(File.ReadAllText(PathOf(run, "seconds.txt")), CultureInfo.InvariantCulture))
        : TimeSpan.Zero;

    string PathOf(SweepRun run, string file) => Path.Combine(_output, run.Name, file);

    sealed class Relay(IProgress<SweepProgress> progress, SweepRun run, int number, int count) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new(number, count, run.Setting, run.Seed, value));
    }
}

/// <summary>Progress of a sweep.</summary>
/// <param name="Number">The run, counted from 1.</param>
/// <param name="Count">Runs in all.</param>
/// <param name="Setting">The setting of the run.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Training">Progress of the run.</param>
public sealed record SweepProgress(int Number, int Count, SweepSetting Setting, ulong Seed, TrainingProgress Training);
