using RobotVision.Detections;
using RobotVision.Tagging.Guesses;

namespace RobotVision.Tagging.Tests.Guesses;

public class GuessTests
{
    [TestCase(0.5f, 0.5f, true, 1)]
    [TestCase(0.55f, 0.5f, true, 0.9)]
    [TestCase(0.27f, 0.27f, true, 1)]
    [TestCase(0.26f, 0.27f, false, 0.974)]
    [TestCase(0.5f, 0.27f, true, 0.54)]
    [TestCase(1f, 0.27f, true, 0)]
    [TestCase(0f, 0.9f, false, 0)]
    public void Doubt_IsMeasuredFromTheThresholdOfTheClass(float confidence, float threshold, bool isSure, double doubt)
    {
        var guess = new Guess(ObjectClass.Ball, confidence, default, threshold);
        Assert.That(guess.IsSure, Is.EqualTo(isSure));
        Assert.That(guess.Doubt, Is.EqualTo(doubt).Within(0.001));
    }
}
