using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Data.Tests.Labels;

public class PresenceTargetsTests
{
    static readonly Box Anywhere = new(10, 10, 30, 30);

    readonly float[] _targets = new float[PresenceTargets.Length];
    readonly float[] _weights = new float[PresenceTargets.Length];

    [Test]
    public void Write_OneBall_OnlyBallIsPresent()
    {
        PresenceTargets.Write([new(ObjectClass.Ball, Anywhere)], ClassSet.BuiltIn, _targets, _weights);
        Assert.That(_targets, Is.EqualTo(new float[] { 1, 0, 0, 0, 0, 0, 0, 0 }));
        Assert.That(_weights, Is.All.EqualTo(1f));
    }

    [Test]
    public void Write_OnlyIgnored_HasWeightZero()
    {
        PresenceTargets.Write([new(ObjectClass.Robot, Anywhere, Ignore: true)], ClassSet.BuiltIn, _targets, _weights);
        Assert.That(_targets, Is.All.EqualTo(0f));
        Assert.That(_weights, Is.EqualTo(new float[] { 1, 0, 1, 1, 1, 1, 1, 1 }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Write_IgnoredBesideClear_IsPresent(bool ignoredFirst)
    {
        Label first = new(ObjectClass.Robot, Anywhere, ignoredFirst), second = new(ObjectClass.Robot, Anywhere, !ignoredFirst);
        PresenceTargets.Write([first, second], ClassSet.BuiltIn, _targets, _weights);
        Assert.That((_targets[1], _weights[1]), Is.EqualTo((1f, 1f)));
    }

    [TestCase(ObjectClass.Ball, 3.9f, 0f)]
    [TestCase(ObjectClass.Ball, 4f, 1f)]
    [TestCase(ObjectClass.LineX, 1f, 1f)]
    public void Write_SmallObject_CountsFromFourPixels(ObjectClass objectClass, float side, float weight)
    {
        PresenceTargets.Write([new(objectClass, Box.FromCenter(20, 20, side, side))], ClassSet.BuiltIn, _targets, _weights);
        Assert.That((_targets[(int)objectClass], _weights[(int)objectClass]), Is.EqualTo((weight, weight)));
    }

    [Test]
    public void Write_ClassNotLabelled_HasWeightZero()
    {
        PresenceTargets.Write([new(ObjectClass.Robot, Anywhere)], ClassSet.Of(ObjectClass.Ball), _targets, _weights);
        Assert.That(_targets, Is.All.EqualTo(0f));
        Assert.That(_weights, Is.EqualTo(new float[] { 1, 0, 0, 0, 0, 0, 0, 0 }));
    }

    [Test]
    public void Write_WrongLength_Throws() =>
        Assert.That(
            () => PresenceTargets.Write([], ClassSet.BuiltIn, new float[7], _weights),
            Throws.ArgumentException.With.Message.Contains("expected 8 values, found 7"));
}
