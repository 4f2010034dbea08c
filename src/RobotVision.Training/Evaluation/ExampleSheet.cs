using RobotVision.Detection;
using RobotVision.Imaging;
using RobotVision.Training.Datasets;

namespace RobotVision.Training.Evaluation;

/// <summary>
/// One picture of what a model gets right and wrong, a row a class: a large, a middling and a small object that it finds, the two false
/// alarms that it is surest of and the two largest objects that it misses. White: objects of the class; coloured: what was found of it.
/// </summary>
public static class ExampleSheet
{
    const int Tile = 130;
    const int Gap = 4;
    const int MistakesOfAKind = 2;

    static readonly double[] Sizes = [0.95, 0.5, 0.05]; // parts of the found objects that are smaller than the one shown

    /// <summary>Draws the sheet; a place stays black where there is no such example.</summary>
    /// <param name="evaluation">What was measured.</param>
    /// <param name="dataset">On which data.</param>
    /// <param name="thresholds">The thresholds at which was measured, one a class.</param>
    /// <exception cref="InvalidDataException">A picture cannot be read.</exception>
    public static BgrImage Draw(ModelEvaluation evaluation, IDataset dataset, IReadOnlyList<float> thresholds)
    {
        var rows = evaluation.Classes.Where(one => one.Score.Labels > 0).ToArray();
        var sheet = new BgrImage((Sizes.Length + 2 * MistakesOfAKind) * (Tile + Gap) + Gap, Math.Max(1, rows.Length) * (Tile + Gap) + Gap);
        for (var row = 0; row < rows.Length; row++)
        {
            var column = 0;
            foreach (var (frame, box) in Examples(rows[row]))
            {
                var alone = frame.Frame with { Labels = frame.Labels, Detections = frame.Detections };
                var picture = FramePicture.Draw(dataset.Load(alone.Index).Image, alone, box, thresholds, Tile);
                sheet.Paste(picture, Gap + column++ * (Tile + Gap) + (Tile - picture.Width) / 2, Gap + row * (Tile + Gap) + (Tile - picture.Height) / 2);
            }
        }

        return sheet;
    }

    static IEnumerable<(FrameMatch Frame, Box Box)> Examples(ClassEvaluation evaluation)
    {
        var found = evaluation.Frames.SelectMany(frame => frame.Hits(evaluation.Score.Threshold).Select(hit => (frame, hit.Label.Box)))
            .OrderBy(hit => hit.Box.Area).ThenBy(hit => hit.frame.Frame.Index).ToArray();
        foreach (var part in Sizes)
            if (found.Length > 0) yield return found[(int)(part * found.Length)];
        foreach (var mistake in MistakeGallery.Choose(evaluation, MistakesOfAKind)) yield return (evaluation.Frames.First(frame => frame.Frame == mistake.Frame), mistake.Box);
    }
}
