using RobotVision.Detections;
using RobotVision.Evaluation.Pages;
using RobotVision.Imaging;
using RobotVision.Reports;

namespace RobotVision.Curation;

/// <summary>The HTML page about the problems of a data set, with near duplicates side by side.</summary>
public static class CheckPage
{
    const int Gap = 8; // pixels between two images
    const int MaximumPairs = 40; // per section, because the page contains both images of each pair

    /// <summary>Makes the page; reads the images that it shows.</summary>
    /// <param name="scan">The data set.</param>
    /// <param name="check">The result of the check.</param>
    /// <param name="notes">Further notes for the user.</param>
    /// <exception cref="IOException">An image can no longer be read.</exception>
    public static HtmlReport Of(DatasetScan scan, DatasetCheck check, IReadOnlyList<string> notes)
    {
        var report = new HtmlReport($"Check of {scan.Yaml.File}", check.ToString());
        if (notes.Count > 0) AddLines(report.Heading("Notes"), notes);
        AddLines(report.Heading("Problems"), [.. check.Problems, .. check.Doubles]);
        report.Heading("Images in two lists").Text("A model that memorised an image in one list gets too good a score in the other.");
        AddPairs(report, scan.Yaml.Classes, [.. check.Leaks.Select(leak =>
            (leak.Image, $"{leak.Split}: {Name(leak.Image)}", leak.Other, $"{leak.OtherSplit}: {Name(leak.Other)}"))]);
        foreach (var (split, pairs) in check.NearDuplicates.Where(split => split.Value.Count > 0))
        {
            report.Heading($"Near duplicates in {split}").Text("No problem for frames of one recording; 'data dedupe' writes lists without them.");
            AddPairs(report, scan.Yaml.Classes, [.. pairs.Select(pair => (pair.Image, Name(pair.Image), pair.Like, Name(pair.Like)))]);
        }

        return report;
    }

    static void AddLines(HtmlReport report, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0) report.Preformatted(string.Join('\n', lines));
        else report.Text("None.");
    }

    static void AddPairs(
        HtmlReport report, ClassNames classes, IReadOnlyList<(ScannedImage Image, string Name, ScannedImage Like, string LikeName)> pairs)
    {
        foreach (var (image, name, like, likeName) in pairs.Take(MaximumPairs))
        {
            var distance = Plural.Of(image.Hash.DistanceTo(like.Hash), "bit");
            report.Picture(SideBySide(Draw(image, classes), Draw(like, classes)).View, $"{name} | {likeName}: hash distance {distance} of 64");
        }

        if (pairs.Count == 0) report.Text("None.");
        else if (pairs.Count > MaximumPairs) report.Text($"{pairs.Count - MaximumPairs} more are not shown; --json lists all of them.");
    }

    static BgrImage Draw(ScannedImage image, ClassNames classes) =>
        FramePicture.DrawLabels(ImageFile.Read(image.Path), image.Labels?.Labels ?? [], classes);

    internal static BgrImage SideBySide(BgrImage left, BgrImage right)
    {
        var both = new BgrImage(left.Width + Gap + right.Width, Math.Max(left.Height, right.Height));
        both.Pixels.AsSpan().Fill(255);
        both.Paste(left, 0, 0);
        both.Paste(right, left.Width + Gap, 0);
        return both;
    }

    static string Name(ScannedImage image) => Path.GetFileName(image.Path);
}
