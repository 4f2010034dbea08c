using RobotVision.Data.Datasets;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Pages;
using RobotVision.Reports;

namespace RobotVision.Evaluation.Comparison;

/// <summary>Makes the HTML page of a comparison.</summary>
public static class ComparisonPage
{
    const int ShownPictures = 8;
    const int ShownFrames = 200;

    /// <summary>Makes the page.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="first">The predictions of the first model.</param>
    /// <param name="second">The predictions of the second model.</param>
    /// <param name="dataset">The data set, for pictures of the largest changes; null for none.</param>
    /// <exception cref="InvalidDataException">An image cannot be read, or the predictions are of another data set.</exception>
    public static HtmlReport Make(ModelComparison comparison, PredictionSet first, PredictionSet second, IDataset? dataset)
    {
        var report = new HtmlReport($"{comparison.First} and {comparison.Second} on {comparison.Data}",
            $"{comparison.Frames} frames, the models agree in {comparison.Frames - comparison.Changes.Count} of them. Each model at its own thresholds; "
            + "'gained' and 'lost' are objects that only the second or only the first finds.");
        report.Table(ModelComparison.Columns, comparison.Rows(),
            "Chance: the probability of such an uneven gain and loss if both models are equally good (exact McNemar test). "
            + "Interval: 95 % bootstrap interval of the F1 difference. Frames of one recording are similar, so the true uncertainty is larger.");
        if (dataset is not null && comparison.Changes.Count > 0) AddPictures(report, comparison, first, second, dataset);
        var rows = comparison.Changes.Take(ShownFrames)
            .Select(change => (IReadOnlyList<string>)[change.Name, .. ObjectChange.Kinds.Select(kind => change.Describe(kind.Kind))]);
        report.Heading("Frame by frame").Table(["frame", .. ObjectChange.Kinds.Select(kind => kind.Text)], rows);
        if (comparison.Changes.Count > ShownFrames) report.Text($"The first {ShownFrames} of {comparison.Changes.Count}; comparison.json has all of them.");
        return report;
    }

    static void AddPictures(HtmlReport report, ModelComparison comparison, PredictionSet first, PredictionSet second, IDataset dataset)
    {
        if (dataset.Count != comparison.Frames) throw WrongDataset($"{comparison.Frames} frames", $"{dataset.Count}");
        report.Heading("The largest changes").Text(FramePicture.Legend);
        foreach (var change in comparison.Largest.Take(ShownPictures))
        {
            var (frame, loaded) = (first.Frames[change.Frame], dataset.Load(change.Frame));
            var image = loaded.Image;
            if (!loaded.Name.EndsWith(frame.Name, StringComparison.Ordinal) || (image.Width, image.Height) != (frame.Width, frame.Height))
            {
                throw WrongDataset(
                    $"'{frame.Name}' of {frame.Width}x{frame.Height} as frame {change.Frame + 1}", $"'{loaded.Name}' of {image.Width}x{image.Height}");
            }

            foreach (var set in new[] { first, second })
            {
                var position = ReferenceEquals(set, first) ? "first" : "second";
                report.Picture(FramePicture.DrawWhole(image, set.Frames[change.Frame], set.Thresholds).View, $"{position}, {set.Model}: {change.Name}");
            }
        }
    }

    static InvalidDataException WrongDataset(string expected, string found) => new(
        $"Pictures of the comparison: expected {expected}, found {found} in the data set. Give the data set that the predictions were made on, or none.");
}
