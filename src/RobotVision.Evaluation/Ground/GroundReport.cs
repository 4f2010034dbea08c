using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Geometry;
using RobotVision.Placing;
using RobotVision.Reports;

namespace RobotVision.Evaluation.Ground;

/// <summary>The error of ball positions on the ground in rendered matches, as text, as an HTML page and as JSON.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Exact">The frames with true camera poses.</param>
/// <param name="Noisy">The same frames with noisy camera poses.</param>
/// <param name="PoseSigma">Standard deviation of the pose errors, radians and metres.</param>
public sealed record GroundReport(string Model, IReadOnlyList<GroundSample> Exact, IReadOnlyList<GroundSample> Noisy, double PoseSigma)
{
    static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    static readonly string[] Columns =
        ["distance", "in view", "found", "frame: median m", "95 % m", "in ellipse", "track: frames", "median m", "95 % m", "in ellipse"];

    /// <summary>The tables for true and for noisy poses as plain text.</summary>
    public override string ToString() =>
        $"true poses\n{Lines(Exact)}\nposes off by {Text($"{PoseSigma}")} rad and m\n{Lines(Noisy)}";

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            schema = "robotvision.ground/1",
            model = Model,
            pose_sigma = PoseSigma,
            exact = GroundScore.Of(Exact),
            noisy = GroundScore.Of(Noisy),
            box_errors = BoxError.Of(Exact),
            correlation = BoxError.Correlation(Exact),
        },
        Json);

    /// <summary>The report as an HTML page.</summary>
    public HtmlReport ToHtml()
    {
        var matches = Exact.Select(sample => sample.Clip).Distinct().Count();
        var page = new HtmlReport("Balls on the ground", $"{Model}: {Plural.Of(Exact.Count, "rendered frame")} of {Plural.Of(matches, "match", "matches")}.");
        page.Text("Found: the most confident ball with a ground position is the true one. "
            + "In ellipse: the true position is inside the published 95 % ellipse.");
        page.Table(Columns, Rows(Exact), "True poses");
        page.Table(Columns, Rows(Noisy), Text($"Poses with errors of {PoseSigma} rad and m (standard deviation), drawn for each frame"));
        page.Heading("Errors of the boxes");
        page.Table(["width px", "boxes", "sigma px", "model px", "sigma of ln(size)"], BoxError.Of(Exact).Select(Row),
            Text($"Centre of the box along one axis, in pixels of its sample; correlation of neighbouring frames {BoxError.Correlation(Exact):F2}"));
        page.Heading("The field from above");
        foreach (var clip in Exact.GroupBy(sample => sample.Clip).Take(4)) page.Chart(Map($"Match {clip.Key}, true poses", [.. clip]));
        foreach (var clip in Noisy.GroupBy(sample => sample.Clip).Take(4)) page.Chart(Map($"Match {clip.Key}, poses with errors", [.. clip]));
        return page;
    }

    static IReadOnlyList<string> Row(BoxError error) =>
    [
        Text($"{error.From:F0}-{error.To:F0}"), Text($"{error.Count}"), Text($"{error.Sigma:F2}"), Text($"{ModelSigma(error):F2}"), Text($"{error.LogSize:F3}"),
    ];

    static Chart Map(string title, List<GroundSample> samples)
    {
        var found = samples.Where(sample => sample.IsRight).Select(sample => sample.Found!.Value.Ground!.Value).ToList();
        var wrong = samples.Where(sample => sample.Found is not null && !sample.IsRight).Select(sample => sample.Found!.Value.Ground!.Value).ToList();
        var tracked = samples.Where(sample => sample.Track is not null).Select(sample => sample.Track!.Value).ToList();
        var (ellipsesX, ellipsesY) = (new List<double>(), new List<double>());
        foreach (var point in tracked.Where((_, i) => i % 15 == 0)) AddEllipse(point, ellipsesX, ellipsesY);
        return new(title, "right of the robot, m", "ahead, m",
        [
            Points("truth", samples.Where(sample => sample.Label is not null).Select(sample => (sample.X, sample.Y))) with { Color = 6 },
            Points("found", found.Select(point => (point.X, point.Y))),
            Points("found and wrong", wrong.Select(point => (point.X, point.Y))) with { Color = 3 },
            Points("track", tracked.Select(point => (point.X, point.Y))) with { Color = 2 },
            new Series("track's 95 %", ellipsesX, ellipsesY) { Color = 2, Dashed = true },
        ])
        {
            AspectRatio = 1.1,
        };
    }

    static Series Points(string name, IEnumerable<(double X, double Y)> places)
    {
        var list = places.ToList();
        return new Series(name, [.. list.Select(place => -place.Y)], [.. list.Select(place => place.X)]) { Line = false };
    }

    static void AddEllipse(GroundPoint point, List<double> xs, List<double> ys)
    {
        // The covariance's Cholesky factor maps a circle to the 95 % ellipse (chi-squared distribution, two degrees of freedom).
        var a = Math.Sqrt(5.991 * point.XX);
        var b = a > 0 ? 5.991 * point.XY / a : 0;
        var c = Math.Sqrt(Math.Max(0, 5.991 * point.YY - b * b));
        for (var i = 0; i <= 24; i++)
        {
            var (s, cosine) = Math.SinCos(2 * Math.PI * i / 24);
            xs.Add(-(point.Y + b * cosine + c * s));
            ys.Add(point.X + a * cosine);
        }

        xs.Add(0);
        ys.Add(double.NaN);
    }

    static double ModelSigma(BoxError error) => BoxNoise.Of(Detections.ObjectClass.Ball).Sigma(Math.Sqrt(Math.Max(1, error.From) * error.To), 1);

    static IEnumerable<IReadOnlyList<string>> Rows(IReadOnlyList<GroundSample> samples) => GroundScore.Of(samples).Select((score, i) => (IReadOnlyList<string>)
    [
        i == GroundScore.Of(samples).Count - 1 ? "all" : Text($"{score.From:F0}-{score.To:F0} m"), Text($"{score.InView}"), Text($"{score.Found}"),
        Text($"{score.Measured.Median:F3}"), Text($"{score.Measured.P95:F3}"), Text($"{100 * score.Measured.Inside:F1} %"),
        Text($"{score.Tracked.Count}"), Text($"{score.Tracked.Median:F3}"), Text($"{score.Tracked.P95:F3}"), Text($"{100 * score.Tracked.Inside:F1} %"),
    ]);

    static string Lines(IReadOnlyList<GroundSample> samples)
    {
        IReadOnlyList<string>[] lines = [Columns, .. Rows(samples)];
        int[] widths = [.. Columns.Select((_, column) => lines.Max(line => line[column].Length))];
        return string.Concat(lines.Select(line => string.Join("   ", line.Select((cell, column) => cell.PadLeft(widths[column]))) + "\n"));
    }

    // Without samples there is no figure.
    static string Text(FormattableString text)
    {
        var formatted = text.ToString(CultureInfo.InvariantCulture);
        return formatted.StartsWith("NaN", StringComparison.Ordinal) ? "-" : formatted;
    }
}
