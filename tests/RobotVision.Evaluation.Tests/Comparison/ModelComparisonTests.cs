using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis;
using RobotVision.Detections;
using RobotVision.Evaluation.Comparison;
using RobotVision.Evaluation.Frames;
using RobotVision.Testing;

namespace RobotVision.Evaluation.Tests.Comparison;

public class ModelComparisonTests
{
    static readonly Box Here = new(10, 10, 30, 30);
    static readonly Box Far = new(200, 200, 220, 220);

    [Test]
    public void Of_GainLossAndFalseAlarms_ListsEachInItsFrame()
    {
        var before = Set("old", [[Seen(0.9f, Here)], [Seen(0.9f, Here), Seen(0.8f, Far)], [Seen(0.9f, Here)]]);
        var after = Set("new", [[Seen(0.4f, Here), Seen(0.7f, new(300, 0, 310, 10))], [Seen(0.6f, Here)], [Seen(0.7f, Here)]]);
        var comparison = ModelComparison.Of(before, after);
        var ball = comparison.Classes.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(comparison.Changes.Select(change => (change.Frame, string.Join(' ', change.Changes.Select(one => one.Kind)))), Is.EqualTo(new[]
                { (0, "lost new_false_alarm"), (1, "gone_false_alarm") }));
            Assert.That((ball.Labels, ball.FoundByBoth, ball.Gained, ball.Lost), Is.EqualTo((3, 2, 0, 1)));
            Assert.That(ball.Mistakes, Is.EqualTo(new[] { 1, 1 }));
            Assert.That(ball.F1[0], Is.EqualTo(6.0 / 7).Within(1e-12));
            Assert.That(ball.F1[1], Is.EqualTo(4.0 / 6).Within(1e-12));
            Assert.That(comparison.ToString().Split('\n')[^3..], Is.EqualTo(new[]
                { "2 of 3 frames differ:", "  0.png: lost ball; new false alarms ball", "  1.png: gone false alarms ball" }));
        }
    }

    [Test]
    public void Of_ModelsWithOtherExtraClasses_ComparesThemByName()
    {
        var (first, second) = (ClassNames.With(["cone", "charger"]), ClassNames.With(["charger", "cone"]));
        PredictionSet Set(ClassNames classes, string name, Detection[] found)
        {
            var cone = classes.Classes.Single(one => classes[one] == "cone");
            var frame = TestFrames.Of(0, [new(cone, Here)], found, ClassSet.Of(cone)) with { Classes = classes };
            return new(name, "data", 0, [.. Enumerable.Repeat(0.5f, 10)], [frame]) { Classes = classes };
        }

        var cone = ModelComparison.Of(Set(first, "old", []), Set(second, "new", [new((ObjectClass)9, 0.9f, Here)])).Classes.Single();
        Assert.That((cone.Class, cone.Gained, cone.Lost), Is.EqualTo(("cone", 1, 0)));
    }

    [Test]
    public void Of_SameModel_HasNoDifference()
    {
        var set = Set("one", [[Seen(0.9f, Here)], [Seen(0.9f, Far)]]);
        var comparison = ModelComparison.Of(set, set);
        Assert.That(comparison.Changes, Is.Empty);
        Assert.That(comparison.Classes.Single().F1Interval, Is.EqualTo(new[] { 0.0, 0.0 }));
        Assert.That((comparison.Classes.Single().IsClear, comparison.Classes.Single().ChanceOfGainAndLoss), Is.EqualTo((false, 1.0)));
    }

    [Test]
    public void Of_ManyGains_IsClear()
    {
        var before = Set("old", [.. Enumerable.Range(0, 40).Select(i => i < 20 ? new[] { Seen(0.9f, Here) } : [])]);
        var after = Set("new", [.. Enumerable.Range(0, 40).Select(_ => new[] { Seen(0.9f, Here) })]);
        var ball = ModelComparison.Of(before, after).Classes.Single();
        Assert.That(ball.IsClear, Is.True);
        Assert.That(ball.F1Interval[0], Is.LessThan(ball.F1Difference));
        Assert.That(ball.F1Interval[1], Is.GreaterThan(ball.F1Difference));
    }

    [TestCase(0, 0, 1)]
    [TestCase(5, 0, 0.0625)] // 2 / 2^5
    [TestCase(3, 1, 0.625)] // 2 (1 + 4) / 2^4
    [TestCase(2, 2, 1)]
    [TestCase(3000, 1000, 0)]
    public void McNemar_FairCoins_AreCounted(int gained, int lost, double expected) =>
        Assert.That(ClassComparison.McNemar(gained, lost), Is.EqualTo(expected).Within(1e-9));

    [Test]
    public void Of_OtherNumberOfFrames_Throws() => Assert.That(
        () => ModelComparison.Of(Set("a", [[]]), Set("b", [[], []])), Throws.TypeOf<InvalidDataException>().With.Message.Contains("1 and 2 frames"));

    [Test]
    public void Of_OtherLabels_NamesTheFrame()
    {
        var set = Set("a", [[], []]);
        var other = set with { Frames = [set.Frames[0], set.Frames[1] with { Labels = [new(ObjectClass.Ball, Far)] }] };
        Assert.That(
            () => ModelComparison.Of(set, other), Throws.TypeOf<InvalidDataException>().With.Message.Contains("1.png").And.Message.Contains("other labels"));
    }

    [Test]
    public void Of_OtherFrames_NamesThem()
    {
        var set = Set("a", [[]]);
        var other = set with { Frames = [set.Frames[0] with { Name = "x.png" }] };
        Assert.That(() => ModelComparison.Of(set, other), Throws.TypeOf<InvalidDataException>().With.Message.Contains("'0.png' and 'x.png'"));
    }

    [Test]
    public void Make_PicturesOfAnotherDataset_Throws()
    {
        var drawn = Rendered(seed: 3);
        var (before, after) = (Of(drawn.Load(0).Name, []), Of(drawn.Load(0).Name, [Seen(0.9f, Here)]));
        void Make(PredictionSet first, PredictionSet second, IDataset data) => ComparisonPage.Make(ModelComparison.Of(first, second), first, second, data);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Make(before, after, drawn), Throws.Nothing);
            Assert.That(() => Make(before, after, Rendered(seed: 4)),
                Throws.TypeOf<InvalidDataException>().With.Message.Contains("synthetic-3-000000").And.Message.Contains("synthetic-4-000000"));
            Assert.That(() => Make(before, after, Rendered(seed: 3, width: 96)), Throws.TypeOf<InvalidDataException>().With.Message.Contains("96x48"));
            Assert.That(() => Make(before, after, Rendered(seed: 3, count: 2)), Throws.TypeOf<InvalidDataException>().With.Message.Contains("found 2"));
        }

        static SyntheticDataset Rendered(ulong seed, int count = 1, int width = 64) => new(new() { Seed = seed, Count = count, Width = width, Height = 48 });

        static PredictionSet Of(string name, RobotVision.Detections.Detection[] found) =>
            new("model", "data", 0, TestFrames.Half, [new(0, name, 64, 48, [new(ObjectClass.Ball, Here)], ClassSet.BuiltIn, found)]);
    }

    static PredictionSet Set(string model, RobotVision.Detections.Detection[][] found) =>
        new(model, "data", 0, TestFrames.Half, [.. found.Select((detections, i) => TestFrames.Of(i, [new(ObjectClass.Ball, Here)], detections))]);

    static RobotVision.Detections.Detection Seen(float confidence, Box box) => new(ObjectClass.Ball, confidence, box);
}
