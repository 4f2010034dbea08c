using RobotVision.Training.Steps;

namespace RobotVision.Training.Tests.Steps;

public class RandomTensorsTests
{
    [Test]
    public void FillMask_ManyValues_LeavesOutTheRateAndKeepsTheMean()
    {
        var mask = new float[100_001];
        RandomTensors.FillMask(mask, 0.25f, 3, 4, 5);
        Assert.That(mask.Count(value => value == 0) / (double)mask.Length, Is.EqualTo(0.25).Within(0.01));
        Assert.That(mask.Average(), Is.EqualTo(1).Within(0.01));
    }

    [Test]
    public void FillMask_OtherStep_GivesOtherMask()
    {
        float[] first = new float[64], again = new float[64], next = new float[64];
        RandomTensors.FillMask(first, 0.5f, 3, 4, 0);
        RandomTensors.FillMask(again, 0.5f, 3, 4, 0);
        RandomTensors.FillMask(next, 0.5f, 3, 5, 0);
        Assert.That(again, Is.EqualTo(first));
        Assert.That(next, Is.Not.EqualTo(first));
    }

    [Test]
    public void FillNormal_ManyValues_HasMeanAndDeviation()
    {
        var values = new float[50_000];
        RandomTensors.FillNormal(values, 2, 1, 1);
        Assert.That(values.Average(), Is.EqualTo(0).Within(0.03));
        Assert.That(Math.Sqrt(values.Average(value => (double)value * value)), Is.EqualTo(2).Within(0.03));
    }
}
