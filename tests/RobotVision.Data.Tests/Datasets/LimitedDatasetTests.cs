using RobotVision.Training.Recipes;

namespace RobotVision.Data.Tests.Datasets;

public class LimitedDatasetTests
{
    static string[] Names(int limit, ulong seed)
    {
        var (dataset, _) = new DataSource { Synthetic = new() { Count = 12, Width = 32, Height = 32 }, Limit = limit }.Open(seed);
        return [.. Enumerable.Range(0, dataset.Count).Select(i => dataset.Load(i).Name)];
    }

    [Test]
    public void Open_Limit_ChoosesEachImageOnce() => Assert.That(Names(12, 1).Distinct().Count(), Is.EqualTo(12));

    [Test]
    public void Open_SmallerLimitWithTheSameSeed_IsASubset() => Assert.That(Names(3, 1), Is.EqualTo(Names(7, 1)[..3]));

    [Test]
    public void Open_OtherSeed_ChoosesOtherImages() => Assert.That(Names(6, 1), Is.Not.EqualTo(Names(6, 2)));

    [Test]
    public void Open_LimitAboveCount_ThrowsWithBothNumbers() =>
        Assert.That(() => Names(13, 1), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("13").And.Message.Contains("12"));
}
