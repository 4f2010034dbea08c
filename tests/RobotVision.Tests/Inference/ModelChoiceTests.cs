using RobotVision.Inference;

namespace RobotVision.Tests.Inference;

public class ModelChoiceTests
{
    static readonly ModelCandidate
        Small = new("small", 0.60, TimeSpan.FromMilliseconds(1)),
        Good = new("good", 0.70, TimeSpan.FromMilliseconds(2)),
        GoodInFloat = new("good float", 0.705, TimeSpan.FromMilliseconds(4)),
        Best = new("best", 0.72, TimeSpan.FromMilliseconds(20));

    static readonly ModelCandidate[] All = [Best, GoodInFloat, Small, Good];

    [TestCase(0.5, "small", false)]
    [TestCase(1, "small", true)]
    [TestCase(1.9, "small", true)]
    [TestCase(2, "good", true)]
    [TestCase(15, "good", true)]
    [TestCase(20, "best", true)]
    public void Of_Budget_IsTheBestThatKeepsToItOrTheFastest(double budget, string chosen, bool isInBudget)
    {
        var choice = ModelChoice.Of(All, TimeSpan.FromMilliseconds(budget));
        Assert.That((choice.Chosen.Path, choice.IsInBudget), Is.EqualTo((chosen, isInBudget)));
        Assert.That(choice.LeftOut.Select(one => one.Model), Is.EquivalentTo(All.Except([choice.Chosen])));
    }

    [Test]
    public void Of_SlowerModelThatIsHardlyBetter_IsLeftOut()
    {
        var choice = ModelChoice.Of([GoodInFloat, Good], TimeSpan.FromMilliseconds(10));
        Assert.That(choice.Chosen, Is.EqualTo(Good));
        Assert.That(choice.LeftOut.Single().Reason, Is.EqualTo("4.00 ms, F1 0.705, slower and hardly better"));
    }

    [Test]
    public void Of_FloatModelThatIsFasterHere_IsTaken()
    {
        var fast = GoodInFloat with { Time = TimeSpan.FromMilliseconds(1.5) };
        Assert.That(ModelChoice.Of([Good, fast], TimeSpan.FromMilliseconds(10)).Chosen, Is.EqualTo(fast));
    }

    [Test]
    public void Of_ModelsAlike_IsTheSameInAnyOrder()
    {
        ModelCandidate[] alike = [Good with { Path = "b" }, Good with { Path = "a" }];
        Assert.That(ModelChoice.Of(alike, TimeSpan.FromMilliseconds(5)).Chosen.Path, Is.EqualTo("a"));
        Assert.That(ModelChoice.Of([.. alike.Reverse()], TimeSpan.FromMilliseconds(5)).Chosen.Path, Is.EqualTo("a"));
    }

    [Test]
    public void CommonSet_ModelsOfOtherValidationSets_IsWhereMostOfTheWantedOnesWereScored()
    {
        static ModelFigure On(string set) => new(set, set, 0.5);
        (bool, IReadOnlyList<ModelFigure>)[] models =
        [
            (false, [On("shipped")]), (false, [On("shipped")]), (false, [On("shipped")]),
            (true, [On("mine")]), (true, [On("mine"), On("other")]), (true, []),
        ];
        Assert.That(ModelChoice.CommonSet(models)!.Set, Is.EqualTo("mine"));
        models = [.. models, (true, [On("shipped")]), (true, [On("shipped")])];
        Assert.That(ModelChoice.CommonSet(models)!.Set, Is.EqualTo("shipped"), "as many of the wanted ones, and more in all");
        Assert.That(ModelChoice.CommonSet([(true, [])]), Is.Null);
    }
}
