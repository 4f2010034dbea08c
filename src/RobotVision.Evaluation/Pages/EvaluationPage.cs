using System.Globalization;
using RobotVision.Data.Datasets;
using RobotVision.Detections;
using RobotVision.Evaluation.Scores;
using RobotVision.Reports;

namespace RobotVision.Evaluation.Pages;

/// <summary>Makes the page of an evaluation.</summary>
public static class EvaluationPage
{
    const string Unknown = "-";

    /// <summary>The fewest detections of a range of confidence that say whether it is true; chosen by us.</summary>
    const int LeastDetections = 5;

    /// <summary>Makes the page.</summary>
    /// <param name="evaluation">What was measured.</param>
    /// <param name="dataset">The data set, for pictures of the worst mistakes; null for none.</param>
    /// <param name="thresholds">The thresholds at which was measured, one a class.</param>
    /// <exception cref="InvalidDataException">A picture cannot be read.</exception>
    public static HtmlReport Make(ModelEvaluation evaluation, IDataset? dataset, IReadOnlyList<float> thresholds)
    {
        var report = new HtmlReport($"{evaluation.Model} on {evaluation.Data}", Summary(evaluation));
        if (evaluation.Classes.Count == 0) return report.Nothing("No frame has labels: there is nothing to score.");
        AddScores(report, evaluation);
        if (!evaluation.IsPresence) AddConfusion(report, evaluation.Confusion);
        AddCurves(report, evaluation);
        if (!evaluation.IsPresence) AddSizesAndPlaces(report, evaluation);
        if (evaluation.Invariance.Count > 0) RobustnessSection.Add(report, evaluation.Invariance);
        if (dataset is not null) AddMistakes(report, evaluation, dataset, thresholds);
        return report;
    }

    /// <summary>The colour of a class in charts.</summary>
    internal static int ColorOf(string name) => ObjectClasses.TryParse(name, out var objectClass) ? (int)objectClass : Series.Neutral;

    static string Summary(ModelEvaluation evaluation) => evaluation.IsPresence
        ? "The model says which classes are in an image, not where. An answer is yes from the model's own threshold on."
        : $"{(evaluation.CloseUps == 0 ? "One look at the whole view" : $"One look at the whole view and {evaluation.CloseUps} close-ups")}, at the model's own thresholds. "
            + "A hit: the centre of the detection lies in the labelled box (points: within 3 % of the frame's width), each label used once. Classes that were not labelled take no part.";

    static void AddScores(HtmlReport report, ModelEvaluation evaluation)
    {
        var (columns, rows) = evaluation.Score.Known;
        var (mean, only) = (evaluation.Mean, evaluation.Classes[0].Score);
        var of = mean is null ? only.Class : $"mean of {mean.Classes} classes";
        var boxes = evaluation.Classes.Count(one => one.Score.AveragePrecision50 is not null);
        (string Value, string Words)?[] tiles =
        [
            (Whole(evaluation.Frames), evaluation.IsPresence ? "images" : "frames"), (Whole(evaluation.Classes.Sum(one => one.Score.Labels)), "labels"),
            Tile(mean is null ? only.F1 : mean.F1, $"F1, {of}"), Tile(mean is null ? only.AveragePrecision : mean.AveragePrecision, $"AP (centre), {of}"),
            Tile(mean is null ? only.AveragePrecision50 : mean.AveragePrecision50, mean is null ? $"AP50, {of}" : $"AP50, mean of {boxes} with boxes"),
        ];
        report.Tiles(tiles.OfType<(string, string)>());
        report.Heading("Score").Table(columns, rows, total: mean is not null);
        if (evaluation.IsPresence)
        {
            report.Table(["class", "calibration error"], evaluation.Classes.Select(one => (IReadOnlyList<string>)[one.Score.Class, Part(one.Calibration.ExpectedError)]));
            return;
        }

        report.Text("AP (centre): average precision where a hit is as above. AP50: where it is an overlap (intersection over union) of 0.5, as in COCO; points have none.");
        report.Table(
            ["class", "AP50", "AP50-95", "centre off, median", "centre off, 90 %", "frames without it", "false alarms a frame there", "calibration error"],
            evaluation.Classes.Select(one => (IReadOnlyList<string>)
            [
                one.Score.Class, Part(one.Overlap?.At50), Part(one.Overlap?.At50To95), Pixels(one.CenterError?.Median), Pixels(one.CenterError?.Percentile90),
                Whole(one.FalseAlarms.Frames), Part(one.FalseAlarms.PerFrame), Part(one.Calibration.ExpectedError),
            ]),
            "How well boxes and confidences fit, in pixels of the frame");
    }

    static void AddConfusion(HtmlReport report, ConfusionMatrix confusion)
    {
        report.Heading("What is taken for what");
        int[] seen = [.. Enumerable.Range(0, ConfusionMatrix.Names.Count).Where(i => confusion.Counts[i].Sum() + confusion.Counts.Sum(row => row[i]) > 0)];
        if (seen.Length == 0)
        {
            report.Nothing("Nothing is labelled and nothing was found.");
            return;
        }

        var parts = new double[seen.Length, seen.Length];
        for (var row = 0; row < seen.Length; row++)
            for (var column = 0; column < seen.Length; column++)
                parts[row, column] = seen[row] == ConfusionMatrix.Nothing && seen[column] == ConfusionMatrix.Nothing
                    ? double.NaN
                    : 100.0 * confusion.Counts[seen[row]][seen[column]] / Math.Max(1, confusion.Counts[seen[row]].Sum());
        string[] names = [.. seen.Select(i => ConfusionMatrix.Names[i])];
        report.HeatMap(new("Rows: what is there. Columns: what was found; 'nothing' is missed, or a false alarm. Numbers: how many; colour: per cent of the row.", parts)
        {
            Rows = names,
            Columns = names,
            Words = (row, column) => confusion.Counts[seen[row]][seen[column]] is > 0 and var count ? Whole(count) : "",
            Min = 0,
            Max = 100,
            Format = "0 '%'",
        });
    }

