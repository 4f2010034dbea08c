using System.Globalization;
using RobotVision.Detection;
using RobotVision.Training.Datasets;
using RobotVision.Training.Reports;

namespace RobotVision.Training.Evaluation;

/// <summary>Makes the page of an evaluation.</summary>
public static class EvaluationPage
{
    const string Unknown = "-";

    /// <summary>Makes the page.</summary>
    /// <param name="evaluation">What was measured.</param>
    /// <param name="dataset">The data set, for pictures of the worst mistakes; null for none.</param>
    /// <param name="thresholds">The thresholds at which was measured, one a class.</param>
    /// <exception cref="InvalidDataException">A picture cannot be read.</exception>
    public static HtmlReport Make(ModelEvaluation evaluation, IDataset? dataset, IReadOnlyList<float> thresholds)
    {
        var report = new HtmlReport($"{evaluation.Model} on {evaluation.Data}", Summary(evaluation));
        AddScores(report, evaluation);
        if (!evaluation.IsPresence) AddConfusion(report, evaluation.Confusion);
        AddCurves(report, evaluation);
        if (!evaluation.IsPresence) AddSizesAndPlaces(report, evaluation);
        if (evaluation.Invariance.Count > 0) AddInvariance(report, evaluation.Invariance);
        if (dataset is not null) AddMistakes(report, evaluation, dataset, thresholds);
        return report;
    }

    static string Summary(ModelEvaluation evaluation) => evaluation.IsPresence
        ? $"{evaluation.Frames} images; the model says which classes are in an image, not where. An answer is yes from the model's own threshold on."
        : $"{evaluation.Frames} frames, {(evaluation.CloseUps == 0 ? "one look at the whole view" : $"one look at the whole view and {evaluation.CloseUps} close-ups")}, at the model's own thresholds. "
            + "A hit: the centre of the detection lies in the labelled box (points: within 3 % of the frame's width), each label used once. Classes that were not labelled take no part.";

    static void AddScores(HtmlReport report, ModelEvaluation evaluation)
    {
        var (columns, rows) = evaluation.Score.Known;
        report.Heading("Score").Table(columns, rows);
        if (evaluation.IsPresence)
        {
            report.Table(["class", "calibration error"], evaluation.Classes.Select(one => (IReadOnlyList<string>)[one.Score.Class, Part(one.Calibration.ExpectedError)]));
            return;
        }

        report.Table(
            ["class", "AP50", "AP50-95", "centre off, median", "90 %", "frames without", "false alarms a frame there", "calibration error"],
            evaluation.Classes.Select(one => (IReadOnlyList<string>)
            [
                one.Score.Class, Part(one.Overlap?.At50), Part(one.Overlap?.At50To95), Pixels(one.CenterError?.Median), Pixels(one.CenterError?.Percentile90),
                Whole(one.FalseAlarms.Frames), Part(one.FalseAlarms.PerFrame), Part(one.Calibration.ExpectedError),
            ]),
            "AP50 and AP50-95 go by overlap, as in COCO, and only boxes have them; AP in the table above goes by the centre. Distances are pixels of the frame.");
    }

