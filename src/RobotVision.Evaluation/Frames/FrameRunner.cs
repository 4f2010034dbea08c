using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Inference;

namespace RobotVision.Evaluation.Frames;

/// <summary>Runs a model on a data set, each frame with each of several changes.</summary>
/// <param name="models">The model, loaded once per thread; borrowed.</param>
/// <param name="dataset">The data set.</param>
/// <param name="closeUps">Close-ups per image; the models must accept that many samples at once.</param>
/// <param name="changes">Changes of a frame before sampling, except of its size; called by several threads.</param>
/// <param name="done">Called after each frame, from any thread, with the number of finished frames.</param>
/// <param name="cancellation">Cancels between two frames.</param>
/// <returns>For each change the frames in the order of the data set.</returns>
/// <exception cref="InvalidDataException">An image or its labels are damaged.</exception>
/// <exception cref="OperationCanceledException">The run was cancelled.</exception>
public delegate FrameResult[][] FrameRun(
    IReadOnlyList<VisionModel> models, IDataset dataset, int closeUps, IReadOnlyList<Func<LabelledImage, LabelledImage>> changes,
    Action<int>? done, CancellationToken cancellation);

/// <summary>Runs a model on a data set as the robot would, on several threads; their number does not change the results.</summary>
public static class FrameRunner
{
    /// <summary>
    /// Frames that one thread runs in order: close-ups follow earlier detections, so results must not depend on which thread
    /// gets which frame. Chosen to be long enough for following and short enough for sharing the work between threads.
    /// </summary>
    internal const int RunLength = 32;

    /// <summary>The runs of a data set: of that many frames, or of whole clips with as many together or a few more.</summary>
    internal static ClipList RunsOf(IDataset dataset)
    {
        if (dataset.Clips is not { } clips) return ClipList.OfLength(dataset.Count, RunLength);
        var first = 0;
        return ClipList.Where(dataset.Count, i =>
        {
            if (i - first < RunLength || !clips.IsFirst(i)) return false;
            first = i;
            return true;
        });
    }

    /// <summary>The classes of the results of a model on a data set: the model's, then those that only the data set has, of which nothing is found.</summary>
    public static ClassNames ClassesOf(VisionModel model, IDataset dataset) => model.Contract.Classes.Union(dataset.Classes);

    /// <summary>Runs the unchanged frames.</summary>
    /// <inheritdoc cref="Run(IReadOnlyList{VisionModel}, IDataset, int, IReadOnlyList{Func{LabelledImage, LabelledImage}}, Action{int}?, CancellationToken)"/>
    public static FrameResult[] Run(IReadOnlyList<VisionModel> models, IDataset dataset, int closeUps, Action<int>? done, CancellationToken cancellation) =>
        Run(models, dataset, closeUps, [image => image], done, cancellation)[0];

    /// <summary>Runs every frame with each of several changes; it is read or rendered only once.</summary>
    /// <inheritdoc cref="FrameRun"/>
    public static FrameResult[][] Run(
        IReadOnlyList<VisionModel> models, IDataset dataset, int closeUps, IReadOnlyList<Func<LabelledImage, LabelledImage>> changes,
        Action<int>? done, CancellationToken cancellation)
    {
        dataset = RenumberedDataset.Of(dataset, ClassesOf(models[0], dataset));
        var results = changes.Select(_ => new FrameResult[dataset.Count]).ToArray();
        var (taken, finished, runs) = (0, 0, RunsOf(dataset));
        void Work(int worker)
        {
            using var runner = models[worker].CreateRunner();
            for (int run; (run = Interlocked.Increment(ref taken) - 1) < runs.Count;)
            {
                var (first, length) = runs[run];
                var detectors = changes.Select(_ => new SequenceDetector(runner, closeUps, dataset.Classes)).ToArray();
                for (var i = first; i < first + length; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var image = dataset.Load(i);
                    for (var change = 0; change < changes.Count; change++) results[change][i] = detectors[change].Detect(i, changes[change](image));
                    done?.Invoke(Interlocked.Increment(ref finished));
                }
            }
        }

        InParallel.For(models.Count, models.Count, Work, cancellation);

        return results;
    }
}
