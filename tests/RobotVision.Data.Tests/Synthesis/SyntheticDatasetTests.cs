using System.Security.Cryptography;
using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis;
using RobotVision.Data.Synthesis.Robots;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Detections;

namespace RobotVision.Data.Tests.Synthesis;

[TestFixture]
public class SyntheticDatasetTests
{
    static SyntheticDataset Set(ulong seed = 3) => new(new() { Seed = seed, Count = 1000, Width = 96, Height = 72 });

    [Test]
    public void Load_SameSeedAndIndex_GivesTheSameBytes()
    {
        LabelledImage first = Set().Load(5), second = Set().Load(5);
        Assert.That(second.Image.Pixels, Is.EqualTo(first.Image.Pixels));
        Assert.That(second.Labels, Is.EqualTo(first.Labels));
    }

    // Optimisations and the processor must not change images. Scenes with JPEG compression are left out: their bytes depend on libjpeg.
    [Test]
    [Category("AnyProcessor")]
    public void Load_KnownSeeds_GivesKnownBytes()
    {
        var set = new SyntheticDataset(new() { Seed = 3, Count = 1000, Width = 160, Height = 120 });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var index = 0; index < 40; index++)
            if (SceneGenerator.Draw(new(3, (ulong)index), 160, 120, SceneChoices.All).Effects.Quality == 0)
                hash.AppendData(set.Load(index).Image.Pixels);
        Assert.That(Convert.ToHexString(hash.GetHashAndReset()), Is.EqualTo("7BEE7DED99C6382023D2351B5E00F0BB0DD7C28CA77A584EF853429D75314D9D"),
            "if the images were meant to change, put the new hash here and say so in the commit");
    }

    [Test]
    public void Load_OtherSeedOrIndex_GivesAnotherImage()
    {
        var pixels = Set().Load(5).Image.Pixels;
        Assert.That(Set().Load(6).Image.Pixels, Is.Not.EqualTo(pixels));
        Assert.That(Set(4).Load(5).Image.Pixels, Is.Not.EqualTo(pixels));
    }

    [Test]
    public void Load_FromTwoThreads_GivesTheSameAsFromOne()
    {
        var set = Set();
        var alone = Enumerable.Range(0, 8).Select(index => set.Load(index).Image.Pixels).ToArray();
        var together = new byte[8][];
        Parallel.For(0, 8, new() { MaxDegreeOfParallelism = 2 }, index => together[index] = set.Load(index).Image.Pixels);
        Assert.That(together, Is.EqualTo(alone));
    }

    [Test]
    public void Load_AnyOfManySeeds_LabelsLieInsideTheImage()
    {
        for (var seed = 0ul; seed < 100; seed++)
        {
            var image = Set(seed).Load((int)seed * 7);
            Assert.That((image.Image.Width, image.Image.Height), Is.EqualTo((96, 72)).Or.EqualTo((72, 96)), "some cameras are mounted upright");
            foreach (var label in image.Labels)
            {
                var where = $"seed {seed}: {label}";
                Assert.That(label.Box.Width, Is.GreaterThan(0), where);
                Assert.That(label.Box.Height, Is.GreaterThan(0), where);
                Assert.That(label.Box.X1, Is.GreaterThanOrEqualTo(0), where);
                Assert.That(label.Box.Y1, Is.GreaterThanOrEqualTo(0), where);
                Assert.That(label.Box.X2, Is.LessThanOrEqualTo(image.Image.Width), where);
                Assert.That(label.Box.Y2, Is.LessThanOrEqualTo(image.Image.Height), where);
            }
        }
    }

    [Test]
    public void Load_TwoHundredImages_ShowEveryClassAndDifferentBrightness()
    {
        var set = Set(11);
        var counts = new int[ObjectClasses.Count];
        double darkest = 255, brightest = 0;
        for (var index = 0; index < 200; index++)
        {
            var image = set.Load(index);
            foreach (var label in image.Labels)
                if (!label.Ignore) counts[(int)label.Class]++;
            var mean = image.Image.Pixels.Average(value => (double)value);
            (darkest, brightest) = (Math.Min(darkest, mean), Math.Max(brightest, mean));
        }
        Assert.That(counts, Is.All.GreaterThan(15), string.Join(" ", counts));
        Assert.That(brightest - darkest, Is.GreaterThan(60));
    }

    [Test]
    public void Load_IndexOutOfRange_Throws() =>
        Assert.That(() => Set().Load(1000), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Constructor_SeveralWrongOptions_ListsAllOfThem() =>
        Assert.That(() => new SyntheticDataset(new() { Count = -1, Width = 3 }),
            Throws.TypeOf<OptionException>().With.Message.Contains("count").And.Message.Contains("width"));

    [Test]
    public void Patterns_HeldOut_AreNeverDrawn()
    {
        var options = new SyntheticOptions { WithoutPatterns = [BallPatternKind.Mosaic, BallPatternKind.Mixed] };
        Assert.That(options.Patterns(), Has.Length.EqualTo(Enum.GetValues<BallPatternKind>().Length - 2).And.No.Member(BallPatternKind.Mosaic));
        var only = new SyntheticOptions { OnlyPatterns = [BallPatternKind.Mosaic] };
        Assert.That(only.Patterns(), Is.EqualTo(new[] { BallPatternKind.Mosaic }));
        for (var seed = 0ul; seed < 200; seed++)
        {
            var scene = SceneGenerator.Draw(new(seed), 96, 72, options.ToChoices());
            foreach (var ball in scene.Solids.Where(solid => solid.Material.Pattern is not null))
                Assert.That(ball.Material.Pattern!.Kind, Is.Not.AnyOf(BallPatternKind.Mosaic, BallPatternKind.Mixed), $"seed {seed}");
        }
    }

    [Test]
    public void Families_HeldOut_AreNeverDrawnAndLeaveTheRestUnchanged()
    {
        RobotFamily[] allowed = new SyntheticOptions { WithoutFamilies = [RobotFamily.Nao] }.Families();
        Assert.That(allowed, Has.Length.EqualTo(Enum.GetValues<RobotFamily>().Length - 1).And.No.Member(RobotFamily.Nao));
        Assert.That(new SyntheticOptions { OnlyFamilies = [RobotFamily.Nao] }.Families(), Is.EqualTo(new[] { RobotFamily.Nao }));
        var different = 0;
        for (var seed = 0ul; seed < 40; seed++)
        {
            SceneRecipe all = Scene(new()), without = Scene(new() { WithoutFamilies = [RobotFamily.Nao] });
            var ssl = Scene(new() { OnlyFamilies = [RobotFamily.Ssl] });
            Assert.That(without.Objects, Is.EqualTo(all.Objects), $"seed {seed}");
            Assert.That(ssl.Objects, Is.EqualTo(all.Objects), $"seed {seed}");
            Assert.That(ssl.Solids.Where(IsOfARobot).Select(solid => solid.Center.Z), Is.All.LessThan(0.2f), "robots of the Small Size League are low");
            if (all.Solids.Count != without.Solids.Count) different++;

            SceneRecipe Scene(SyntheticOptions options) => SceneGenerator.Draw(new(seed), 96, 72, options.ToChoices());
            bool IsOfARobot(Solid solid) => solid.Owner >= 0 && ssl.Objects[solid.Owner].Class == ObjectClass.Robot;
        }

        Assert.That(different, Is.GreaterThan(8), "scenes that had a NAO");
    }

    [Test]
    public void Views_OnlyOne_IsTheCameraOfAllScenes()
    {
        var choices = new SyntheticOptions { OnlyViews = [Viewpoint.Lower] }.ToChoices();
        for (var seed = 0ul; seed < 20; seed++)
            Assert.That(SceneGenerator.Draw(new(seed), 96, 72, choices).Pose.Pitch, Is.GreaterThan(0.6), "the lower camera sees the ground before the feet");
    }

    [Test]
    public void Constructor_EveryFamilyHeldOut_Throws() =>
        Assert.That(() => new SyntheticDataset(new() { WithoutFamilies = Enum.GetValues<RobotFamily>() }),
            Throws.TypeOf<OptionException>().With.Message.Contains("without_families"));

    [Test]
    public void Constructor_EveryPatternHeldOut_Throws() =>
        Assert.That(() => new SyntheticDataset(new() { OnlyPatterns = [BallPatternKind.Dots], WithoutPatterns = [BallPatternKind.Dots] }),
            Throws.TypeOf<OptionException>().With.Message.Contains("without_patterns"));
}
