using System.Globalization;
using RobotVision.Training.Datasets;
using RobotVision.Training.Reports;

namespace RobotVision.Training.Evaluation.Comparison;

/// <summary>Makes the page of a comparison.</summary>
public static class ComparisonPage
{
    const int ShownPictures = 8;
    const int ShownFrames = 200;

    /// <summary>Makes the page.</summary>
    /// <param name="comparison">What changed.</param>
    /// <param name="first">What the first model found.</param>
    /// <param name="second">What the second model found.</param>
    /// <param name="dataset">The data set, for pictures of the biggest changes; null for none.</param>
    /// <exception cref="InvalidDataException">A picture cannot be read.</exception>
    public static HtmlReport Make(ModelComparison comparison, PredictionSet first, PredictionSet second, IDataset? dataset)
    {
        var report = new HtmlReport($"{comparison.First} and {comparison.Second} on {comparison.Data}",
            $"{comparison.Frames} frames, the models agree in {comparison.Frames - comparison.Changes.Count} of them. Each model at its own thresholds; 'gained' and 'lost' are objects that only the second or only the first finds.");
        report.Table(ModelComparison.Columns, comparison.Rows(),
            "Chance: how likely so uneven a gain and loss is between equally good models (exact McNemar test). Interval: of the F1 difference, by drawing frames anew. Frames of one recording resemble each other, so both are surer than the truth.");
        if (dataset is not null && comparison.Changes.Count > 0) AddPictures(report, comparison, first, second, dataset);
        report.Heading("Frame by frame").Table(["frame", "gained", "lost", "new false alarms", "gone false alarms"],
            comparison.Changes.Take(ShownFrames).Select(change => (IReadOnlyList<string>)
            [
                change.Name, Words(change, ObjectChange.Gained), Words(change, ObjectChange.Lost), Words(change, ObjectChange.NewFalseAlarm), Words(change, ObjectChange.GoneFalseAlarm),
            ]));
        if (comparison.Changes.Count > ShownFrames) report.Text($"The first {ShownFrames} of {comparison.Changes.Count}; comparison.json has them all.");
        return report;
    }

    static void AddPictures(HtmlReport report, ModelComparison comparison, PredictionSet first, PredictionSet second, IDataset dataset)
    {
        report.Heading("The biggest changes").Text("White: what is there (grey: to ignore). Coloured: what was found, with its confidence.");
        foreach (var change in comparison.Changes.OrderByDescending(change => change.Changes.Count).Take(ShownPictures))
        {
            var image = dataset.Load(change.Frame).Image;
            foreach (var set in new[] { first, second })
            {
                var position = ReferenceEquals(set, first) ? "first" : "second";
                report.Picture(FramePicture.DrawWhole(image, set.Frames[change.Frame], set.Thresholds).View, $"{position}, {set.Model}: {change.Name}");
            }
        }
    }

    static string Words(FrameChange change, string kind) => string.Join(", ", change.Changes.Where(one => one.Kind == kind)
        .GroupBy(one => one.Class).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key}{(group.Count() > 1 ? $" x {group.Count()}" : "")}")));
}
