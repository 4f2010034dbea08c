using System.Numerics;
using RobotVision.Training.Synthesis;

namespace RobotVision.Training.Tests.Synthesis;

[TestFixture]
public class BallPatternTests
{
    [TestCaseSource(nameof(Kinds))]
    public void ColorAt_AnyDirection_IsAColour(BallPatternKind kind)
    {
        var random = new SceneRandom(1);
        for (var seed = 0ul; seed < 10; seed++)
        {
            var pattern = new BallPattern(kind, new(seed));
            for (var i = 0; i < 200; i++)
            {
                var color = pattern.ColorAt(random.Direction());
                Assert.That(Vector3.Clamp(color, Vector3.Zero, Vector3.One), Is.EqualTo(color), $"{kind}, seed {seed}");
            }
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public void ColorAt_PatternsThatAreNotPlain_HaveSeveralColours(BallPatternKind kind)
    {
        var pattern = new BallPattern(kind, new(3));
        var random = new SceneRandom(1);
        var colors = Enumerable.Range(0, 2000).Select(_ => pattern.ColorAt(random.Direction())).Distinct().Count();
        Assert.That(colors, Is.GreaterThanOrEqualTo(2));
    }

    static BallPatternKind[] Kinds() => Enum.GetValues<BallPatternKind>();
}
