using System.Text.RegularExpressions;

namespace RobotVision.Curation.Tests;

public class StatisticsPageTests
{
    [Test]
    public void Of_ObjectsOfOneShape_CountsThemAtTheirWidthAndHeight()
    {
        using var set = new DrawnSet();
        // 8 by 16 pixels of the sample, thrice.
        set.Add("train", "a", 1, labels: string.Concat(Enumerable.Range(0, 3).Select(i => FormattableString.Invariant($"1 0.{i + 2} 0.5 {8.0 / 96} {16.0 / 96}\n"))));
        var map = Regex.Match(StatisticsPage.Of(set.Scan()).ToHtml(), "<figcaption>robot</figcaption>(.*?)</table>", RegexOptions.Singleline).Groups[1].Value;
        var columns = Regex.Matches(Regex.Match(map, "<tr><th></th>(.*?)</tr>").Value, "<th class=\"column\">([\\d.]+)</th>").Select(name => name.Groups[1].Value).ToList();
        var row = Regex.Match(map, "<tr><th>16</th>(.*?)</tr>").Value;
        Assert.That(Regex.Matches(row, "title=\"(\\d+)\"").Select(cell => cell.Groups[1].Value).ToList().IndexOf("3"), Is.EqualTo(columns.IndexOf("8")).And.GreaterThan(0));
        Assert.That(Regex.Count(map, "title=\"[1-9]"), Is.EqualTo(1));
    }

    [Test]
    public void Of_ObjectsCloseTogether_SaysHowManyShareACellOrAreSideBySide()
    {
        using var set = new DrawnSet();
        // Two of the three balls stand in one of 12 cells a side and side by side in 24; the robot beside them is of another class.
        set.Add("train", "a", 1, labels: "0 0.51 0.51 0.1 0.1\n0 0.56 0.51 0.1 0.1\n0 0.9 0.9 0.1 0.1\n1 0.51 0.51 0.3 0.3\n");
        set.Add("train", "b", 2, labels: "1 0.51 0.51 0.3 0.3\n");
        var rows = Regex.Matches(StatisticsPage.Of(set.Scan()).ToHtml(), "<tr><td[^>]*>(12|24)</td>(.*?)</tr>").Select(row => Regex.Replace(row.Value, "<[^>]*>", " ").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.That(rows.Select(row => string.Join(' ', row)), Is.EqualTo(new[] { "12 in a cell 66.7 % 0.0 %", "12 in a cell or side by side 66.7 % 0.0 %", "24 in a cell 0.0 % 0.0 %", "24 in a cell or side by side 66.7 % 0.0 %" }));
    }
}
