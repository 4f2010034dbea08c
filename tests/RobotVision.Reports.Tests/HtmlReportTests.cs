using System.Text.Json;
using System.Text.RegularExpressions;
using RobotVision.Imaging;

namespace RobotVision.Reports.Tests;

public class HtmlReportTests
{
    const string Hostile = "</script><b>\"bold\" & 'single'";

    [Test]
    public void ToHtml_HostileText_StaysText()
    {
        var html = new HtmlReport(Hostile, Hostile).Heading(Hostile).Text(Hostile).Preformatted(Hostile)
            .Table([Hostile], [[Hostile]], Hostile)
            .HeatMap(new(Hostile, new double[1, 1]) { Rows = [Hostile], Columns = [Hostile] })
            .Picture(new BgrImage(2, 2).View, Hostile)
            .Chart(new(Hostile, Hostile, Hostile, [new(Hostile, [0], [0])])).ToHtml();

        Assert.That(html, Does.Not.Contain("<b>"));
        Assert.That(Regex.Count(html, "<script"), Is.EqualTo(Regex.Count(html, "</script>")));
    }

    [Test]
    public void ToHtml_NamesNothingOutside_OpensWithoutNetwork()
    {
        var html = new HtmlReport("Page").Picture(new BgrImage(3, 2).View, "picture", scale: 4).Chart(new("c", "x", "y", [new("s", [1], [2])])).ToHtml();

        Assert.That(Regex.Matches(html, "(?:src|href)=\"([^\"]*)\"").Select(match => match.Groups[1].Value), Is.All.StartWith("data:"));
        Assert.That(html, Does.Contain("width=\"12\" height=\"8\""));
        Assert.That(html, Does.Contain("Chart.js v4"));
    }

    [Test]
    public void ToHtml_WithoutChart_CarriesNoScript() => Assert.That(new HtmlReport("Page").Text("short").ToHtml(), Does.Not.Contain("<script"));

    [Test]
    public void Chart_NotFiniteValue_IsAGap()
    {
        var html = new HtmlReport("Page").Chart(new("c", "x", "y", [new("s", [1, 2, 3], [0.5, double.NaN, 1e-7])])).ToHtml();

        using var config = JsonDocument.Parse(Regex.Match(html, "application/json\">(.*?)</script>").Groups[1].Value);
        var points = config.RootElement.GetProperty("data").GetProperty("datasets")[0].GetProperty("data").EnumerateArray().ToArray();
        Assert.That(points, Has.Length.EqualTo(3));
        Assert.That(points[0].GetProperty("y").GetDouble(), Is.EqualTo(0.5));
        Assert.That(points[1].TryGetProperty("y", out _), Is.False);
        Assert.That(points[2].GetProperty("y").GetDouble(), Is.EqualTo(1e-7));
    }

    [Test]
    public void Chart_SeriesOfUnequalLength_IsRejected() =>
        Assert.That(() => new HtmlReport("Page").Chart(new("c", "x", "y", [new("loss", [1, 2], [1])])),
            Throws.ArgumentException.With.Message.Contain("'loss'").And.Message.Contain("2 and 1"));

    [Test]
    public void Table_RowOfOtherLength_IsRejected() =>
        Assert.That(() => new HtmlReport("Page").Table(["a", "b"], [["1", "2"], ["3"]]), Throws.ArgumentException.With.Message.Contain("[3]"));

    [Test]
    public void Table_Numbers_AreFlushRight()
    {
        var html = new HtmlReport("Page").Table(["n", "w"], [["-1.5e3", "word"]]).ToHtml();

        Assert.That(html, Does.Contain("<td class=\"number\">-1.5e3</td><td>word</td>"));
    }

    [Test]
    public void HeatMap_Values_SpanTheColours()
    {
        var html = new HtmlReport("Page").HeatMap(new("map", new[,] { { 0, 10 }, { double.NaN, 5 } }) { ShowValues = true }).ToHtml();

        Assert.That(html, Does.Contain("style=\"--part:0%\">0</td>"));
        Assert.That(html, Does.Contain("class=\"high\" style=\"--part:100%\">10</td>"));
        Assert.That(html, Does.Contain("<td class=\"none\" title=\"none\"></td>"));
    }
}
