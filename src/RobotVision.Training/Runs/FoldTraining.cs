using System.Security.Cryptography;
using System.Text.Json;
using RobotVision.Data.Datasets;
using RobotVision.Evaluation.Scores;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Confidences;
using RobotVision.Training.Layers;
using RobotVision.Training.Looks;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Runs;

/// <summary>
/// Trains a model for each fold on all frames but those of the fold, and scores it on these. Finished folds are kept in files beside the output, so
/// that an interrupted run goes on with the next fold.
/// </summary>
/// <param name="recipe">The recipe, with the options of these trainings.</param>
/// <param name="task">The task of the network.</param>
/// <param name="network">The network.</param>
/// <param name="start">The weights to start from; null for random ones.</param>
/// <param name="frames">The frames and their folds.</param>
/// <param name="folder">The folder of the files.</param>
sealed class FoldTraining(
    TrainingRecipe recipe, TrainingTask task, NetworkDefinition network, Transfer? start, HeldOutFrames frames, string folder)
{
    /// <summary>The parts of a training after which its model is kept and scored.</summary>
    public static IReadOnlyList<double> Points { get; } = [0.25, 0.5, 0.75, 1];

    /// <summary>
    /// By how much an earlier point must be better than the last one: stopped before its learning rate has fallen, a training gives worse weights than
    /// its quality on few frames tells. Chosen on 50 frames of Small Size robots, where a point that was better by 0.001 cost 0.04 of F1.
    /// </summary>
    const double Noise = 0.02;

    /// <summary>From which part of right finds a class is sure, and of how many; chosen by us.</summary>
    const double SurePrecision = 0.9, LeastHits = 8;

    /// <summary>The device of the training steps.</summary>
    public Accelerator Device { get; init; } = Accelerator.Cpu;

    /// <summary>What each fold's training has besides its frames, by the number of the fold; nothing when null.</summary>
    public Func<int, WeightedDataset>? Also { get; init; }

    /// <summary>Called with the trainer of a fold before its first step.</summary>
    public Action<Trainer>? Begun { get; init; }

    /// <summary>Called with every report of the steps of a fold: the trainer, and the frames that it does not learn.</summary>
    public Action<Trainer, TrainingProgress, IReadOnlyList<WeightedDataset>>? Reported { get; init; }

    /// <summary>The network of the kept models: without batch normalisation.</summary>
    NetworkDefinition Kept => start?.Network ?? Folding.WithoutNormalisation(network);

    /// <summary>The rule for close-ups is that of the model to start from: the frames of a fold are too few to fit another.</summary>
    LookRule? Rule => start?.Known?.LookRule is { } rule ? LookRuleFit.For(task.Classes.Count, rule) : null;

    /// <summary>Trains the folds that are not finished and chooses the best point.</summary>
    /// <param name="inputs">Data and options, so that no fold of another run is used.</param>
    /// <param name="resume">Whether finished folds of an interrupted run are used.</param>
    /// <param name="progress">Receives progress of the training steps.</param>
    /// <param name="warn">Receives warnings of the data.</param>
    /// <param name="cancellation">Stops after a step; the fold begins anew then.</param>
    public FoldResult Run(RunInputs inputs, bool resume, IProgress<TrainingProgress> progress, Action<string>? warn, CancellationToken cancellation)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(
            JsonSerializer.SerializeToUtf8Bytes(new { inputs, recipe.Training, start?.Origin, frames.Count })));
        Directory.CreateDirectory(folder);
        var steps = new List<long>();
        for (var fold = 0; fold < frames.Count; fold++) steps.Add((resume ? Steps(fold, digest) : null) ?? Train(fold, digest, progress, warn, cancellation));
        var quality = Points.Select((_, point) => Quality(point, cancellation)).ToArray();
        var best = Array.FindIndex(quality, value => value > quality[^1] + Noise && value == quality.Max());
        if (best < 0) best = quality.Length - 1;
        return new(Points[best], (long)steps.Average(), quality) { Point = best };
    }

    /// <summary>
    /// Fits the confidences of the folds' models to what they find on the frames held out, and scores them with these confidences.
    /// </summary>
    /// <param name="result">The point to take.</param>
    /// <param name="cancellation">Stops between two images.</param>
    public HeldOutScore Score(FoldResult result, CancellationToken cancellation)
    {
        var raw = Scores(result.Point, null, 0, cancellation);
        if (task.Output == ModelOutput.Presence) return new(raw, null, null, null);
        ConfidenceScale[] scales = [.. task.Classes.Classes.Select(one =>
            ConfidenceScale.Fit([.. raw.SelectMany(score => score[one].Detections)]))];
        return new(Scores(result.Point, scales, 0, cancellation), Scores(result.Point, scales, LookRuleFit.CloseUps, cancellation), scales, Rule);
    }

    /// <summary>A fold's model and the frames it was not trained on.</summary>
    public (string Model, WeightedDataset[] Frames) Example(FoldResult result) =>
        (ModelPath(0, result.Point), [.. frames.Of(0).Select(set => set.Frames)]);

    /// <summary>The model of a fold.</summary>
    public string ModelOf(int fold, FoldResult result) => ModelPath(fold, result.Point);

    /// <summary>
    /// The confidences, with close-ups, from which a class is right nine times in ten on the frames held out; not a number for a class that never is, or
    /// of which there are too few to tell.
    /// </summary>
    /// <param name="result">The point to take.</param>
    /// <param name="cancellation">Stops between two images.</param>
    public IReadOnlyList<float> SureThresholds(FoldResult result, CancellationToken cancellation)
    {
        var score = DetectionScore.Together(Scores(result.Point, null, LookRuleFit.CloseUps, cancellation));
        return [.. score.Classes.Classes.Select(one => score[one].Curve()
            .Where(point => point.Precision >= SurePrecision && point.Hits >= LeastHits).Select(point => point.Threshold).DefaultIfEmpty(float.NaN).Last())];
    }

    // The steps of a finished fold; null where it is not finished or of another run.
    long? Steps(int fold, string digest)
    {
        if (!File.Exists(NotePath(fold))) return null;
        var note = JsonSerializer.Deserialize<Note>(File.ReadAllText(NotePath(fold)));
        return note?.Digest == digest ? note.Steps : null;
    }

    long Train(int fold, string digest, IProgress<TrainingProgress> progress, Action<string>? warn, CancellationToken cancellation)
    {
        using var trainer = new Trainer(network, task.CreateLoss(recipe), recipe.Training, start, Device);
        Begun?.Invoke(trainer);
        using var places = CloseUpPlaces.For(recipe.From, recipe.Augmentation);
        WeightedDataset[] data = Also is null ? [.. frames.Without(fold)] : [.. frames.Without(fold), Also(fold)];
        var source = task.ToSource(recipe, places?.On(data) ?? data, warn);
        var apart = frames.Of(fold).Select(set => set.Frames).ToArray();
        var told = new Told($"training without fold {fold + 1} of {frames.Count}{(Also is null ? "" : ", with unlabelled frames")}", value =>
        {
            progress.Report(value);
            Reported?.Invoke(trainer, value, apart);
        });
        foreach (var (part, point) in Points.Select((part, i) => (part, i)))
        {
            trainer.TrainUntil((long)Math.Ceiling(part * recipe.Training.Steps), source, null, told, part, cancellation);
            trainer.Export(ModelPath(fold, point), task.Contract(null, "{}").ToMetadata());
        }

        WholeFile.WriteAllText(NotePath(fold), JsonSerializer.Serialize(new Note(digest, trainer.Step)));
        return trainer.Step;
    }

    /// <summary>Mean average precision of the labelled classes over the frames of all folds.</summary>
    double Quality(int point, CancellationToken cancellation)
    {
        var score = DetectionScore.Together(Scores(point, null, 0, cancellation));
        return score.Classes.Classes.Select(one => score[one].AveragePrecision()).OfType<double>().DefaultIfEmpty().Average();
    }

    /// <summary>The scores of all folds, added up for each data set.</summary>
    IReadOnlyList<DetectionScore> Scores(int point, ConfidenceScale[]? scales, int closeUps, CancellationToken cancellation)
    {
        var scores = new List<(int Source, DetectionScore Score)>();
        for (var fold = 0; fold < frames.Count; fold++)
        {
            var sets = frames.Of(fold);
            using var scaled = scales is null ? null : Scaled(fold, point, scales);
            var found = DatasetEvaluator.Score(scaled?.Path ?? ModelPath(fold, point), [.. sets.Select(set => set.Frames)], closeUps, cancellation);
            scores.AddRange(sets.Zip(found, (set, score) => (set.Source, score)));
        }

        return [.. scores.GroupBy(score => score.Source).Select(set => DetectionScore.Together([.. set.Select(score => score.Score)]))];
    }

    TemporaryModel Scaled(int fold, int point, ConfidenceScale[] scales)
    {
        var values = ModelWeights.Read(ModelPath(fold, point)).Tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Values);
        return new(task, Kept, ConfidenceScale.Apply(Kept, values, scales), rule: Rule);
    }

    string ModelPath(int fold, int point) => Path.Combine(folder, $"{fold + 1}-{point + 1}.onnx");

    string NotePath(int fold) => Path.Combine(folder, $"{fold + 1}.json");

    sealed record Note(string Digest, long Steps);

    sealed class Told(string work, Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value with { Work = work });
    }
}

