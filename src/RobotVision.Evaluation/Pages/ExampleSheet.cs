using RobotVision.Data.Datasets;
using RobotVision.Detections;
using RobotVision.Evaluation.Matching;
using RobotVision.Evaluation.Scores;
using RobotVision.Imaging;
using RobotVision.Reports;

namespace RobotVision.Evaluation.Pages;

/// <summary>
/// One picture of what a model gets right and wrong, a row a class: a large, a middling and a small object that it finds, the two false
/// alarms that it is surest of and the two largest objects that it misses. In each row only its class is drawn, as <see cref="FramePicture.Legend"/> says.
/// </summary>
public static class ExampleSheet
{
    const int Tile = 160;
    const int MistakesOfAKind = 2;

    static readonly string[] Columns = ["found: large", "middling", "small", "surest false", "next", "largest missed", "next"];

    static readonly double[] Sizes = [0.95, 0.5, 0.05]; // parts of the found objects that are smaller than the one shown

    /// <summary>Draws the sheet; a place stays dark where there is no such example.</summary>
    /// <param name="evaluation">What was measured.</param>
    /// <param name="dataset">On which data.</param>
    /// <param name="thresholds">The thresholds at which was measured, one a class.</param>
    /// <exception cref="InvalidDataException">A picture cannot be read.</exception>
    public static BgrImage Draw(ModelEvaluation evaluation, IDataset dataset, IReadOnlyList<float> thresholds)
    {
        var rows = evaluation.Classes.Where(one => one.Score.Labels > 0).ToArray();
        var sheet = new PictureSheet(Columns, [.. rows.Select(row => row.Score.Class)], Tile, Tile);
        for (var row = 0; row < rows.Length; row++)
            foreach (var (column, frame, box) in Examples(rows[row]))
            {
                var alone = frame.Frame with { Labels = frame.Labels, Detections = frame.Detections };
                sheet.Put(FramePicture.Draw(dataset.Load(alone.Index).Image, alone, box, thresholds, Tile), column, row);
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
            foreach (var (mistake, i) in kind.Select((mistake, i) => (mistake, i)))
                yield return (Sizes.Length + (kind.Key ? MistakesOfAKind : 0) + i, evaluation.Frames.First(frame => frame.Frame == mistake.Frame), mistake.Box);
    }
}
