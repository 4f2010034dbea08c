using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Tests.Synthesis.Surfaces;

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
    public void ColorAt_AnyPattern_HasSeveralColours(BallPatternKind kind)
    {
        var pattern = new BallPattern(kind, new(3));
        var random = new SceneRandom(1);
        var colors = Enumerable.Range(0, 2000).Select(_ => pattern.ColorAt(random.Direction())).Distinct().Count();
        Assert.That(colors, Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public void ColorAt_MixedAlone_IsMixedOfOthers()
    {
        var random = new SceneRandom(1);
        var colors = Enumerable.Range(0, 20).Select(seed => new BallPattern(BallPatternKind.Mixed, new((ulong)seed), BallPatternKind.Mixed))
            .Select(pattern => Enumerable.Range(0, 500).Select(_ => pattern.ColorAt(random.Direction())).Distinct().Count());
        Assert.That(colors.Count(count => count > 2), Is.GreaterThan(5), "a plain ball has two: its own and that of its seams");
    }

    [TestCaseSource(nameof(Kinds))]
    public void Draw_OnlyOneKind_LeavesTheRestOfTheSceneUnchanged(BallPatternKind kind)
    {
        for (var seed = 0ul; seed < 10; seed++)
        {
            SceneRecipe one = Scene(kind), other = Scene(BallPatternKind.Pentagons);
            Assert.That(Balls(one), Is.EqualTo(Balls(other)));
            Assert.That(one.Objects, Has.Count.EqualTo(other.Objects.Count), $"seed {seed}");
            Assert.That(one.Solids.Select(solid => solid.Material.Pattern).OfType<BallPattern>().Select(pattern => pattern.Kind), Is.All.EqualTo(kind));

            IEnumerable<(Vector3, float)> Balls(SceneRecipe scene) =>
                scene.Objects.Where(item => item.BallRadius > 0).Select(ball => (ball.BallCenter, ball.BallRadius));
            SceneRecipe Scene(BallPatternKind only) => SceneGenerator.Draw(new(seed), 96, 72, new SyntheticOptions { OnlyPatterns = [only] }.ToChoices());
        }
    }

    static BallPatternKind[] Kinds() => Enum.GetValues<BallPatternKind>();
}
