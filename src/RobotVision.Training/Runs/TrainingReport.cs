using System.Globalization;
using RobotVision.Data.Labels;
using RobotVision.Evaluation.Scores;
using RobotVision.Imaging;
using RobotVision.Reports;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Inspection;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Runs;

/// <summary>The report page of a training run: curves, score, results on some images, the first layer's filters, options.</summary>
static class TrainingReport
{
    const int FilterScale = 12;

    /// <summary>Creates the page.</summary>
    /// <param name="model">The model's file name.</param>
    /// <param name="network">The network.</param>
    /// <param name="values">The values of its parameters.</param>
    /// <param name="metrics">The run's log.</param>
    /// <param name="score">The score on the validation data.</param>
    /// <param name="notes">Notes on how to read the score.</param>
    /// <param name="samples">Validation images with the model's result.</param>
    /// <param name="summary">Options, seed, data sets and versions as text.</param>
    public static HtmlReport Of(
        string model, NetworkDefinition network, IReadOnlyDictionary<string, float[]> values, IReadOnlyList<MetricsEntry> metrics,
        ScoreReport score, IReadOnlyList<string> notes, IEnumerable<(LabelledImage Image, BgrImage Picture, string Caption)> samples, string summary)
    {
        var report = new HtmlReport($"Training of {model}", string.Create(CultureInfo.InvariantCulture,
            $"Network {network.Name}, {network.LearnedCount:N0} parameters, {network.MultiplyAddCount / 1e6:F1} M multiply-adds a sample."));
        AddCurves(report, metrics);
        var (columns, rows) = score.Known;
        report.Heading("Validation").Table(columns, rows);
        foreach (var note in notes) report.Text(note);
        report.Heading("Results on some validation images");
        foreach (var (image, picture, caption) in samples) report.Picture(picture.View, $"{Path.GetFileName(image.Name)}: {caption}");
        if (network.ParameterList.FirstOrDefault(parameter => parameter.Shape.Count == 4) is { } first)
        {
            var (filters, channels, height, width) = (first.Shape[0], first.Shape[1], first.Shape[2], first.Shape[3]);
            report.Heading("The first layer's filters").Picture(FilterSheet.Draw(values[first.Name], filters, channels, height, width).View,
                $"{first.Name}, {filters} filters of {width}x{height}", FilterScale);
        }
        return report.Heading("Options, data and versions").Preformatted(summary);
    }

    static void AddCurves(HtmlReport report, IReadOnlyList<MetricsEntry> metrics)
    {
        var reported = metrics.Where(entry => entry.Losses is not null).ToArray();
        var measured = metrics.Where(entry => entry.Validation is not null && entry.Training is not null).ToArray();
        if (reported.Length == 0) return;
        report.Heading("Curves");
        foreach (var part in reported[0].Losses!.Keys)
        {
            var series = new List<Series> { Curve("while training", reported, entry => entry.Losses!.GetValueOrDefault(part, double.NaN)) with { Color = 5 } };
            if (measured.Length > 0)
            {
                series.Add(Curve("training images, no dropout", measured, entry => entry.Training![part]) with { Color = 0, Points = true });
                series.Add(Curve("validation images", measured, entry => entry.Validation![part]) with { Color = 1, Points = true });
            }
            report.Chart(new($"Loss: {part}", "step", "loss", series));
        }
        if (measured.Length > 0)
            report.Chart(new("Gap between validation and training", "step", "loss",
                [Curve("gap", measured, entry => entry.Validation!.Values.Sum() - entry.Training!.Values.Sum()) with { Points = true }]));
        if (measured.Length > 0)
        {
            var classes = measured.SelectMany(entry => entry.AveragePrecision?.Keys ?? []).Distinct();
            report.Chart(new("Quality", "step", "AP (centre)",
                [.. classes.Select(name =>
                    Curve(name, measured, entry => entry.AveragePrecision?.GetValueOrDefault(name, double.NaN) ?? double.NaN) with { Points = true })])
            {
                Y = new(0, 1),
            });
        }
        report.Chart(new("Learning rate", "step", "learning rate", [Curve("learning rate", reported, entry => entry.LearningRate ?? double.NaN)]));
        report.Chart(new("Speed", "step", "images/s", [Curve("images/s", reported, entry => entry.ImagesPerSecond ?? double.NaN)]) { Y = new(Min: 0) });
    }

    static Series Curve(string name, IReadOnlyList<MetricsEntry> entries, Func<MetricsEntry, double> value) =>
        new(name, [.. entries.Select(entry => (double)entry.Step)], [.. entries.Select(value)]);
}
