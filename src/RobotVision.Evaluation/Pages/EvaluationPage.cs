using System.Globalization;
using RobotVision.Data.Datasets;
using RobotVision.Detections;
using RobotVision.Evaluation.Scores;
using RobotVision.Reports;

namespace RobotVision.Evaluation.Pages;

/// <summary>Makes the HTML page of an evaluation.</summary>
public static class EvaluationPage
{
    const string Unknown = "-";

    // Ranges of confidence with fewer detections are not shown in the calibration chart.
    const int MinimumDetections = 5;

    /// <summary>Makes the page.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="dataset">The data set, for pictures of the worst mistakes; null for none.</param>
    /// <param name="thresholds">The thresholds of the evaluation, one per class.</param>
    /// <exception cref="InvalidDataException">An image cannot be read.</exception>
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

    /// <summary>The colour of a class in charts, the same in all; null, the next free one, for an extra class.</summary>
    internal static int? ColorOf(string name) => ClassNames.BuiltIn.TryParse(name, out var objectClass) ? (int)objectClass : null;

    static string Summary(ModelEvaluation evaluation) => evaluation.IsPresence
        ? "The model predicts which classes are in an image, not where. A class counts as predicted from the model's own threshold on."
        : $"{(evaluation.CloseUps == 0 ? "The whole view" : $"The whole view and {evaluation.CloseUps} close-ups")}, at the model's own thresholds. "
            + $"{RuleOf(evaluation)} Each label is used once. Classes that are not labelled are left out.";

    /// <summary>What a hit is, of classes that are judged by where objects stand too.</summary>
    static string RuleOf(ModelEvaluation evaluation)
    {
        const string centre = "the centre of the detection is in the labelled box (points: within 3 % of the frame's width)";
        const string foot = "the middle of the detection's lower edge is in the labelled box, or within 3 % of the frame's width of it";
        var feet = FeetOf(evaluation);
        return feet.Length == 0 ? $"A hit: {centre}."
            : feet.Length == evaluation.Classes.Count ? $"A hit: {foot}, since the labels say where objects stand."
            : $"A hit: {centre}; of {string.Join(", ", feet)}, whose labels say where objects stand: {foot}.";
    }

    static string[] FeetOf(ModelEvaluation evaluation) => [.. evaluation.Classes.Where(one => one.IsByFoot).Select(one => one.Score.Class)];

    static void AddScores(HtmlReport report, ModelEvaluation evaluation)
    {
        var (columns, rows) = evaluation.Score.Known;
        var (mean, only) = (evaluation.Mean, evaluation.Classes[0].Score);
        var of = mean is null ? only.Class : $"mean of {mean.Classes} classes";
        var boxes = evaluation.Classes.Count(one => one.Score.AveragePrecision50 is not null);
        var precision = evaluation.IsPresence ? ScoreReport.PresencePrecision : ScoreReport.CentrePrecision;
        (string Value, string Text)?[] tiles =
        [
            (Number(evaluation.Frames), evaluation.IsPresence ? "images" : "frames"),
            (Number(evaluation.Classes.Sum(one => one.Score.Labels)), "labels"),
            Tile(mean is null ? only.F1 : mean.F1, $"F1, {of}"),
            Tile(mean is null ? only.AveragePrecision : mean.AveragePrecision, $"{precision}, {of}"),
            Tile(mean is null ? only.AveragePrecision50 : mean.AveragePrecision50, mean is null ? $"AP50, {of}" : $"AP50, mean of {boxes} with boxes"),
        ];
        report.Tiles(tiles.OfType<(string, string)>());
        report.Heading("Score").Table(columns, rows, total: mean is not null);
        if (evaluation.IsPresence)
        {
            report.Table(
                ["class", "calibration error"],
                evaluation.Classes.Select(one => (IReadOnlyList<string>)[one.Score.Class, Fraction(one.Calibration.ExpectedError)]));
            return;
        }

        var feet = FeetOf(evaluation);
        report.Text("AP (centre): average precision with hits as above. AP50: average precision where a hit is an overlap "
            + "(intersection over union) of 0.5, as in COCO; points have none" + (feet.Length == 0 ? "."
                : $", nor has {string.Join(", ", feet)}, whose labels are no boxes about the objects: the centre error is there that of the foot."));
        report.Table(
            ["class", "AP50", "AP50-95", "centre error, median", "centre error, 90 %", "frames without it", "false alarms a frame there", "calibration error"],
            evaluation.Classes.Select(one => (IReadOnlyList<string>)
            [
                one.Score.Class, Fraction(one.Overlap?.At50), Fraction(one.Overlap?.At50To95),
                Pixels(one.CenterError?.Median), Pixels(one.CenterError?.Percentile90),
                Number(one.FalseAlarms.Frames), Fraction(one.FalseAlarms.PerFrame), Fraction(one.Calibration.ExpectedError),
            ]),
            "Errors of boxes (in pixels of the frame) and of confidences");
    }

    static void AddConfusion(HtmlReport report, ConfusionMatrix confusion)
    {
        report.Heading("Confusion matrix");
        int[] seen = [.. Enumerable.Range(0, confusion.Names.Count).Where(i => confusion.Counts[i].Sum() + confusion.Counts.Sum(row => row[i]) > 0)];
        if (seen.Length == 0)
        {
            report.Nothing("There are no labels and no detections.");
            return;
        }

        var percentages = new double[seen.Length, seen.Length];
        for (var row = 0; row < seen.Length; row++)
            for (var column = 0; column < seen.Length; column++)
                percentages[row, column] = seen[row] == confusion.Nothing && seen[column] == confusion.Nothing
                    ? double.NaN
                    : 100.0 * confusion.Counts[seen[row]][seen[column]] / Math.Max(1, confusion.Counts[seen[row]].Sum());
        string[] names = [.. seen.Select(i => confusion.Names[i])];
        const string title = "Rows: true class. Columns: detected class; 'nothing' is a miss or a false alarm. Numbers: counts; colour: per cent of the row.";
        report.HeatMap(new(title, percentages)
        {
            Rows = names,
            Columns = names,
            Words = (row, column) => confusion.Counts[seen[row]][seen[column]] is > 0 and var count ? Number(count) : "",
            Min = 0,
            Max = 100,
            Format = "0 '%'",
        });
    }

