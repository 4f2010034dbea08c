using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using RobotVision.Detections;
using RobotVision.Training.Graph.Format;
using RobotVision.Training.Layers;
using RobotVision.Training.Network;
using RobotVision.Training.Quantisation;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;
using RobotVision.Training.Tests.Layers;

namespace RobotVision.Training.Tests.Quantisation;

public class ModelQuantiserTests
{
    static readonly NetworkDefinition Small = new("small", [3, 8, 8], "y",
    [
        new Convolution("conv1", 8, Padding: 1), new MaxPool("pool1"), new Relu("relu1"),
        new Residual("residual", [new Convolution("conv2", 8, Padding: 1), new Relu("relu2"), new Convolution("conv3", 8, Padding: 1)]),
        new Relu("relu3"), new Flatten("flatten"), new Dense("dense1", 16), new Relu("relu4"), new Dense("dense2", 4),
    ]);

    static IEnumerable<TestCaseData> Networks() =>
    [
        new TestCaseData(Small).SetArgDisplayNames("small"),
        .. GridLayout.CellChoices.Select(cells => GridNetwork.Create(cells: cells))
            .Select(grid => new TestCaseData(Folding.Fold(grid, Values(grid)).Network).SetArgDisplayNames($"grid {string.Join('x', grid.OutputShape)}")),
        new TestCaseData(LectureNetwork.Create(0.5f)).SetArgDisplayNames("lecture"),
        new TestCaseData(Folding.WithoutNormalisation(OpenCvDnnTests.EveryLayer)).SetArgDisplayNames("every_layer"),
    ];

    [TestCaseSource(nameof(Networks))]
    public void Quantise_RandomWeights_ComputesNearlyTheSameInAQuarterOfTheBytes(NetworkDefinition network)
    {
        var model = network.ToInferenceModel(Values(network));
        var int8 = ModelQuantiser.Quantise(model, Samples(network, 8, seed: 1), network.InputShape, new Dictionary<string, string>());
        float[] fresh = [.. Samples(network, 4, seed: 2).SelectMany(sample => sample)];
        var (expected, found) = (ModelExporter.Run(model, network, fresh), ModelExporter.Run(int8, network, fresh));

        var noise = Math.Sqrt(expected.Zip(found, (a, b) => Math.Pow(a - b, 2)).Average());
        var signal = Math.Sqrt(expected.Average(value => Math.Pow(value, 2)));
        Assert.That(noise / signal, Is.LessThan(0.05), "5 % of the outputs' size");
        Assert.That(noise, Is.GreaterThan(0), "whole numbers cannot be exact");
        if (network.Name is "grid" or "lecture") Assert.That(int8.Length, Is.LessThan(0.3 * model.Length));
    }

    [TestCaseSource(nameof(Networks))]
    public void Quantise_IntegerArithmetic_AgreesWithItsFloatMeaning(NetworkDefinition network)
    {
        var int8 = ModelQuantiser.Quantise(network.ToInferenceModel(Values(network)), Samples(network, 8, seed: 1), network.InputShape,
            new Dictionary<string, string>());
        float[] fresh = [.. Samples(network, 4, seed: 2).SelectMany(sample => sample)];
        var whole = ModelExporter.Run(int8, network, fresh);
        var meaning = ModelExporter.Run(int8, network, fresh, GraphOptimizationLevel.ORT_DISABLE_ALL);

        // A value halfway between two integers may be rounded either way, which changes later values slightly.
        Assert.That(whole.Zip(meaning, (a, b) => Math.Abs(a - b)).Max(), Is.LessThan(0.02 * meaning.Max(Math.Abs)));
    }

