using RobotVision.Inference;
using RobotVision.Training.Datasets;

namespace RobotVision.Training.Evaluation;

/// <summary>Measures what a model finds when the light or the sharpness is another one and all else stays.</summary>
public static class Invariance
{
    /// <summary>Runs every frame as it is and with each of <see cref="ImageChange.All"/>.</summary>
    /// <param name="models">The model, loaded once for each frame that is to run at the same time; borrowed.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="closeUps">Close-ups of each frame.</param>
    /// <param name="thresholds">At which confidence is counted, one a class.</param>
    /// <param name="done">Told after each frame how many are done, from any thread.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used.</exception>
    /// <returns>The frames as they are, and the curves.</returns>
    public static (FrameResult[] Frames, IReadOnlyList<InvarianceCurve> Curves) Measure(
        IReadOnlyList<VisionModel> models, IDataset dataset, int closeUps, IReadOnlyList<float> thresholds, Action<int>? done, CancellationToken cancellation)
    {
        var runs = FrameRunner.Run(models, dataset, closeUps, [image => image, .. ImageChange.All.Select(change => change.Apply)], done, cancellation);
        var curves = ImageChange.All.Select((change, i) => (change, frames: runs[i + 1])).GroupBy(run => run.change.Curve)
            .Select(curve => new InvarianceCurve(curve.Key, [.. curve.Select(run => InvarianceStep.Of(run.change.Step, run.change.Level, run.frames, thresholds))]));
        return (runs[0], [.. curves]);
    }
}
