using RobotVision.Data.Datasets;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Pages;
using RobotVision.Reports;

namespace RobotVision.Evaluation.Comparison;

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
    /// <exception cref="InvalidDataException">A picture cannot be read, or the data set is not that of the results.</exception>
    public static HtmlReport Make(ModelComparison comparison, PredictionSet first, PredictionSet second, IDataset? dataset)
    {
        var report = new HtmlReport($"{comparison.First} and {comparison.Second} on {comparison.Data}",
            $"{comparison.Frames} frames, the models agree in {comparison.Frames - comparison.Changes.Count} of them. Each model at its own thresholds; 'gained' and 'lost' are objects that only the second or only the first finds.");
        report.Table(ModelComparison.Columns, comparison.Rows(),
            "Chance: how likely so uneven a gain and loss is between equally good models (exact McNemar test). Interval: of the F1 difference, by drawing frames anew. Frames of one recording resemble each other, so both are surer than the truth.");
        if (dataset is not null && comparison.Changes.Count > 0) AddPictures(report, comparison, first, second, dataset);
        report.Heading("Frame by frame").Table(["frame", .. ObjectChange.Kinds.Select(kind => kind.Words)],
            comparison.Changes.Take(ShownFrames).Select(change => (IReadOnlyList<string>)[change.Name, .. ObjectChange.Kinds.Select(kind => change.Words(kind.Kind))]));
        if (comparison.Changes.Count > ShownFrames) report.Text($"The first {ShownFrames} of {comparison.Changes.Count}; comparison.json has them all.");
        return report;
    }

    static void AddPictures(HtmlReport report, ModelComparison comparison, PredictionSet first, PredictionSet second, IDataset dataset)
    {
        if (dataset.Count != comparison.Frames) throw OtherData($"{comparison.Frames} frames", $"{dataset.Count}");
        report.Heading("The biggest changes").Text(FramePicture.Legend);
        foreach (var change in comparison.Biggest.Take(ShownPictures))
        {
            var (frame, loaded) = (first.Frames[change.Frame], dataset.Load(change.Frame));
            var image = loaded.Image;
            if (!loaded.Name.EndsWith(frame.Name, StringComparison.Ordinal) || (image.Width, image.Height) != (frame.Width, frame.Height))
                throw OtherData($"'{frame.Name}' of {frame.Width}x{frame.Height} as frame {change.Frame + 1}", $"'{loaded.Name}' of {image.Width}x{image.Height}");
            foreach (var set in new[] { first, second })
            {
                var position = ReferenceEquals(set, first) ? "first" : "second";
                report.Picture(FramePicture.DrawWhole(image, set.Frames[change.Frame], set.Thresholds).View, $"{position}, {set.Model}: {change.Name}");
            }
        }
    }

    static InvalidDataException OtherData(string expected, string found) =>
        new($"Pictures of the comparison: expected {expected}, found {found} in the data set. Name the data that the predictions were made of, or none.");
}
