using RobotVision.Detection;
using RobotVision.Training.Synthesis;

namespace RobotVision.Training.Tests.Synthesis;

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
    public void Distance_BesideTheTouchLine_IsTheWayToItsEdge() =>
        Assert.That(new FieldLayout { Width = 6, LineWidth = 0.05f }.Distance(2, 2.5f), Is.EqualTo(0.475f).Within(1e-4f));

    [Test]
    public void Points_OfAFieldWithBothAreas_HasEveryKind()
    {
        var points = new FieldLayout { PenaltyAreaDepth = 2 }.Points().ToLookup(point => point.Class);
        Assert.That(points[ObjectClass.LineL].Count(), Is.EqualTo(12));
        Assert.That(points[ObjectClass.LineT].Count(), Is.EqualTo(10));
        Assert.That(points[ObjectClass.LineX].Count(), Is.EqualTo(2));
        Assert.That(points[ObjectClass.PenaltyMark].Count(), Is.EqualTo(2));
    }
}
