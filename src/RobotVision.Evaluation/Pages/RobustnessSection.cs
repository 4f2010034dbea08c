using System.Globalization;
using RobotVision.Evaluation.Robustness;
using RobotVision.Reports;

namespace RobotVision.Evaluation.Pages;

/// <summary>The part of an evaluation's page that says what light, blur, place and the ball's pattern change.</summary>
static class RobustnessSection
{
    const string Unknown = "-";

    /// <summary>Adds the part: what each change costs at worst, and how recall changes from step to step.</summary>
    public static void Add(HtmlReport report, IReadOnlyList<InvarianceCurve> curves)
    {
        report.Heading("What changes it");
        InvarianceCurve[] steps = [.. curves.Where(curve => curve.Steps.All(step => step.Level is not null))];
        string[] classes = [.. curves.SelectMany(curve => curve.Steps).SelectMany(step => step.Classes).Select(count => count.Class).Distinct()];
        if (classes.Length == 0)
        {
            report.Nothing("No class has labels: there is no recall that could change.");
            return;
        }

        report.Text("Recall compared with that of the same frames as they are. Light is multiplied (linear, cut off at white); blur is a Gaussian; of a shift the objects are judged that no step moves out of the frame.");
        report.Table(["class", .. steps.Select(curve => Name(curve.Name))], classes.Select(name => (IReadOnlyList<string>)[name, .. steps.Select(curve => Worst(curve, name))]), "The worst change of recall, and at which step");
        foreach (var curve in steps)
            report.Chart(new($"Change of recall by {Name(curve.Name)}", AxisOf(curve.Name), "change of recall",
                [.. classes.Where(name => Changes(curve, name).Any(double.IsFinite)).Select(name => new Series(name, [.. curve.Steps.Select(step => step.Level!.Value)], Changes(curve, name)) { Color = EvaluationPage.ColorOf(name), Points = true })])
            { X = new(curve.Steps[0].Level, curve.Steps[^1].Level, IsLight(curve)) { Ticks = [.. curve.Steps.Select(step => (step.Level!.Value, step.Step))] }, Y = Scale(curves, classes) });
        report.Details("Recall and precision at every step", details =>
        {
            foreach (var curve in curves.Except(curves.Where(curve => curve.Name == Invariance.BallPattern))) AddTable(details, curve);
        });
        foreach (var curve in curves.Where(curve => curve.Name == Invariance.BallPattern)) AddTable(report, curve);
    }

    static void AddTable(HtmlReport report, InvarianceCurve curve)
    {
        string[] classes = [.. curve.Steps.SelectMany(step => step.Classes).Select(count => count.Class).Distinct()];
        report.Subheading($"By {Name(curve.Name)}").Table([Name(curve.Name), "frames", .. classes.SelectMany(name => new[] { $"{name}: recall", "precision" })],
            curve.Steps.Select(step => (IReadOnlyList<string>)
                [step.Step, step.Frames.ToString(CultureInfo.InvariantCulture), .. classes.SelectMany(name => new[] { Part(Count(step, name)?.Recall), Part(Count(step, name)?.Precision) })]));
    }

    /// <summary>One scale for all curves: then a flat one looks flat.</summary>
    static Axis Scale(IReadOnlyList<InvarianceCurve> curves, string[] classes)
    {
        var changes = curves.Where(curve => curve.Name != Invariance.BallPattern).SelectMany(curve => classes.SelectMany(name => Changes(curve, name))).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        return new(Math.Min(-0.2, Math.Floor(changes.Min() * 5) / 5), Math.Max(0.2, Math.Ceiling(changes.Max() * 5) / 5));
    }

    static double[] Changes(InvarianceCurve curve, string name)
    {
        var plain = Count(curve.Steps.First(step => step.Level == Plain(curve)), name)?.Recall;
        return [.. curve.Steps.Select(step => Count(step, name)?.Recall - plain ?? double.NaN)];
    }

    static string Worst(InvarianceCurve curve, string name)
    {
        var changes = Changes(curve, name);
        var known = Enumerable.Range(0, changes.Length).Where(i => double.IsFinite(changes[i])).ToArray();
        if (known.Length == 0) return Unknown;
        var worst = known.MinBy(i => changes[i]);
        return changes[worst] < 0 ? string.Create(CultureInfo.InvariantCulture, $"{changes[worst]:0.00} at {curve.Steps[worst].Step}") : "none";
    }

    /// <summary>The step that leaves all as it is.</summary>
    static double Plain(InvarianceCurve curve) => IsLight(curve) ? 1 : 0;

    static bool IsLight(InvarianceCurve curve) => curve.Name == "brightness";

    static string Name(string curve) => curve switch
    {
        "brightness" => "light",
        "ball_pattern" => "the ball's pattern",
        _ => curve.Replace('_', ' '),
    };

    static string AxisOf(string curve) => curve switch
    {
        "brightness" => "times the light",
        "blur" => "standard deviation in pixels of a frame 640 wide",
        "shift_right" => "parts of the frame's width",
        "shift_down" => "parts of the frame's height",
        "shift_diagonally" => "parts of the frame's width and height, right and down",
        _ => curve,
    };

    static InvarianceCount? Count(InvarianceStep step, string name) => step.Classes.FirstOrDefault(count => count.Class == name);

    static string Part(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? Unknown;
}