    static void AddConfusion(HtmlReport report, ConfusionMatrix confusion)
    {
        var seen = Enumerable.Range(0, ConfusionMatrix.Names.Count)
            .Where(i => confusion.Counts[i].Sum() + confusion.Counts.Sum(row => row[i]) > 0).ToArray();
        var parts = new double[seen.Length, seen.Length];
        for (var row = 0; row < seen.Length; row++)
            for (var column = 0; column < seen.Length; column++)
                parts[row, column] = seen[row] == ConfusionMatrix.Nothing && seen[column] == ConfusionMatrix.Nothing ? double.NaN : confusion.Counts[seen[row]][seen[column]];
        var names = seen.Select(i => ConfusionMatrix.Names[i]).ToArray();
        report.Heading("What is taken for what").HeatMap(new("Rows: what is there. Columns: what was found. 'nothing': missed, or a false alarm.", parts)
        {
            Rows = names,
            Columns = names,
            ShowValues = true,
            Max = Math.Max(1, parts.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0).Max() / 2),
        });
    }

    static void AddCurves(HtmlReport report, ModelEvaluation evaluation)
    {
        report.Heading("Thresholds and confidences").Chart(new("Precision over recall", "recall", "precision",
            [.. evaluation.Classes.Where(one => one.Score.Labels > 0).Select(one => new Series(one.Score.Class, [.. one.Curve.Select(p => p.Recall)], [.. one.Curve.Select(p => p.Precision)]) { Color = Color(one) })])
        { X = new(0, 1), Y = new(0, 1) });
        report.Chart(new("Is a confidence what it says?", "mean confidence", "part that is right",
            [
                .. evaluation.Classes.Where(one => one.Calibration.Bins.Count > 0).Select(one => new Series(
                    one.Score.Class, [.. one.Calibration.Bins.Select(bin => bin.Confidence)], [.. one.Calibration.Bins.Select(bin => bin.Right)]) { Color = Color(one), Points = true }),
                new Series("as it should be", [0, 1], [0, 1]) { Dashed = true, Color = 6 },
            ])
        { X = new(0, 1), Y = new(0, 1) });
    }

    static void AddSizesAndPlaces(HtmlReport report, ModelEvaluation evaluation)
    {
        var sized = evaluation.Classes.Where(one => one.Sizes.Count > 0).ToArray();
        report.Heading("Size and place");
        if (sized.Length > 0)
        {
            report.Chart(new("Recall by size", "size in pixels of the frame", "recall",
                [.. sized.Select(one => new Series(one.Score.Class, [.. one.Sizes.Select(Middle)], [.. one.Sizes.Select(bin => bin.Recall ?? double.NaN)]) { Color = Color(one), Points = true })])
            { X = new(Logarithmic: true), Y = new(0, 1) });
            report.Table(["class", "size in pixels", "objects", "found", "recall"], sized.SelectMany(one => one.Sizes.Select(bin => (IReadOnlyList<string>)
                [one.Score.Class, bin.To is { } to ? Invariant($"{bin.From} to {to}") : Invariant($"{bin.From} and more"), Whole(bin.Labels), Whole(bin.Hits), Part(bin.Recall)])),
                "The size of an object is the side of the square as large as its box.");
        }

        foreach (var one in evaluation.Classes.Where(one => one.Score.Labels > 0 && one.Places is not null))
            report.HeatMap(new($"{one.Score.Class}: recall by place in the frame", one.Places!.ToTable()) { Min = 0, Max = 1, Format = "0.00", ShowValues = true });
    }

    static void AddInvariance(HtmlReport report, IReadOnlyList<InvarianceCurve> curves)
    {
        report.Heading("What changes it");
        foreach (var curve in curves)
        {
            var classes = curve.Steps.SelectMany(step => step.Classes).Select(count => count.Class).Distinct().ToArray();
            if (curve.Steps.All(step => step.Level is not null))
            {
                var light = curve.Name == "brightness";
                report.Chart(new($"Recall by {curve.Name.Replace('_', ' ')}", Axis(curve.Name), "recall",
                    [.. classes.Select(name => new Series(name, [.. curve.Steps.Select(step => step.Level!.Value)], [.. curve.Steps.Select(step => Count(step, name)?.Recall ?? double.NaN)]) { Color = ColorOf(name), Points = true })])
                { X = new(Logarithmic: light), Y = new(0, 1) });
            }

            report.Table([curve.Name.Replace('_', ' '), "frames", .. classes.SelectMany(name => new[] { $"{name} recall", "precision" })],
                curve.Steps.Select(step => (IReadOnlyList<string>)[step.Step, Whole(step.Frames), .. classes.SelectMany(name => new[] { Part(Count(step, name)?.Recall), Part(Count(step, name)?.Precision) })]));
        }

        static string Axis(string curve) => curve switch
        {
            "brightness" => "times the light (linear, cut off at white)",
            "blur" => "standard deviation of the blur in pixels of a frame 640 wide",
            "shift_right" => "parts of the frame's width that all is moved to the right; judged is what no step moves out",
            "shift_diagonally" => "parts of the frame's width and height that all is moved right and down; judged is what no step moves out",
            "shift_down" => "parts of the frame's height that all is moved down; judged is what no step moves out",
            _ => curve,
        };

        static InvarianceCount? Count(InvarianceStep step, string name) => step.Classes.FirstOrDefault(count => count.Class == name);
    }

    static void AddMistakes(HtmlReport report, ModelEvaluation evaluation, IDataset dataset, IReadOnlyList<float> thresholds)
    {
        foreach (var one in evaluation.Classes)
        {
            var mistakes = MistakeGallery.Choose(one);
            if (mistakes.Count == 0) continue;
            report.Heading($"Worst mistakes: {one.Score.Class}").Text(FramePicture.Legend);
            foreach (var mistake in mistakes)
                report.Picture(FramePicture.Draw(dataset.Load(mistake.Frame.Index).Image, mistake.Frame, mistake.Box, thresholds).View, $"{mistake.Words} ({mistake.Frame.Name})");
        }
    }

    static double Middle(RecallBin bin) => bin.To is { } to ? Math.Sqrt(Math.Max(bin.From, to / 2) * to) : bin.From * 1.2;

    static int Color(ClassEvaluation one) => ColorOf(one.Score.Class);

    static int ColorOf(string name) => ObjectClasses.TryParse(name, out var objectClass) ? (int)objectClass : 0;

    static string Part(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? Unknown;

    static string Pixels(double? value) => value?.ToString("0.0", CultureInfo.InvariantCulture) ?? Unknown;

    static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
