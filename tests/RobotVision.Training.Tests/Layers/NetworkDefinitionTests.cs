using RobotVision.Detections;
using RobotVision.Testing;
using RobotVision.Training.Layers;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Tests.Layers;

public class NetworkDefinitionTests
{
    [Test]
    public void Constructor_LayerThatDoesNotFit_IsRejectedWithItsName() =>
        Assert.That(() => new NetworkDefinition("n", [3, 96, 96], "y", [new Convolution("stem", 8, Kernel: 3, Stride: 2, Padding: 1)]),
            Throws.ArgumentException.With.Message.Contains("'stem'").And.Message.Contains("(96 - 3 + 2*1)/2 + 1 = 48.5"));

    [Test]
    public void Constructor_BranchThatChangesTheShape_IsRejected() =>
        Assert.That(() => new NetworkDefinition("n", [3, 8, 8], "y", [new Residual("sum", [new Convolution("c", 4, Padding: 1)])]),
            Throws.ArgumentException.With.Message.Contains("'sum'").And.Message.Contains("(4, 8, 8)"));

    [Test]
    public void Constructor_NameTwice_IsRejected() =>
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

    [TestCase(12)]
    [TestCase(24)]
    public void Grid_OutputShape_IsTheGridLayout(int cells) =>
        Assert.That(GridNetwork.Create(cells: cells).OutputShape, Is.EqualTo(new[] { GridLayout.ChannelsOf(), cells, cells }));

    [Test]
    public void Grid_OtherCells_NamesThoseThereAre() =>
        Assert.That(() => GridNetwork.Create(cells: 16), Throws.ArgumentException.With.Message.Contains("12 or 24").And.Message.Contains("found 16"));

    [TestCase(12)]
    [TestCase(24)]
    public void Grid_Cost_FitsTheRobot(int cells)
    {
        var network = GridNetwork.Create(cells: cells);
        Assert.That(network.MultiplyAddCount, Is.InRange(40_000_000, 70_000_000));
        Assert.That(network.LearnedCount, Is.InRange(200_000, 300_000));
    }

    [Test]
    public void Grid_ShippedRecipe_FitsTheRobot()
    {
        var network = TrainingTask.Find("grid")!.CreateNetwork(TrainingRecipe.Load(Path.Combine(Repository.Root, "models", "grid.yaml")));
        Assert.That(network.MultiplyAddCount, Is.LessThan(160_000_000), "0.6 ms a sample in int8 on one core");
        Assert.That(network.LearnedCount, Is.LessThan(700_000));
    }

    [Test]
    public void AlexNet_Shapes_AreThoseOfThePaper()
    {
        var network = AlexNet.Create();
        IReadOnlyList<int> shape = network.InputShape;
        var sizes = new List<string>();
        foreach (var layer in network.Layers)
        {
            shape = layer.OutputShape(shape);
            if (layer is Convolution or MaxPool or Flatten or Dense) sizes.Add(string.Join('x', shape));
        }
        string[] expected =
        [
            "96x55x55", "96x27x27", "256x27x27", "256x13x13", "384x13x13", "384x13x13", "256x13x13", "256x6x6", "9216", "4096", "4096", "1000",
        ];
        Assert.That(sizes, Is.EqualTo(expected));
    }

    [TestCase("conv1", 11 * 11 * 3 * 96)]
    [TestCase("conv2", 5 * 5 * 48 * 256)]
    [TestCase("conv3", 3 * 3 * 256 * 384)]
    [TestCase("conv4", 3 * 3 * 192 * 384)]
    [TestCase("conv5", 3 * 3 * 192 * 256)]
    [TestCase("dense1", 9216 * 4096)]
    [TestCase("dense3", 4096 * 1000)]
    public void AlexNet_WeightCount_IsThatOfThePaper(string layer, int count) =>
        Assert.That(AlexNet.Create().ParameterList.Single(parameter => parameter.Name == $"{layer}.weight").Length, Is.EqualTo(count));

    [Test]
    public void AlexNet_Size_IsSixtyMillionValues() => Assert.That(AlexNet.Create().LearnedCount, Is.EqualTo(60_965_224));

    [Test]
    public void LeNet5_Size_IsThatOfItsLayers()
    {
        var network = LeNet5.Create();
        Assert.That(network.OutputShape, Is.EqualTo(new[] { 10 }));
        // 6 * 26 + 16 * 151 + 120 * 401 + 84 * 121 + 10 * 85, every filter with its bias.
        Assert.That(network.LearnedCount, Is.EqualTo(61_706));
    }

    static IEnumerable<TestCaseData> LayersThatDoNotFit()
    {
        TestCaseData Case(Layer layer, string message) => new TestCaseData(layer, message).SetArgDisplayNames(message);
        yield return Case(new Convolution("c", 4, Padding: 1) { Groups = 2 }, "3 channels and 4 filters");
        yield return Case(new Convolution("c", 4, Padding: 1) { Groups = 0 }, "0 groups");
        yield return Case(new MaxPool("c", 3) { Stride = 2 }, "(8 - 3 + 2*0)/2 + 1 = 3.5");
        yield return Case(new MaxPool("c", 2) { Padding = 2 }, "padding below the size 2");
        yield return Case(new AveragePool("c", 3), "(8 - 3 + 2*0)/3 + 1 = 2.667");
        yield return Case(new AveragePool("c", 2, 0), "stride");
        yield return Case(new Upsample("c", 0), "factor");
        yield return Case(new LocalResponseNormalisation("c", 4), "odd");
        yield return Case(new Concat("c", []), "at least one branch");
        yield return Case(new Concat("c", [[], [new MaxPool("p")]]), "(3, 8, 8) and (3, 4, 4)");
    }

    [TestCaseSource(nameof(LayersThatDoNotFit))]
    public void Constructor_LayerThatDoesNotFit_SaysWhy(Layer layer, string message) =>
        Assert.That(() => new NetworkDefinition("n", [3, 8, 8], "y", [layer]),
            Throws.ArgumentException.With.Message.Contains("'c'").And.Message.Contains(message));

    [Test]
    public void Constructor_GlobalPoolOnFeatures_IsRejected() =>
        Assert.That(() => new NetworkDefinition("n", [7], "y", [new GlobalAveragePool("g")]), Throws.ArgumentException.With.Message.Contains("'g'"));
}
