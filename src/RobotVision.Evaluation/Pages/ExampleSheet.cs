using RobotVision.Data.Datasets;
using RobotVision.Detections;
using RobotVision.Evaluation.Matching;
using RobotVision.Evaluation.Scores;
using RobotVision.Imaging;
using RobotVision.Reports;

namespace RobotVision.Evaluation.Pages;

/// <summary>
/// One picture of a model's hits and mistakes with one row per class: a large, a medium and a small object that it finds, its two most confident
/// false alarms and the two largest objects that it misses. Each row shows only its class; <see cref="FramePicture.Legend"/> explains the marks.
/// </summary>
public static class ExampleSheet
{
    const int Tile = 160;
    const int MistakesOfAKind = 2;

    static readonly string[] Columns = ["found: large", "medium", "small", "false alarm", "next", "largest missed", "next"];

    static readonly double[] Sizes = [0.95, 0.5, 0.05]; // quantiles of the sizes of the found objects

    /// <summary>Draws the sheet; a tile stays dark if there is no such example.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="dataset">The data set of the evaluation.</param>
    /// <param name="thresholds">The thresholds of the evaluation, one per class.</param>
    /// <exception cref="InvalidDataException">An image cannot be read.</exception>
    public static BgrImage Draw(ModelEvaluation evaluation, IDataset dataset, IReadOnlyList<float> thresholds)
    {
        var rows = evaluation.Classes.Where(one => one.Score.Labels > 0).ToArray();
        var sheet = new PictureSheet(Columns, [.. rows.Select(row => row.Score.Class)], Tile, Tile);
        for (var row = 0; row < rows.Length; row++)
            foreach (var (column, frame, box) in Examples(rows[row]))
            {
                var oneClass = frame.Frame with { Labels = frame.Labels, Detections = frame.Detections };
                sheet.Put(FramePicture.Draw(dataset.Load(oneClass.Index).Image, oneClass, box, thresholds, Tile), column, row);
            }

        return sheet.Picture;
    }

    static IEnumerable<(int Column, FrameMatch Frame, Box Box)> Examples(ClassEvaluation evaluation)
    {
        var found = evaluation.Frames.SelectMany(frame => frame.Hits(evaluation.Score.Threshold).Select(hit => (frame, hit.Label.Box)))
            .OrderBy(hit => hit.Box.Area).ThenBy(hit => hit.frame.Frame.Index).ToArray();
        for (var i = 0; i < Sizes.Length && found.Length > 0; i++)
        {
            var (frame, box) = found[(int)(Sizes[i] * found.Length)];
            yield return (i, frame, box);
        }

        var mistakes = MistakeGallery.Choose(evaluation, MistakesOfAKind);
        foreach (var kind in mistakes.GroupBy(mistake => mistake.IsMiss))
            foreach (var (i, mistake) in kind.Index())
                yield return (Sizes.Length + (kind.Key ? MistakesOfAKind : 0) + i, evaluation.Frames.First(frame => frame.Frame == mistake.Frame), mistake.Box);
    }
}
