using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Detections;

namespace RobotVision.Data.Tests.Synthesis.Scenes;

[TestFixture]
public class FieldLayoutTests
{
    [Test]
    public void Points_OfManyFields_LieOnTheMarkings()
    {
        for (var seed = 0ul; seed < 50; seed++)
        {
            var layout = FieldLayout.Random(new(seed));
            foreach (var (objectClass, place) in layout.Points())
                Assert.That(layout.Distance(place.X, place.Y), Is.LessThan(0), $"seed {seed}: {objectClass} at {place}");
        }
    }

    [Test]
    public void Distance_BesideTheTouchLine_IsTheDistanceToItsEdge() =>
        Assert.That(new FieldLayout { Width = 6, LineWidth = 0.05f }.Distance(2, 2.5f), Is.EqualTo(0.475f).Within(1e-4f));

    // Two strips of tape 5 cm wide and 10 cm long: three quarters of the square around the mark are white.
    [Test]
    public void MarkDistanceAt_StandardPlatformMark_IsAFatPlus()
    {
        var layout = new FieldLayout { MarkDistance = 1.3f, CentreMark = false };
        var mark = layout.Length / 2 - layout.MarkDistance;
        var white = 0;
        for (var i = 0; i < 1000; i++)
        {
            float x = (i % 40 + 0.5f) / 40 * 0.1f - 0.05f, y = (i / 40 + 0.5f) / 25 * 0.1f - 0.05f;
            if (layout.MarkDistanceAt(mark + x, y) < 0) white++;
        }

        Assert.That(white, Is.EqualTo(750).Within(25));
        Assert.That(layout.MarkDistanceAt(mark + 0.051f, 0), Is.GreaterThan(0), "its arms are 10 cm long from end to end");
        Assert.That(layout.MarkDistanceAt(mark + 0.03f, 0.03f), Is.GreaterThan(0), "a notch between two arms");
    }

    [Test]
    public void Points_OfAFieldWithBothAreas_HasEveryClass()
    {
        var points = new FieldLayout { PenaltyAreaDepth = 2 }.Points().ToLookup(point => point.Class);
        Assert.That(points[ObjectClass.LineL].Count(), Is.EqualTo(12));
        Assert.That(points[ObjectClass.LineT].Count(), Is.EqualTo(10));
        Assert.That(points[ObjectClass.LineX].Count(), Is.EqualTo(2));
        Assert.That(points[ObjectClass.PenaltyMark].Count(), Is.EqualTo(2));
    }

    // Rule books: Humanoid League 2023 (kid and adult size), Standard Platform League 2023, Middle Size League 2023, field B.
    [TestCase("Humanoid", 9f, 6f, 0.05f, 1f, 3f, 2f, 5f, 0.75f, 2.1f, 2.6f, 1.8f)]
    [TestCase("StandardPlatform", 9f, 6f, 0.05f, 0.6f, 2.2f, 1.65f, 4f, 0.75f, 1.3f, 1.5f, 0.8f)]
    [TestCase("MiddleSize", 18f, 12f, 0.125f, 0.75f, 3.5f, 2.25f, 6.5f, 2f, 3f, 2f, 1f)]
    public void Random_ManyFields_HaveTheSizesOfTheLeagues(
        string league, float length, float width, float line, float goalAreaDepth, float goalAreaWidth, float penaltyDepth, float penaltyWidth,
        float circle, float mark, float goalWidth, float goalHeight)
    {
        var found = Enumerable.Range(0, 200).Select(seed => FieldLayout.Random(new((ulong)seed)))
            .First(layout => layout.Length == length && layout.PenaltyAreaDepth == penaltyDepth);
        Assert.Multiple(() =>
        {
            Assert.That(found.Width, Is.EqualTo(width), league);
            Assert.That(found.LineWidth, Is.InRange(0.85f * line, 1.35f * line), "line width is varied, as taped lines are");
            Assert.That((found.GoalAreaDepth, found.GoalAreaWidth), Is.EqualTo((goalAreaDepth, goalAreaWidth)));
            Assert.That(found.PenaltyAreaWidth, Is.EqualTo(penaltyWidth));
            Assert.That(found.CircleRadius, Is.EqualTo(circle));
            Assert.That(found.MarkDistance, Is.EqualTo(mark));
            Assert.That((found.GoalWidth, found.GoalHeight), Is.EqualTo((goalWidth, goalHeight)));
        });
    }
}
