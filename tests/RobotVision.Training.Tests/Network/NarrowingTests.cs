using RobotVision.Training.Steps;
using RobotVision.Training.Layers;
using RobotVision.Training.Network;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Tests.Network;

/// <summary>A start of a narrower network from the strongest filters of a model.</summary>
public class NarrowingTests
{
    string _path = "";

    [SetUp]
    public void MakeFolder() => _path = Path.Combine(Directory.CreateTempSubdirectory("robotvision").FullName, "wide.onnx");

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [TestCase(12, 0)]
    [TestCase(24, 1)]
    public void From_ModelWhereEverySecondFilterIsNothing_GivesItsOutputsInHalfTheWidth(int cells, int depth)
    {
        var wide = Write(cells, depth, filter => filter % 2 == 1);
        var start = Transfer.From(_path, GridNetwork.CreateLike(ModelWeights.Read(_path), width: 0.5f), null);
        Assert.That(start.Fresh, Is.Empty);
        Assert.That(start.Network.MultiplyAddCount, Is.LessThan(wide.MultiplyAddCount / 3));
        AssertSameOutputs(start);
    }

    [Test]
    public void From_ModelWhereStrongFiltersWouldBeLeftOut_GivesOtherOutputs()
    {
        Write(24, 0, filter => filter < 2);
        var start = Transfer.From(_path, GridNetwork.Create(width: 0.5f), null);
        Assert.That(() => AssertSameOutputs(start), Throws.TypeOf<AssertionException>(), "the comparison above can fail");
    }

    [Test]
    public void From_OwnClassesInHalfTheWidth_TakesTheRowsOfTheModel()
    {
        var wide = Write(24, 0, filter => filter % 2 == 1);
        var start = Transfer.From(_path, GridNetwork.Create(width: 0.5f, classes: 8), null);
        var taken = start.Values["head.weight"];
        var rows = ModelWeights.Read(_path).Tensors["head.weight"];
        Assert.That(taken, Has.Length.EqualTo(rows.Shape[0] * rows.Shape[1] / 2));
        Assert.That(wide.OutputShape, Is.EqualTo(start.Network.OutputShape));
    }

    /// <summary>Writes a model of the usual width with weights drawn at random, but zeros in some filters of every layer before the head.</summary>
    NetworkDefinition Write(int cells, int depth, Func<int, bool> isNothing)
    {
        var network = Folding.WithoutNormalisation(GridNetwork.Create(cells: cells, depth: depth));
        var values = network.ParameterList.ToDictionary(parameter => parameter.Name, parameter => Values(parameter, isNothing));
        File.WriteAllBytes(_path, network.ToInferenceModel(values));
        return network;
    }

    static float[] Values(Parameter parameter, Func<int, bool> isNothing)
    {
        var values = new float[parameter.Length];
        RandomTensors.FillNormal(values, 0.1, 1, (uint)parameter.Name.Sum(letter => letter));
        if (parameter.Name.StartsWith("head.", StringComparison.Ordinal)) return values;
        var length = parameter.Length / parameter.Shape[0];
        for (var i = 0; i < values.Length; i++)
            if (isNothing(i / length)) values[i] = 0;
        return values;
    }

    void AssertSameOutputs(Transfer narrow)
    {
        var samples = new float[2 * 3 * 96 * 96];
        RandomTensors.FillNormal(samples, 0.5, 1, 1);
        var expected = ModelExporter.Run(File.ReadAllBytes(_path), narrow.Network, samples);
        var found = ModelExporter.Run(narrow.Network.ToInferenceModel(narrow.Values), narrow.Network, samples);
        Assert.That(found, Is.EqualTo(expected).Within(1e-4f * expected.Max(MathF.Abs)));
    }
}
