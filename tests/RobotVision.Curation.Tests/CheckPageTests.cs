using System.Text.RegularExpressions;
using RobotVision.Evaluation.Pages;
using RobotVision.Imaging;
using RobotVision.Reports;

namespace RobotVision.Curation.Tests;

public class CheckPageTests
{
    /// <summary>No model ran, so no label was missed.</summary>
    [Test]
    public void Of_AnImageInTwoLists_ShowsItsLabelsAsLabels()
    {
        using var set = new DrawnSet();
        set.Add("train", "a", 1);
        set.Add("val", "b", 1);
        var scan = set.Scan();
        var page = Pictures(CheckPage.Of(scan, DatasetCheck.Of(scan, 4), []));
        var drawn = scan.Images.ToDictionary(
            image => Path.GetFileName(image.Path), image => FramePicture.DrawLabels(ImageFile.Read(image.Path), image.Labels!.Labels, scan.Yaml.Classes));
        string[] either = [PictureOf("a.png", "b.png"), PictureOf("b.png", "a.png")];
        Assert.That(page, Is.Not.Empty.And.All.AnyOf(either));

        string PictureOf(string left, string right) =>
            Pictures(new HtmlReport("").Picture(CheckPage.SideBySide(drawn[left], drawn[right]).View, "")).Single();
    }

    static string[] Pictures(HtmlReport page) => [.. Regex.Matches(page.ToHtml(), "base64,([^\"]+)").Select(match => match.Groups[1].Value)];
}