    static void AddCurves(HtmlReport report, ModelEvaluation evaluation)
    {
        report.Heading("Thresholds and confidences").Chart(new("Precision over recall", "recall", "precision",
            [.. evaluation.Classes.Where(one => one.Score.Labels > 0).Select(one => new Series(one.Score.Class, [.. one.Curve.Select(p => p.Recall)], [.. one.Curve.Select(p => p.Precision)]) { Color = Color(one) })])
        { X = new(0, 1), Y = new(0, 1) });
        var judged = evaluation.Classes.Select(one => (Class: one, Bins: one.Calibration.Bins.Where(bin => bin.Count >= LeastDetections).ToArray())).Where(one => one.Bins.Length > 0);
        report.Chart(new($"Is a confidence what it says? (ranges with {LeastDetections} detections or more)", "mean confidence", "part that is right",
            [
                .. judged.Select(one => new Series(one.Class.Score.Class, [.. one.Bins.Select(bin => bin.Confidence)], [.. one.Bins.Select(bin => bin.Right)]) { Color = Color(one.Class), Points = true }),
                new Series("as it should be", [0, 1], [0, 1]) { Dashed = true, Color = Series.Neutral },
            ])
        { X = new(0, 1), Y = new(0, 1) });
    }

    static void AddSizesAndPlaces(HtmlReport report, ModelEvaluation evaluation)
    {
        ClassEvaluation[] sized = [.. evaluation.Classes.Where(one => one.Sizes.Count > 0)];
        report.Heading("Size and place");
        if (sized.Length > 0)
        {
            report.Text("The size of an object is the side of the square as large as its box.");
            report.Chart(new("Recall by size", "size in pixels of the frame", "recall",
                [.. sized.Select(one => new Series(one.Score.Class, [.. one.Sizes.Select(Middle)], [.. one.Sizes.Select(bin => bin.Recall ?? double.NaN)]) { Color = Color(one), Points = true })])
            { X = new(Logarithmic: true), Y = new(0, 1) });
            report.Chart(new("How many there are of each size", "size in pixels of the frame", "objects",
                [.. sized.Select(one => new Series(one.Score.Class, [.. one.Sizes.Select(Middle)], [.. one.Sizes.Select(bin => (double)bin.Labels)]) { Color = Color(one), Points = true })])
            { X = new(Logarithmic: true), Y = new(Min: 0) { IsWhole = true } });
            RecallBin[] bins = [.. sized.SelectMany(one => one.Sizes).DistinctBy(bin => bin.From).OrderBy(bin => bin.From)];
            report.Details("Found of how many, by size", details => details.Table(
                ["pixels", .. sized.Select(one => one.Score.Class)],
                bins.Select(bin => (IReadOnlyList<string>)[Range(bin), .. sized.Select(one => one.Sizes.FirstOrDefault(size => size.From == bin.From) is { } mine ? $"{mine.Hits} of {mine.Labels}" : Unknown)])));
        }

        var placed = evaluation.Classes.Where(one => one.Score.Labels > 0 && one.Places is not null).Select(one => (one.Score.Class, Table: one.Places!.ToPercentages())).ToArray();
        var few = placed.Where(one => one.Table.Cast<double>().All(double.IsNaN)).Select(one => one.Class).ToArray();
        report.Subheading("Recall by place in the frame, per cent");
        foreach (var (name, table) in placed)
            if (!few.Contains(name)) report.HeatMap(new(name, table) { Min = 0, Max = 100, Format = "0", ShowValues = true });
        if (few.Length > 0) report.Nothing($"No part of the frame has five objects of {string.Join(", ", few)}.");
    }

    static void AddMistakes(HtmlReport report, ModelEvaluation evaluation, IDataset dataset, IReadOnlyList<float> thresholds)
    {
        report.Heading("Worst mistakes").Text($"What it is surest of and wrong, and the largest that it misses. {FramePicture.Legend}");
        foreach (var one in evaluation.Classes)
        {
            var mistakes = MistakeGallery.Choose(one);
            report.Subheading(one.Score.Class);
            if (mistakes.Count == 0) report.Nothing("None.");
            foreach (var mistake in mistakes)
                report.Picture(FramePicture.Draw(dataset.Load(mistake.Frame.Index).Image, mistake.Frame, mistake.Box, thresholds).View, $"{mistake.Words} ({mistake.Frame.Name})");
        }
    }

    static (string, string)? Tile(double? value, string words) => value is { } known ? (known.ToString("0.00", CultureInfo.InvariantCulture), words) : null;

    static double Middle(RecallBin bin) => bin.To is { } to ? Math.Sqrt(Math.Max(bin.From, to / 2) * to) : bin.From * 1.2;

    static string Range(RecallBin bin) => bin.To is { } to ? FormattableString.Invariant($"{bin.From} to {to}") : FormattableString.Invariant($"{bin.From} and more");

    static int Color(ClassEvaluation one) => ColorOf(one.Score.Class);

    static string Part(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? Unknown;

    static string Pixels(double? value) => value?.ToString("0.0 px", CultureInfo.InvariantCulture) ?? Unknown;

    static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
