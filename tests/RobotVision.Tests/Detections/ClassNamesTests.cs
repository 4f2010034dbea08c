using RobotVision.Detections;

namespace RobotVision.Tests.Detections;

public class ClassNamesTests
{
    [Test]
    public void With_ExtraNames_ComeAfterTheEight()
    {
        var classes = ClassNames.With(["cone", "charger"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(classes.All.Take(8), Is.EqualTo(ObjectClasses.Names));
            Assert.That(classes.Extra, Is.EqualTo(new[] { "cone", "charger" }));
            Assert.That((classes.Count, classes[(ObjectClass)9], classes[ObjectClass.LineT]), Is.EqualTo((10, "charger", "line_t")));
            Assert.That(classes.TryParse("cone", out var cone) && cone == (ObjectClass)8 && cone.IsExtra() && !cone.IsPoint(), Is.True);
            Assert.That(ClassNames.BuiltIn.TryParse("cone", out _), Is.False);
        }
    }

    [TestCase("ball", "besides the built-in ball, robot")]
    [TestCase("cone,cone", "each name once, found 'cone' again")]
    [TestCase("", "found ''")]
    [TestCase("Traffic Cone", "found 'Traffic Cone'")]
    [TestCase("9pins", "begin with a letter")]
    [TestCase("a_name_of_thirty_three_characters", "1 to 32")]
    [TestCase("ignore_cone", "mean nothing else, found 'ignore_cone'")]
    [TestCase("none", "mean nothing else")]
    public void Problem_NameThatCannotBeUsed_SaysWhy(string names, string problem)
    {
        Assert.That(ClassNames.Problem(names.Split(',')), Does.Contain(problem));
        Assert.That(() => ClassNames.With(names.Split(',')), Throws.TypeOf<ArgumentException>().With.Message.Contains(problem));
    }

    [Test]
    public void Problem_TooMany_SaysHowManyThereMayBe()
    {
        string[] names = [.. Enumerable.Range(0, 25).Select(i => $"class_{i}")];
        Assert.That(ClassNames.Problem(names), Is.EqualTo("expected at most 24 names, found 25"));
        Assert.That(ClassNames.With(names[..24]).Count, Is.EqualTo(ClassNames.Most));
    }

    [Test]
    public void Union_KeepsTheNumbersOfTheFirstAndAddsByName()
    {
        var (first, second) = (ClassNames.With(["cone", "charger"]), ClassNames.With(["flag", "cone"]));
        Assert.That(first.Union(second).Extra, Is.EqualTo(new[] { "cone", "charger", "flag" }));
        Assert.That(first.Union(ClassNames.BuiltIn), Is.EqualTo(first));
        var many = ClassNames.With([.. Enumerable.Range(0, 24).Select(i => $"class_{i}")]);
        Assert.That(() => many.Union(first), Throws.TypeOf<InvalidDataException>().With.Message.Contains("found 26").And.Message.Contains("charger"));
    }
}
