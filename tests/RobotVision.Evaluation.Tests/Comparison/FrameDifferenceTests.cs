using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Comparison;
using RobotVision.Testing;

namespace RobotVision.Evaluation.Tests.Comparison;

public class FrameDifferenceTests
{
    static readonly Box Here = new(10, 10, 30, 30), Near = new(11, 10, 31, 30), Far = new(200, 200, 220, 220);

    [Test]
    public void OfModels_OtherNumbersOfTheSameClasses_NamesWhatOneSideAloneHas()
    {
        var (first, second) = (ClassNames.With(["cone", "charger"]), ClassNames.With(["charger", "cone"]));
        Detection[] own = [new((ObjectClass)8, 0.9f, Here), new(ObjectClass.Ball, 0.9f, Far), new(ObjectClass.Robot, 0.9f, Far)];
        Detection[] other = [new((ObjectClass)9, 0.9f, Near), new((ObjectClass)8, 0.9f, Far)];
        var differences = FrameDifference.OfModels(own, first, other, second, name => name != "robot");
        Assert.That(differences, Is.EqualTo(new FrameDifference[] { new("ball", Far, true), new("charger", Far, false) }));
    }

    [Test]
    public void OfLabels_AMissAFalseAlarmAndAHit_AreJudgedAsByTheScores()
    {
        Label[] labels = [new(ObjectClass.Ball, Here), new(ObjectClass.Ball, Far)];
        Detection[] found = [new(ObjectClass.Ball, 0.9f, Near), new(ObjectClass.Robot, 0.9f, Here), new(ObjectClass.Goalpost, 0.9f, Here)];
        var frame = TestFrames.Of(0, labels, found, ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot));
        var differences = FrameDifference.OfLabels(frame, _ => true);
        Assert.That(differences, Is.EqualTo(new FrameDifference[] { new("ball", Far, false), new("robot", Here, true) }));
    }
}
