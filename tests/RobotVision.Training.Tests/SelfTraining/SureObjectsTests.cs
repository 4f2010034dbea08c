using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Training.SelfTraining;

namespace RobotVision.Training.Tests.SelfTraining;

public class SureObjectsTests
{
    static readonly Box Place = new(10, 10, 20, 20), Beside = new(12, 10, 22, 20), Elsewhere = new(60, 60, 70, 70);

    readonly SureObjects _sure = new([0.6f, .. Enumerable.Repeat(float.NaN, 7)]);

    [Test]
    public void Of_AllLooksAgree_IsAnObjectAtTheirMeanBox()
    {
        var labels = _sure.Of([[Ball(Place, 0.9f)], [Ball(Beside, 0.7f)]], []);
        Assert.That(labels, Is.EqualTo(new[] { new Label(ObjectClass.Ball, new(11, 10, 21, 20)) }));
    }

    [Test]
    public void Of_OneLookOfTwo_IsIgnored() => // 0.9 and nothing: 0.45 on average
        Assert.That(_sure.Of([[Ball(Place, 0.9f)], []], []), Is.EqualTo(new[] { new Label(ObjectClass.Ball, Place, Ignore: true) }));

    [Test]
    public void Of_NotThereATenthOfASecondLater_IsIgnored()
    {
        IReadOnlyList<Detection>[] looks = [[Ball(Place, 0.9f)], [Ball(Place, 0.9f)]];
        Assert.That(_sure.Of(looks, [[Ball(Beside, 0.2f)], [Ball(Elsewhere, 0.9f)]]).Single().Ignore, Is.True);
        Assert.That(_sure.Of(looks, [[Ball(Beside, 0.2f)], [Ball(Place, 0.3f)]]).Single().Ignore, Is.False);
    }

    [Test]
    public void Of_TwoObjects_AreKeptApart()
    {
        var labels = _sure.Of([[Ball(Place, 0.9f), Ball(Elsewhere, 0.8f)], [Ball(Elsewhere, 0.7f), Ball(Place, 0.9f)]], []);
        Assert.That(labels.Select(label => label.Box), Is.EqualTo(new[] { Place, Elsewhere }));
    }

    [Test]
    public void Of_ClassThatIsNeverSure_GetsNoLabel()
    {
        Assert.That(_sure.Of([[new Detection(ObjectClass.Robot, 0.99f, Place)]], []), Is.Empty);
        Assert.That(_sure.Classes, Is.EqualTo(ClassSet.Of(ObjectClass.Ball)));
    }

    static Detection Ball(Box box, float confidence) => new(ObjectClass.Ball, confidence, box);
}
