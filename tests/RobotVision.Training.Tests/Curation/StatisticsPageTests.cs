using System.Text.RegularExpressions;
using RobotVision.Training.Curation;

namespace RobotVision.Training.Tests.Curation;

public class StatisticsPageTests
{
    [Test]
    public void Of_ObjectsCloseTogether_SaysHowManyShareACell()
    {
        using var set = new DrawnSet();
        // Two of the three balls stand in one of 12 cells a side and in two of 24; the robot beside them is of another class.
        set.Add("train", "a", 1, labels: "0 0.51 0.51 0.1 0.1\n0 0.56 0.51 0.1 0.1\n0 0.9 0.9 0.1 0.1\n1 0.51 0.51 0.3 0.3\n");
        set.Add("train", "b", 2, labels: "1 0.51 0.51 0.3 0.3\n");
        var rows = Regex.Matches(StatisticsPage.Of(set.Scan()).ToHtml(), "<tr><td[^>]*>(12|24)</td>(.*?)</tr>").Select(row => Regex.Replace(row.Value, "<[^>]*>", " ").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.That(rows.Select(row => string.Join(' ', row)), Is.EqualTo(new[] { "12 66.7 % 0.0 %", "24 0.0 % 0.0 %" }));
    }
}
