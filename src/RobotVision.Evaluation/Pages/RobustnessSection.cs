using System.Globalization;
using RobotVision.Evaluation.Robustness;
using RobotVision.Reports;

namespace RobotVision.Evaluation.Pages;

/// <summary>The section of an evaluation's page about robustness to light, blur, position and the ball's pattern.</summary>
static class RobustnessSection
{
    const string Unknown = "-";

    /// <summary>Adds the section: the largest loss of recall by each change, and the recall at every step.</summary>
    public static void Add(HtmlReport report, IReadOnlyList<InvarianceCurve> curves)
    {
        report.Heading("Robustness");
        InvarianceCurve[] steps = [.. curves.Where(curve => curve.Steps.All(step => step.Level is not null))];
        string[] classes = [.. curves.SelectMany(curve => curve.Steps).SelectMany(step => step.Classes).Select(count => count.Class).Distinct()];
        if (classes.Length == 0)
        {
            report.Nothing("No class has labels, so there is no recall.");
            return;
        }

        report.Text("Change of recall relative to the unchanged frames. Light is multiplied (linear, clipped at white); blur is a Gaussian; "
            + "shifts are scored on objects that no step moves out of the frame.");
        report.Table(
            ["class", .. steps.Select(curve => Name(curve.Name))],
            classes.Select(name => (IReadOnlyList<string>)[name, .. steps.Select(curve => Worst(curve, name))]),
            "The largest loss of recall, and its step");
        foreach (var curve in steps) AddChart(report, curve, classes, Scale(curves, classes));
        report.Details("Recall and precision at every step", details =>
        {
            foreach (var curve in curves.Except(curves.Where(curve => curve.Name == Invariance.BallPattern))) AddTable(details, curve);
        });
        foreach (var curve in curves.Where(curve => curve.Name == Invariance.BallPattern)) AddTable(report, curve);
    }

    static void AddChart(HtmlReport report, InvarianceCurve curve, string[] classes, Axis scale)
    {
        double[] levels = [.. curve.Steps.Select(step => step.Level!.Value)];
        var series = classes.Where(name => Changes(curve, name).Any(double.IsFinite))
            .Select(name => new Series(name, levels, Changes(curve, name)) { Color = EvaluationPage.ColorOf(name), Points = true });
        report.Chart(new($"Change of recall by {Name(curve.Name)}", AxisOf(curve.Name), "change of recall", [.. series])
        {
            X = new(levels[0], levels[^1], IsLight(curve)) { Ticks = [.. curve.Steps.Select(step => (step.Level!.Value, step.Step))] },
            Y = scale,
        });
    }

    static void AddTable(HtmlReport report, InvarianceCurve curve)
    {
        string[] classes = [.. curve.Steps.SelectMany(step => step.Classes).Select(count => count.Class).Distinct()];
        IReadOnlyList<string> Row(InvarianceStep step) =>
        [
            step.Step, step.Frames.ToString(CultureInfo.InvariantCulture),
            .. classes.SelectMany(name => new[] { Fraction(Count(step, name)?.Recall), Fraction(Count(step, name)?.Precision) }),
        ];
        report.Subheading($"By {Name(curve.Name)}").Table(
            [Name(curve.Name), "frames", .. classes.SelectMany(name => new[] { $"{name}: recall", "precision" })], curve.Steps.Select(Row));
    }

    // One scale for all charts, so that they can be compared.
    static Axis Scale(IReadOnlyList<InvarianceCurve> curves, string[] classes)
    {
        var changes = curves.Where(curve => curve.Name != Invariance.BallPattern)
            .SelectMany(curve => classes.SelectMany(name => Changes(curve, name)))
            .Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        return new(Math.Min(-0.2, Math.Floor(changes.Min() * 5) / 5), Math.Max(0.2, Math.Ceiling(changes.Max() * 5) / 5));
    }

    static double[] Changes(InvarianceCurve curve, string name)
    {
        var unchanged = Count(curve.Steps.First(step => step.Level == UnchangedLevel(curve)), name)?.Recall;
        return [.. curve.Steps.Select(step => Count(step, name)?.Recall - unchanged ?? double.NaN)];
    }

    static string Worst(InvarianceCurve curve, string name)
    {
        var changes = Changes(curve, name);
        var known = Enumerable.Range(0, changes.Length).Where(i => double.IsFinite(changes[i])).ToArray();
        if (known.Length == 0) return Unknown;
        var worst = known.MinBy(i => changes[i]);
        return changes[worst] < 0 ? string.Create(CultureInfo.InvariantCulture, $"{changes[worst]:0.00} at {curve.Steps[worst].Step}") : "none";
    }

    static double UnchangedLevel(InvarianceCurve curve) => IsLight(curve) ? 1 : 0;

    static bool IsLight(InvarianceCurve curve) => curve.Name == "brightness";

    static string Name(string curve) => curve switch
    {
        "brightness" => "light",
        "ball_pattern" => "the ball's pattern",
        _ => curve.Replace('_', ' '),
    };

    static string AxisOf(string curve) => curve switch
    {
        "brightness" => "factor on the light",
        "blur" => "standard deviation in pixels of a frame 640 wide",
        "shift_right" => "fraction of the frame's width",
        "shift_down" => "fraction of the frame's height",
        "shift_diagonally" => "fraction of the frame's width and height, right and down",
        _ => curve,
    };

    static InvarianceCount? Count(InvarianceStep step, string name) => step.Classes.FirstOrDefault(count => count.Class == name);

    static string Fraction(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? Unknown;
}
