using System.Globalization;
using RobotVision.Pipeline;
using RobotVision.Reports;

namespace RobotVision.Tools.Bench;

/// <summary>The figures as a page with charts.</summary>
static class BenchPage
{
    /// <summary>Shares of slower frames, one in so many, at which the curves of latency are drawn.</summary>
    static readonly double[] OneIn = [.. Enumerable.Range(0, 41).Select(i => Math.Pow(10, i / 10.0)).Where(value => value >= 1.25)];

    /// <summary>Draws the page.</summary>
    public static HtmlReport Draw(BenchReport report)
    {
        var whole = report.Groups[0].Variants;
        var first = whole[0];
        var page = new HtmlReport("How fast RobotVision is here", string.Join(". ", BenchTable.Lines(report)) + ".")
            .Tiles(Tiles(first)).Text($"The figures above are those of {first.Name}.")
            .Heading("The whole way of a frame");
        AddTable(page, BenchTable.VariantColumns, BenchTable.VariantRows(report.Groups[0]));
        foreach (var note in BenchTable.Notes) page.Text(note);
        page
            .Chart(new("Stages, median", "", "ms", [.. PerModel(whole).Select(StagesOf)])
            {
                X = new(-0.3, StageTimes.Count - 0.7) { Ticks = [.. Enum.GetValues<Stage>().Select(stage => ((double)stage, stage.Name()))] },
                Y = new(Logarithmic: true),
            })
            .Chart(new("Slow frames, the whole way", "one frame in so many is slower", "ms", [.. Slow(whole)]) { X = new(Logarithmic: true), Y = new(Min: 0) });
        AddGrowth(page, report);
        page.Heading("Every stage");
        foreach (var variant in report.Groups.SelectMany(group => group.Variants))
            page.Details(
                $"{variant.Name}, {variant.Width}x{variant.Height}", details => AddTable(details, BenchTable.StageColumns, BenchTable.StageRows(variant)));
        return page;
    }

    /// <summary>Adds a table without the columns of which no row has a figure, as those of percentiles after a short run.</summary>
    static void AddTable(HtmlReport page, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var cells = rows.ToArray();
        int[] known = [.. Enumerable.Range(0, columns.Count).Where(column => cells.Any(row => row[column] != BenchTable.Unknown))];
        page.Table([.. known.Select(column => columns[column])], cells.Select(row => (IReadOnlyList<string>)[.. known.Select(column => row[column])]));
    }

    static IEnumerable<(string Value, string Words)> Tiles(VariantResult first)
    {
        yield return (Invariant($"{first.Detect.P50:0.00} ms"), "picture to detections, median");
        yield return (Invariant($"{first.Total.P50:0.00} ms"), "whole way of a frame, median");
        if (first.Total.P99 is { } p99) yield return (Invariant($"{p99:0.00} ms"), "99 % of frames");
        yield return (Invariant($"{first.FramesPerSecond:0}"), "frames/s on one thread");
        yield return (Invariant($"{first.AllocatedBytes.Process:0} B"), "allocated, sample to track");
    }

    /// <summary>The charts of what grows, and the tables of pictures and cameras.</summary>
    static void AddGrowth(HtmlReport page, BenchReport report)
    {
        var usual = report.Groups[0].Variants[0].Variant;
        page.Heading("What grows");
        var idle = report.Groups[0].Variants.Where(variant => !variant.Variant.IsLoaded && variant.Variant.Threads == usual.Threads);
        AddChart(page, "Close-ups", "close-ups", idle, variant => variant.Variant.CloseUps, [("detect", variant => variant.Detect.P50)]);
        AddChart(page, "Threads of the network", "threads",
            report.Groups[0].Variants.Where(variant => variant.Variant.CloseUps == usual.CloseUps), variant => variant.Variant.Threads,
            [("infer", variant => variant.Stages[Stage.Infer.Name()].P50)]);
        foreach (var group in report.Groups.Skip(1))
        {
            if (group.Topic == BenchTopic.PictureSize)
                AddChart(page, "Size of the picture", "megapixels", group.Variants, variant => variant.Width * variant.Height / 1e6,
                    [("sample", variant => variant.Stages[Stage.Sample.Name()].P50), ("detect", variant => variant.Detect.P50)]);
            else
                AddChart(page, "Cameras, a frame of each", "cameras", group.Variants, variant => variant.Variant.Cameras,
                    group.Variants.Any(variant => variant.Total.P99 is not null)
                        ? [("median", variant => variant.Total.P50), ("99 %", variant => variant.Total.P99 ?? double.NaN)]
                        : [("median", variant => variant.Total.P50)]);
        }

        foreach (var group in report.Groups.Skip(1))
            AddTable(page.Subheading(BenchTable.Title(group.Topic)), BenchTable.VariantColumns, BenchTable.VariantRows(group));
    }