    [Test]
    public void Quantise_WeightsAndRelus_AreInt8AndRemoved()
    {
        var int8 = ModelProto.Parser.ParseFrom(ModelQuantiser.Quantise(
            Small.ToInferenceModel(Values(Small)), Samples(Small, 4, seed: 1), Small.InputShape,
            new Dictionary<string, string> { ["robotvision.precision"] = "int8" }));
        var weights = int8.Graph.Initializer.Where(tensor => tensor.Name.EndsWith(".weight/quantised", StringComparison.Ordinal)).ToArray();

        Assert.That(weights.Select(tensor => tensor.Name.Split('.')[0]), Is.EquivalentTo(new[] { "conv1", "conv2", "conv3", "dense1" }),
            "all but the last layer's");
        Assert.That(weights.SelectMany(tensor => tensor.RawData.ToByteArray()).Select(value => Math.Abs((sbyte)value)).Max(),
            Is.EqualTo(ModelQuantiser.LargestWeight));
        Assert.That(int8.Graph.Initializer.Select(tensor => tensor.Name), Does.Not.Contain("conv1.weight"));
        Assert.That(int8.Graph.Node.Count(node => node.OpType == "Relu"), Is.EqualTo(1), "behind the sum, which no layer with weights writes");
        Assert.That(int8.MetadataProps.Single(entry => entry.Key == "robotvision.precision").Value, Is.EqualTo("int8"));
    }

    [Test]
    public void Quantise_FilterOfNearlyZeroWeights_KeepsItsBias([Values(0f, 1e-12f)] float weight)
    {
        var values = Values(Small);
        values["conv1.weight"].AsSpan(0, 27).Fill(weight);
        values["conv1.bias"][0] = 0.75f;
        var model = Small.ToInferenceModel(values);
        var int8 = ModelQuantiser.Quantise(model, Samples(Small, 8, seed: 1), Small.InputShape, new Dictionary<string, string>());
        var graph = ModelProto.Parser.ParseFrom(int8).Graph;
        var bias = MemoryMarshal.Read<int>(Raw("conv1.bias/quantised")) * (double)MemoryMarshal.Read<float>(Raw("conv1.bias/scale"));
        Assert.That(bias, Is.EqualTo(0.75).Within(1e-5));

        ReadOnlySpan<byte> Raw(string name) => graph.Initializer.Single(tensor => tensor.Name == name).RawData.Span;
    }

    [Test]
    public void Quantise_NoSamples_IsRejected() =>
        Assert.That(() => ModelQuantiser.Quantise(Small.ToInferenceModel(Values(Small)), [], Small.InputShape, new Dictionary<string, string>()),
            Throws.ArgumentException.With.Message.Contain("samples"));

    [Test]
    public void Quantise_ConstantZeroActivations_StayFinite()
    {
        var values = Values(Small).ToDictionary(pair => pair.Key, pair => new float[pair.Value.Length]);
        var int8 = ModelQuantiser.Quantise(Small.ToInferenceModel(values), Samples(Small, 2, seed: 1), Small.InputShape, new Dictionary<string, string>());
        Assert.That(ModelExporter.Run(int8, Small, Samples(Small, 1, seed: 2)[0]), Is.All.EqualTo(0f));
    }

    static Dictionary<string, float[]> Values(NetworkDefinition network) => network.ParameterList.Select((parameter, stream) =>
    {
        var value = new float[parameter.Length];
        if (parameter.FanIn > 0) RandomTensors.FillNormal(value, Math.Sqrt(2.0 / parameter.FanIn), seed: 7, (uint)stream);
        else Array.Fill(value, parameter.Kind == ParameterKind.Statistic || parameter.Name.EndsWith("scale", StringComparison.Ordinal) ? 1f : 0.01f);
        return (parameter.Name, value);
    }).ToDictionary(pair => pair.Name, pair => pair.value);

    static List<float[]> Samples(NetworkDefinition network, int count, ulong seed) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var sample = new float[network.InputShape.Aggregate(1, (length, axis) => length * axis)];
        RandomTensors.FillNormal(sample, 0.5, seed, (uint)i);
        return sample;
    })];
}