    static void AddCurves(HtmlReport report, ModelEvaluation evaluation)
    {
        var curves = evaluation.Classes.Where(one => one.Score.Labels > 0)
            .Select(one => Line(one, one.Curve, point => point.Recall, point => point.Precision));
        report.Heading("Thresholds and confidences")
            .Chart(new("Precision over recall", "recall", "precision", [.. curves]) { X = new(0, 1), Y = new(0, 1) });
        var calibration = evaluation.Classes
            .Select(one => (Class: one, Bins: one.Calibration.Bins.Where(bin => bin.Count >= MinimumDetections).ToArray()))
            .Where(one => one.Bins.Length > 0)
            .Select(one => Line(one.Class, one.Bins, bin => bin.Confidence, bin => bin.Right) with { Points = true });
        var ideal = new Series("ideal", [0, 1], [0, 1]) { Dashed = true, Color = Series.Neutral };
        report.Chart(new(
            $"Calibration of the confidences (ranges with {MinimumDetections} detections or more)", "mean confidence", "fraction that is right",
            [.. calibration, ideal])
        { X = new(0, 1), Y = new(0, 1) });
    }

    static void AddSizesAndPlaces(HtmlReport report, ModelEvaluation evaluation)
    {
        ClassEvaluation[] sized = [.. evaluation.Classes.Where(one => one.Sizes.Count > 0)];
        report.Heading("Size and place");
        if (sized.Length > 0)
        {
            report.Text("The size of an object is the square root of its box's area.");
            report.Chart(new("Recall by size", "size in pixels of the frame", "recall",
                [.. sized.Select(one => Line(one, one.Sizes, Middle, bin => bin.Recall ?? double.NaN) with { Points = true })])
            { X = new(Logarithmic: true), Y = new(0, 1) });
            report.Chart(new("Number of objects by size", "size in pixels of the frame", "objects",
                [.. sized.Select(one => Line(one, one.Sizes, Middle, bin => bin.Labels) with { Points = true })])
            { X = new(Logarithmic: true), Y = new(Min: 0) { IsWhole = true } });
            RecallBin[] bins = [.. sized.SelectMany(one => one.Sizes).DistinctBy(bin => bin.From).OrderBy(bin => bin.From)];
            report.Details("Hits and labels by size", details => details.Table(
                ["pixels", .. sized.Select(one => one.Score.Class)],
                bins.Select(bin => (IReadOnlyList<string>)[Range(bin), .. sized.Select(one => HitsOf(one, bin))])));
        }

        var placed = evaluation.Classes.Where(one => one.Score.Labels > 0 && one.Places is not null)
            .Select(one => (one.Score.Class, Table: one.Places!.ToPercentages())).ToArray();
        var few = placed.Where(one => one.Table.Cast<double>().All(double.IsNaN)).Select(one => one.Class).ToArray();
        report.Subheading("Recall by place in the frame, per cent");
        foreach (var (name, table) in placed)
            if (!few.Contains(name)) report.HeatMap(new(name, table) { Min = 0, Max = 100, Format = "0", ShowValues = true });
        if (few.Length > 0) report.Nothing($"No cell of the frame has five objects of {string.Join(", ", few)}.");
    }

    static void AddMistakes(HtmlReport report, ModelEvaluation evaluation, IDataset dataset, IReadOnlyList<float> thresholds)
    {
        report.Heading("Worst mistakes").Text(evaluation.IsPresence
            ? "The images with the most confident false alarms, and those where a class is missed with the least confidence."
            : $"The most confident false alarms and the largest missed objects. {FramePicture.Legend}");
        foreach (var one in evaluation.Classes)
        {
            var mistakes = MistakeGallery.Choose(one);
            report.Subheading(one.Score.Class);
            if (mistakes.Count == 0) report.Nothing("None.");
            foreach (var mistake in mistakes)
            {
                var picture = FramePicture.Draw(dataset.Load(mistake.Frame.Index).Image, mistake.Frame, mistake.Box, thresholds);
                report.Picture(picture.View, $"{mistake.Description} ({mistake.Frame.Name})");
            }
        }
    }

    static Series Line<T>(ClassEvaluation one, IReadOnlyList<T> items, Func<T, double> x, Func<T, double> y) =>
        new(one.Score.Class, [.. items.Select(x)], [.. items.Select(y)]) { Color = ColorOf(one.Score.Class) };

    static string HitsOf(ClassEvaluation one, RecallBin bin) =>
        one.Sizes.FirstOrDefault(size => size.From == bin.From) is { } same ? $"{same.Hits} of {same.Labels}" : Unknown;

    static (string, string)? Tile(double? value, string text) => value is { } known ? (known.ToString("0.00", CultureInfo.InvariantCulture), text) : null;

    static double Middle(RecallBin bin) => bin.To is { } to ? Math.Sqrt(Math.Max(bin.From, to / 2) * to) : bin.From * 1.2;

    static string Range(RecallBin bin) =>
        bin.To is { } to ? FormattableString.Invariant($"{bin.From} to {to}") : FormattableString.Invariant($"{bin.From} and more");

    static string Fraction(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? Unknown;

    static string Pixels(double? value) => value?.ToString("0.0 px", CultureInfo.InvariantCulture) ?? Unknown;

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
