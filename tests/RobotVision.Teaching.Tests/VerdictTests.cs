using RobotVision.Training.Runs;

namespace RobotVision.Teaching.Tests;

public class VerdictTests
{
    static readonly DomainComparison Kept = new("rendered images", 100, [new("ball", 80, 0.7, 0.69)]);

    [Test]
    public void Of_WorseThanTheModelWrittenBefore_IsNotTakenByItself()
    {
        var written = New(("ball", 0.5, 0.71), ("robot", 0.6, 0.77));
        var verdict = Verdict.Of([New(("ball", 0.5, 0.56), ("robot", 0.6, 0.84)), Kept], written);
        Assert.That((verdict.IsBetter, verdict.IsBetterHere), Is.EqualTo((false, true)));
        Assert.That(verdict.Text, Does.Contain("mean F1 0.70, that of the one written before 0.74").And.EndWith("your choice"));
        Assert.That(Verdict.Of([New(("ball", 0.5, 0.70), ("robot", 0.6, 0.78)), Kept], written).IsBetter, Is.True);
    }

    [Test]
    public void Of_BetterHereAndAsGoodElsewhere_IsTaken()
    {
        var verdict = Verdict.Of([New(("robot", 0.52, 0.78), ("ball", 0.8, 0.81)), Kept]);
        Assert.That((verdict.IsBetter, verdict.Text), Is.EqualTo((true, "robot: 0.52 -> 0.78 (of 20) on 14 held-out frames; ball the same; take it")));
    }

    [Test]
    public void Of_BetterOnTheWholeButAClassFalls_NamesIt()
    {
        var verdict = Verdict.Of([New(("ball", 0.3, 0.7), ("robot", 0.40, 0.29))]);
        Assert.That((verdict.IsBetter, verdict.Text.Contains("clearly worse at robot", StringComparison.Ordinal)), Is.EqualTo((true, true)));
    }

    [Test]
    public void Of_Worse_IsNotTaken()
    {
        var verdict = Verdict.Of([New(("robot", 0.52, 0.4), ("ball", 0.8, 0.79)), Kept]);
        Assert.That((verdict.IsBetter, verdict.Text), Is.EqualTo(
            (false, "robot: 0.52 -> 0.40 (of 20) on 14 held-out frames; ball the same; worse: do not take it")));
    }

    [Test]
    public void Of_NoChange_KeepsTheOneBefore()
    {
        var verdict = Verdict.Of([New(("ball", 0.8, 0.805))]);
        Assert.That((verdict.IsBetter, verdict.Text), Is.EqualTo((false, "ball the same; no gain: keep the one before")));
    }

    [Test]
    public void Of_BetterHereButForgetful_IsLeftToTheUser()
    {
        var verdict = Verdict.Of([New(("ball", 0.5, 0.9)), Kept with { Classes = [new("ball", 80, 0.7, 0.5)] }]);
        Assert.That((verdict.IsBetter, verdict.IsBetterHere), Is.EqualTo((false, true)));
        Assert.That(verdict.Text, Does.Contain("it forgets: F1 -0.20 on 100 rendered images").And.EndsWith("your choice"));
    }

    [Test]
    public void Of_GainsInOneClassAndLossesInAnother_CountTogether() =>
        Assert.That(Verdict.Of([New(("ball", 0.5, 0.6), ("robot", 0.8, 0.68))]).IsBetter, Is.False);

    [Test]
    public void Of_NothingToCompare_SaysSo()
    {
        Assert.That(Verdict.Of([]).Text, Does.Contain("nothing can be compared"));
        Assert.That(Verdict.Of([New()]).IsBetter, Is.False);
    }

    static DomainComparison New(params (string Class, double Before, double After)[] classes) =>
        new("new images", 14, [.. classes.Select(one => new ClassChange(one.Class, 20, one.Before, one.After))]);
}
