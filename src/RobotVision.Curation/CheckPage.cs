using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Pages;
using RobotVision.Imaging;
using RobotVision.Reports;

namespace RobotVision.Curation;

/// <summary>The page about what is wrong with a data set, with near duplicates side by side.</summary>
public static class CheckPage
{
    const int Gap = 8; // pixels between two pictures
    const int MostPairs = 40; // of a section: each is two photos in the page

    /// <summary>Makes the page; reads the images that it shows.</summary>
    /// <param name="scan">The data set.</param>
    /// <param name="check">What is wrong with it.</param>
    /// <param name="notes">What else a user has to know of it.</param>
    /// <exception cref="IOException">A picture could be read before and cannot now.</exception>
    public static HtmlReport Of(DatasetScan scan, DatasetCheck check, IReadOnlyList<string> notes)
    {
        var report = new HtmlReport($"Check of {scan.Yaml.File}", check.ToString());
        if (notes.Count > 0) AddLines(report.Heading("To know"), notes);
        AddLines(report.Heading("Problems"), [.. check.Problems, .. check.Doubles]);
        report.Heading("Pictures in two lists").Text("What is learned by heart in one list is measured in the other.");
        AddPairs(report, [.. check.Leaks.Select(leak => (leak.Image, $"{leak.Split}: {Name(leak.Image)}", leak.Other, $"{leak.OtherSplit}: {Name(leak.Other)}"))]);
        foreach (var (split, pairs) in check.NearDuplicates.Where(split => split.Value.Count > 0))
        {
            report.Heading($"Much like one before in {split}").Text("No problem where they are frames of one recording; 'data dedupe' writes lists without them.");
            AddPairs(report, [.. pairs.Select(pair => (pair.Image, Name(pair.Image), pair.Like, Name(pair.Like)))]);
        }

        return report;
    }

    static void AddLines(HtmlReport report, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0) report.Preformatted(string.Join('\n', lines));
        else report.Text("None.");
    }

    static void AddPairs(HtmlReport report, IReadOnlyList<(ScannedImage Image, string Words, ScannedImage Like, string LikeWords)> pairs)
    {
        foreach (var (image, words, like, likeWords) in pairs.Take(MostPairs))
            report.Picture(SideBySide(Draw(image), Draw(like)).View, $"{words} | {likeWords}: {Plural.Of(image.Hash.DistanceTo(like.Hash), "bit")} of 64 apart");
        if (pairs.Count == 0) report.Text("None.");
        else if (pairs.Count > MostPairs) report.Text($"{pairs.Count - MostPairs} more are not shown; --json names them all.");
    }

    static BgrImage Draw(ScannedImage image)
    {
        var frame = new FrameResult(0, image.Path, image.Width, image.Height, image.Labels?.Labels ?? [], image.Labels?.Labelled ?? default, []);
        return FramePicture.DrawWhole(ImageFile.Read(image.Path), frame, new float[ObjectClasses.Count]);
    }

    static BgrImage SideBySide(BgrImage left, BgrImage right)
    {
        var both = new BgrImage(left.Width + Gap + right.Width, Math.Max(left.Height, right.Height));
        both.Pixels.AsSpan().Fill(255);
        both.Paste(left, 0, 0);
        both.Paste(right, left.Width + Gap, 0);
        return both;
    }

    static string Name(ScannedImage image) => Path.GetFileName(image.Path);
}
