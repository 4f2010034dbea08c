using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Inference;

namespace RobotVision.Evaluation.Frames;

/// <summary>Runs a model over a data set as the robot would, several frames at once; how many has no influence on the results.</summary>
public static class FrameRunner
{
    /// <summary>
    /// Frames that are looked at in their order, one after the other: close-ups follow what was seen before, so a run must not depend
    /// on which thread takes which frame. Chosen by us: long enough to follow, short enough to share out.
    /// </summary>
    internal const int RunLength = 32;

    /// <summary>Runs the frames as they are.</summary>
    /// <inheritdoc cref="Run(IReadOnlyList{VisionModel}, IDataset, int, IReadOnlyList{Func{LabelledImage, LabelledImage}}, Action{int}?, CancellationToken)"/>
    public static FrameResult[] Run(IReadOnlyList<VisionModel> models, IDataset dataset, int closeUps, Action<int>? done, CancellationToken cancellation) =>
        Run(models, dataset, closeUps, [image => image], done, cancellation)[0];

    /// <summary>Runs every frame once for each of several changes; it is read or rendered only once.</summary>
    /// <param name="models">The model, loaded once for each frame that is to run at the same time; borrowed.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="closeUps">How many close-ups of each image; the models must take that many samples.</param>
    /// <param name="changes">What is done to a frame before it is sampled, its size apart; called by several threads.</param>
    /// <param name="done">Told after each frame how many are done, from any thread.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <returns>For each change the frames in the order of the data set.</returns>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static FrameResult[][] Run(
        IReadOnlyList<VisionModel> models, IDataset dataset, int closeUps, IReadOnlyList<Func<LabelledImage, LabelledImage>> changes, Action<int>? done, CancellationToken cancellation)
    {
        var results = changes.Select(_ => new FrameResult[dataset.Count]).ToArray();
        var (taken, finished) = (0, 0);
        void Work(int worker)
        {
            using var runner = models[worker].CreateRunner();
            for (int first; (first = (Interlocked.Increment(ref taken) - 1) * RunLength) < dataset.Count;)
            {
                var looks = changes.Select(_ => new FrameLook(runner, closeUps)).ToArray();
                for (var i = first; i < Math.Min(first + RunLength, dataset.Count); i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var image = dataset.Load(i);
                    for (var change = 0; change < changes.Count; change++) results[change][i] = looks[change].At(i, changes[change](image));
                    done?.Invoke(Interlocked.Increment(ref finished));
                }
            }
        }

        InParallel.For(models.Count, models.Count, Work, cancellation);

        return results;
    }
}
