using RobotVision.Classroom.Layers;

namespace RobotVision.Classroom.Tests.Layers;

public class NetworkTableTests
{
    [Test]
    public void Of_TheLecturesNetwork_HasItsSizesAndWeights()
    {
        var table = NetworkTable.Of("lecture");
        Assert.That(table.Layers.Where(layer => layer.Weights > 0).Select(layer => layer.Weights),
            Is.EqualTo(new long[] { 27 * 16, 9 * 16 * 32, 9 * 32 * 64, 9 * 64 * 128, 4608 * 2048, 2048 * 8 }));
        Assert.That(table.Layers.Single(layer => layer.Name == "pool4").Output, Is.EqualTo(new[] { 128, 6, 6 }));
        Assert.That(table.Layers.Single(layer => layer.Name == "flatten").Output, Is.EqualTo(new[] { 4608 }));
        Assert.That((table.Weights, table.Biases), Is.EqualTo((9_550_768L, 2_296L)));
        Assert.That(table.Layers[0].Setting, Is.EqualTo(new LayerSetting(3, 1, 1)));
    }

    [Test]
    public void Of_EveryName_HasATableAndNoOther()
    {
        foreach (var name in NetworkTable.Names) Assert.That(NetworkTable.Of(name).Layers, Is.Not.Empty);
        Assert.That(() => NetworkTable.Of("grid9"), Throws.TypeOf<OptionException>().With.Message.Contains("lecture, lenet5, alexnet"));
    }
}
