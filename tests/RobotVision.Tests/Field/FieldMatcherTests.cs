using RobotVision.Detections;
using RobotVision.Field;

namespace RobotVision.Tests.Field;

[TestFixture]
public class FieldMatcherTests
{
    static readonly FieldMatcher Matcher = new(FieldDimensions.Leagues["humanoid"]);

    /// <summary>Marks as a robot sees them, 1 cm uncertain.</summary>
    static GroundSighting[] Seen(FieldPlacement robot, params int[] marks) => [.. marks.Select(number =>
    {
        var mark = Matcher.Marks[number];
        double dx = mark.X - robot.X, dy = mark.Y - robot.Y, cosine = Math.Cos(robot.Heading), sine = Math.Sin(robot.Heading);
        return new GroundSighting(mark.Class, cosine * dx + sine * dy, -sine * dx + cosine * dy, 1e-4, 0, 1e-4);
    })];

    [Test]
    public void TryMatch_CrossingsWithoutNoise_FindsThePlaceOrItsTwin()
    {
        FieldPlacement robot = new(2.3, -1.2, 0.4);
        var seen = Seen(robot, 12, 15, 17, 20);
        var matches = new int[seen.Length];

        Assert.That(Matcher.TryMatch(seen, matches, out var placement, out var misfit), Is.True);

        Assert.That(misfit, Is.LessThan(1e-6));
        Assert.That(matches, Has.None.EqualTo(-1));
        var sign = Math.Sign(placement.X) == Math.Sign(robot.X) ? 1 : -1;
        Assert.That((placement.X * sign, placement.Y * sign), Is.EqualTo((robot.X, robot.Y)).Within(1e-3));
    }

    [Test]
    public void TryMatch_OneThatIsNoCrossing_IsLeftOut()
    {
        GroundSighting[] seen = [.. Seen(new(2.3, -1.2, 0.4), 12, 15, 17, 20), new(ObjectClass.LineX, 1, 0.7, 1e-4, 0, 1e-4)];
        var matches = new int[seen.Length];
        Assert.That(Matcher.TryMatch(seen, matches, out _, out var misfit), Is.True);
        Assert.That(matches[^1], Is.EqualTo(-1));
        Assert.That(misfit, Is.EqualTo(FieldMatcher.MaximumMisfit).Within(1e-6));
    }

    [Test]
    public void TryMatch_TwoCrossingsAtOnePlace_IsFalse() =>
        Assert.That(Matcher.TryMatch([new(ObjectClass.LineL, 1, 0, 1, 0, 1), new(ObjectClass.LineL, 1, 0.01, 1, 0, 1)], new int[2], out _, out _), Is.False);

    [Test]
    public void Marks_HumanoidField_HasAllCrossings()
    {
        var counts = Matcher.Marks.ToArray().GroupBy(mark => mark.Class).ToDictionary(group => group.Key, group => group.Count());
        Assert.That(
            (counts[ObjectClass.LineL], counts[ObjectClass.LineT], counts[ObjectClass.LineX], counts[ObjectClass.PenaltyMark]),
            Is.EqualTo((12, 10, 2, 2)));
    }
}