/// <summary>What the trainings without a fold found.</summary>
/// <param name="Part">The part of the training at which the models are best on the frames held out.</param>
/// <param name="Steps">Mean number of steps of a whole training.</param>
/// <param name="Quality">Mean average precision on the frames held out, after each of <see cref="FoldTraining.Points"/>.</param>
sealed record FoldResult(double Part, long Steps, IReadOnlyList<double> Quality)
{
    /// <summary>The number of the point whose models thresholds are chosen with: the best one.</summary>
    internal int Point { get; init; }

    /// <summary>The result for a last training that was ended early: with the models of the point whose part of the schedule is nearest.</summary>
    /// <param name="part">The part that was done.</param>
    public FoldResult At(double part) =>
        this with { Point = Enumerable.Range(0, FoldTraining.Points.Count).MinBy(point => Math.Abs(FoldTraining.Points[point] - part)) };
}

/// <summary>Scores on frames that the scored models were not trained on.</summary>
/// <param name="WholeView">On the whole view, one per data set.</param>
/// <param name="CloseUps">With close-ups; null for a model that has none.</param>
/// <param name="Scales">Calibration of the confidences that these scores have; null where there is none.</param>
/// <param name="Rule">The rule of the scores with close-ups; null where there is none.</param>
sealed record HeldOutScore(
    IReadOnlyList<DetectionScore> WholeView, IReadOnlyList<DetectionScore>? CloseUps, IReadOnlyList<ConfidenceScale>? Scales, LookRule? Rule);
