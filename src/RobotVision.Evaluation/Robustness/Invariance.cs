using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Evaluation.Frames;
using RobotVision.Inference;

namespace RobotVision.Evaluation.Robustness;

/// <summary>Measures how detections change with light, sharpness, position or the ball's pattern, each changed alone.</summary>
public static class Invariance
{
    /// <summary>The name of the curve over ball patterns.</summary>
    public const string BallPattern = "ball_pattern";

    /// <summary>
    /// The maximum number of frames rendered for each ball pattern; chosen for a standard error of the recall of 0.05 with about one ball per frame.
    /// </summary>
    public const int PatternFrames = 100;

    /// <summary>Runs every frame unchanged and with each of <see cref="ImageChange.All"/>; each frame is read only once.</summary>
    /// <param name="models">The model, loaded once per thread; borrowed.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="closeUps">Close-ups per frame.</param>
    /// <param name="thresholds">The confidence from which a detection counts, one per class.</param>
    /// <param name="run">Runs the frames.</param>
    /// <param name="done">Called after each frame, from any thread, with the number of finished frames.</param>
    /// <param name="cancellation">Cancels between two frames.</param>
    /// <exception cref="InvalidDataException">An image or its labels are damaged.</exception>
    /// <returns>The results of the unchanged frames, and the curves.</returns>
    public static (FrameResult[] Frames, IReadOnlyList<InvarianceCurve> Curves) Measure(
        IReadOnlyList<VisionModel> models, IDataset dataset, int closeUps, IReadOnlyList<float> thresholds, FrameRun run, Action<int>? done,
        CancellationToken cancellation)
    {
        // A change of labels alone needs no run of its own, except for presence models, whose results contain targets computed from the labels.
        var presence = models[0].Contract.Output == ModelOutput.Presence;
        bool UsesFirstRun(ImageChange change) => change.Pixels is null && (change.Labels is null || !presence);
        ImageChange[] changes = [.. ImageChange.All.Where(change => !UsesFirstRun(change))];
        Func<LabelledImage, LabelledImage>[] applied = [image => image, .. changes.Select(change => (Func<LabelledImage, LabelledImage>)change.Apply)];
        var runs = run(models, dataset, closeUps, applied, done, cancellation);
        IReadOnlyList<FrameResult> Frames(ImageChange change) => UsesFirstRun(change)
            ? [.. runs[0].Select(frame => frame with { Labels = change.Labels?.Invoke(frame.Labels, frame.Width, frame.Height) ?? frame.Labels })]
            : runs[Array.IndexOf(changes, change) + 1];
        InvarianceStep Step(ImageChange change) => InvarianceStep.Of(change.Step, change.Level, Frames(change), thresholds);
        var curves = ImageChange.All.GroupBy(change => change.Curve).Select(curve => new InvarianceCurve(curve.Key, [.. curve.Select(Step)]));
        return (runs[0], [.. curves]);
    }

    /// <summary>The number of frames that <see cref="MeasureBallPatterns"/> renders.</summary>
    public static int PatternFramesOf(SyntheticOptions scenes) => Enum.GetValues<BallPatternKind>().Length * Math.Min(PatternFrames, scenes.Count);

    /// <summary>
    /// Renders the same scenes with balls of each pattern in turn, also of patterns held out from the scenes; the rest of each scene does not
    /// change.
    /// </summary>
    /// <param name="models">The model, loaded once per thread; borrowed.</param>
    /// <param name="scenes">The scenes; at most <see cref="PatternFrames"/> of them are used.</param>
    /// <param name="closeUps">Close-ups per frame.</param>
    /// <param name="thresholds">The confidence from which a detection counts, one per class.</param>
    /// <param name="smallest">Balls narrower than this, in pixels of the frame, are ignored.</param>
    /// <param name="run">Runs the frames.</param>
    /// <param name="done">Called after each frame, from any thread, with the number of finished frames.</param>
    /// <param name="cancellation">Cancels between two frames.</param>
    public static InvarianceCurve MeasureBallPatterns(
        IReadOnlyList<VisionModel> models, SyntheticOptions scenes, int closeUps, IReadOnlyList<float> thresholds, float smallest,
        FrameRun run, Action<int>? done, CancellationToken cancellation)
    {
        var steps = new List<InvarianceStep>();
        foreach (var kind in Enum.GetValues<BallPatternKind>())
        {
            var before = steps.Count * Math.Min(PatternFrames, scenes.Count);
            var dataset = new SyntheticDataset(scenes with { Count = Math.Min(PatternFrames, scenes.Count), OnlyPatterns = [kind], WithoutPatterns = [] });
            var frames = run(models, new SizedDataset(dataset, smallest), closeUps, [image => image], count => done?.Invoke(before + count), cancellation)[0];
            var step = InvarianceStep.Of(kind.ToString(), null, frames, thresholds);
            steps.Add(step with { Classes = [.. step.Classes.Where(count => count.Class == Detections.ObjectClasses.Names[0])] });
        }

        return new(BallPattern, steps);
    }
}
