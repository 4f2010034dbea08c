using System.Text.RegularExpressions;

namespace RobotVision.Curation.Tests;

public class StatisticsPageTests
{
    [Test]
    public void Of_ObjectsOfOneShape_CountsThemAtTheirWidthAndHeight()
    {
        using var set = new DrawnSet();
        // Three objects of 8 x 16 pixels of the sample.
        var lines = Enumerable.Range(0, 3).Select(i => FormattableString.Invariant($"1 0.{i + 2} 0.5 {8.0 / 96} {16.0 / 96}\n"));
        set.Add("train", "a", 1, labels: string.Concat(lines));
        var html = StatisticsPage.Of(set.Scan()).ToHtml();
        var map = Regex.Match(html, "<figcaption>robot</figcaption>(.*?)</table>", RegexOptions.Singleline).Groups[1].Value;
        var columns = Values(Regex.Match(map, "<tr><th></th>(.*?)</tr>").Value, "<th class=\"column\">([\\d.]+)</th>");
        var row = Values(Regex.Match(map, "<tr><th>16</th>(.*?)</tr>").Value, "title=\"(\\d+)\"");
        Assert.That(row.IndexOf("3"), Is.EqualTo(columns.IndexOf("8")).And.GreaterThan(0));
        Assert.That(Regex.Count(map, "title=\"[1-9]"), Is.EqualTo(1));
    }

    [Test]
    public void Of_ObjectsCloseTogether_CountsThoseInOneCellAndSideBySide()
    {
        using var set = new DrawnSet();
        // Two of the three balls are in one of 12 x 12 cells and in neighbouring ones of 24 x 24; the robot is of another class.
        set.Add("train", "a", 1, labels: "0 0.51 0.51 0.1 0.1\n0 0.56 0.51 0.1 0.1\n0 0.9 0.9 0.1 0.1\n1 0.51 0.51 0.3 0.3\n");
        set.Add("train", "b", 2, labels: "1 0.51 0.51 0.3 0.3\n");
        var rows = Regex.Matches(StatisticsPage.Of(set.Scan()).ToHtml(), "<tr><td[^>]*>(12|24)</td>(.*?)</tr>")
            .Select(row => Regex.Replace(row.Value, "<[^>]*>", " ").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.That(rows.Select(row => string.Join(' ', row)), Is.EqualTo(new[]
        {
            "12 in a cell 66.7 % 0.0 %", "12 in a cell or side by side 66.7 % 0.0 %",
            "24 in a cell 0.0 % 0.0 %", "24 in a cell or side by side 66.7 % 0.0 %",
        }));
    }

    static List<string> Values(string html, string pattern) => [.. Regex.Matches(html, pattern).Select(match => match.Groups[1].Value)];
}