    /// <summary>Adds a chart of what each model, idle and loaded, takes; none where there is one point alone.</summary>
    static void AddChart(
        HtmlReport page, string title, string what, IEnumerable<VariantResult> variants, Func<VariantResult, double> x,
        (string Name, Func<VariantResult, double> Of)[] values)
    {
        var lines = variants.GroupBy(variant => (variant.Variant.Model, variant.Variant.IsLoaded)).Select(line => line.OrderBy(x).ToArray()).ToArray();
        if (lines.All(line => line.Length < 2)) return;
        string[] models = [.. lines.Select(line => line[0].Variant.Model).Distinct()];
        Series LineOf(VariantResult[] line, (string Name, Func<VariantResult, double> Of) value) =>
            new(string.Join(", ", Names(line[0], lines.Length).Append(value.Name)), [.. line.Select(x)], [.. line.Select(value.Of)])
            {
                Points = true,
                Dashed = line[0].Variant.IsLoaded,
                Color = values.Length > 1 ? null : Array.IndexOf(models, line[0].Variant.Model),
            };
        Series[] series = [.. from line in lines from value in values select LineOf(line, value)];
        double[] ticks = [.. lines.SelectMany(line => line.Select(x)).Distinct().Order()];
        page.Chart(new(title, what, "ms", series)
        {
            X = new(0) { Ticks = [.. ticks.Select(tick => (tick, tick.ToString("0.##", CultureInfo.InvariantCulture)))] },
            Y = new(Min: 0),
        });
    }

    static IEnumerable<string> Names(VariantResult variant, int lines)
    {
        if (lines > 1) yield return Path.GetFileName(variant.Variant.Model);
        if (variant.Variant.IsLoaded) yield return "loaded";
    }

    static IEnumerable<VariantResult> PerModel(IEnumerable<VariantResult> whole) => whole.DistinctBy(variant => variant.Variant.Model);

    /// <summary>The stages' medians; without that of close-ups where none are made.</summary>
    static Series StagesOf(VariantResult variant)
    {
        double Median(Stage stage) => stage == Stage.CloseUp && variant.Variant.CloseUps == 0 ? double.NaN : variant.Stages[stage.Name()].P50;
        var stages = Enum.GetValues<Stage>();
        double[] medians = [.. stages.Select(stage => Median(stage) is > 0 and var median ? median : double.NaN)];
        return new(variant.Name, [.. stages.Select(stage => (double)stage)], medians)
        {
            Points = true,
        };
    }

    /// <summary>Of each model without load, and with it, the time that one frame in so many exceeds.</summary>
    static IEnumerable<Series> Slow(IReadOnlyList<VariantResult> whole)
    {
        var usual = whole[0].Variant;
        string[] models = [.. whole.Select(variant => variant.Variant.Model).Distinct()];
        foreach (var variant in whole.Where(one => one.Variant.CloseUps == usual.CloseUps && one.Variant.Threads == usual.Threads))
        {
            double[] shares = [.. OneIn.Where(share => share <= variant.Frames)];
            yield return new(variant.Name, shares, [.. shares.Select(share => variant.TotalTimes.Percentile(1 - 1 / share).TotalMilliseconds)])
            {
                Dashed = variant.Variant.IsLoaded,
                Color = Array.IndexOf(models, variant.Variant.Model),
            };
        }
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
