using RobotVision.Detection;
using RobotVision.Training.Network;

namespace RobotVision.Training.Tests.Network;

public class NetworkDefinitionTests
{
    [Test]
    public void Constructor_LayerThatDoesNotFit_IsRefusedWithItsName() =>
        Assert.That(() => new NetworkDefinition("n", [3, 96, 96], "y", [new Convolution("stem", 8, Kernel: 3, Stride: 2, Padding: 1)]),
            Throws.ArgumentException.With.Message.Contains("'stem'").And.Message.Contains("(96 - 3 + 2*1)/2 + 1 = 48.5"));

    [Test]
    public void Constructor_BranchThatChangesTheShape_IsRefused() =>
        Assert.That(() => new NetworkDefinition("n", [3, 8, 8], "y", [new Residual("sum", [new Convolution("c", 4, Padding: 1)])]),
            Throws.ArgumentException.With.Message.Contains("'sum'").And.Message.Contains("(4, 8, 8)"));

    [Test]
    public void Constructor_NameTwice_IsRefused() =>
        Assert.That(() => new NetworkDefinition("n", [3, 8, 8], "y", [new Convolution("c", 4, Padding: 1), new Convolution("c", 4, Padding: 1)]),
            Throws.ArgumentException.With.Message.Contains("'c.weight'"));

    [Test]
    public void Constructor_DenseOnAnImage_SaysFlatten() =>
        Assert.That(() => new NetworkDefinition("n", [3, 8, 8], "y", [new Dense("d", 4)]), Throws.ArgumentException.With.Message.Contains("Flatten"));

    [Test]
    public void Lecture_Shapes_AreThoseOfTheLecture()
    {
        var network = LectureNetwork.Create();
        IReadOnlyList<int> shape = network.InputShape;
        var afterRelu = new List<string>();
        foreach (var layer in network.Layers)
        {
            shape = layer.OutputShape(shape);
            if (layer is Relu or Flatten) afterRelu.Add(string.Join('x', shape));
        }
        string[] expected = ["16x48x48", "32x24x24", "64x12x12", "128x6x6", "4608", "2048"];
        Assert.That(afterRelu, Is.EqualTo(expected));
        Assert.That(network.OutputShape, Is.EqualTo(new[] { ObjectClasses.Count }));
    }

    [TestCase("conv1.weight", 27 * 16)]
    [TestCase("conv2.weight", 9 * 16 * 32)]
    [TestCase("conv3.weight", 9 * 32 * 64)]
    [TestCase("conv4.weight", 9 * 64 * 128)]
    [TestCase("dense1.weight", 9_437_184)]
    [TestCase("dense2.weight", 16_384)]
    public void Lecture_WeightCount_IsThatOfTheLecture(string name, int count) =>
        Assert.That(LectureNetwork.Create().ParameterList.Single(parameter => parameter.Name == name).Length, Is.EqualTo(count));

    [Test]
    public void Grid_OutputShape_IsTheGridLayout() =>
        Assert.That(GridNetwork.Create().OutputShape, Is.EqualTo(new[] { GridLayout.Channels, GridLayout.Cells, GridLayout.Cells }));

    [Test]
    public void Grid_Cost_FitsTheRobot()
    {
        var network = GridNetwork.Create();
        Assert.That(network.MultiplyAddCount, Is.InRange(40_000_000, 60_000_000));
        Assert.That(network.LearnedCount, Is.InRange(200_000, 300_000));
    }
}
