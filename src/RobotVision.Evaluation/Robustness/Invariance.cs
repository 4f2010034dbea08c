using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Evaluation.Frames;
using RobotVision.Inference;

namespace RobotVision.Evaluation.Robustness;

/// <summary>Measures what a model finds when the light, the sharpness or the ball is another one and all else stays.</summary>
public static class Invariance
{
    /// <summary>The name of the curve over ball patterns.</summary>
    public const string BallPattern = "ball_pattern";

    /// <summary>Frames rendered for each ball pattern, at most; chosen by us: about as many balls, for a standard error of the recall of 0.05.</summary>
    public const int PatternFrames = 100;

    /// <summary>Runs every frame as it is and with each of <see cref="ImageChange.All"/>; each frame is read once, and looked at once where its pixels stay.</summary>
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
        // What a presence model has to say of an image follows from its labels: there a frame whose labels change is looked at anew.
        var presence = models[0].Contract.Output == "presence";
        bool IsSeenAsItIs(ImageChange change) => change.Pixels is null && (change.Labels is null || !presence);
        ImageChange[] changes = [.. ImageChange.All.Where(change => !IsSeenAsItIs(change))];
        var runs = FrameRunner.Run(models, dataset, closeUps, [image => image, .. changes.Select(change => (Func<LabelledImage, LabelledImage>)change.Apply)], done, cancellation);
        IReadOnlyList<FrameResult> Frames(ImageChange change) => IsSeenAsItIs(change)
            ? [.. runs[0].Select(frame => frame with { Labels = change.Labels?.Invoke(frame.Labels, frame.Width, frame.Height) ?? frame.Labels })]
            : runs[Array.IndexOf(changes, change) + 1];
        var curves = ImageChange.All.GroupBy(change => change.Curve)
            .Select(curve => new InvarianceCurve(curve.Key, [.. curve.Select(change => InvarianceStep.Of(change.Step, change.Level, Frames(change), thresholds))]));
        return (runs[0], [.. curves]);
    }

    /// <summary>How many frames <see cref="MeasureBallPatterns"/> renders.</summary>
    public static int PatternFramesOf(SyntheticOptions scenes) => Enum.GetValues<BallPatternKind>().Length * Math.Min(PatternFrames, scenes.Count);

    /// <summary>Renders the scenes with balls of each pattern in turn, those included that the scenes are without; all else in them is drawn in the same way.</summary>
    /// <param name="models">The model, loaded once for each frame that is to run at the same time; borrowed.</param>
    /// <param name="scenes">The scenes; at most <see cref="PatternFrames"/> of them are used.</param>
    /// <param name="closeUps">Close-ups of each frame.</param>
    /// <param name="thresholds">At which confidence is counted, one a class.</param>
    /// <param name="smallest">Balls narrower than this, in pixels of the frame, are not asked for.</param>
    /// <param name="done">Told after each frame how many are done, from any thread.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    public static InvarianceCurve MeasureBallPatterns(
        IReadOnlyList<VisionModel> models, SyntheticOptions scenes, int closeUps, IReadOnlyList<float> thresholds, float smallest, Action<int>? done, CancellationToken cancellation)
    {
        var steps = new List<InvarianceStep>();
        foreach (var kind in Enum.GetValues<BallPatternKind>())
        {
            var before = steps.Count * Math.Min(PatternFrames, scenes.Count);
            var dataset = new SyntheticDataset(scenes with { Count = Math.Min(PatternFrames, scenes.Count), OnlyPatterns = [kind], WithoutPatterns = [] });
            var frames = FrameRunner.Run(models, new SizedDataset(dataset, smallest), closeUps, count => done?.Invoke(before + count), cancellation);
            var step = InvarianceStep.Of(kind.ToString(), null, frames, thresholds);
            steps.Add(step with { Classes = [.. step.Classes.Where(count => count.Class == Detections.ObjectClasses.Names[0])] });
        }

        return new(BallPattern, steps);
    }
}
