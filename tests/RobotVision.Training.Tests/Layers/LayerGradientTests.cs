using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Steps;
using RobotVision.Training.Tests.Graph;

namespace RobotVision.Training.Tests.Layers;

/// <summary>Every layer's output and gradients against <see cref="Twin"/>, and the twin's gradients against finite differences.</summary>
public class LayerGradientTests
{
    const double Tolerance = 1e-5; // of the largest value of the tensor; float32 through one to ten layers

    public enum Content
    {
        Random,
        Flat,
        OneHot,
    }

    static readonly int[] ImageShape = [3, 8, 8];

    static IEnumerable<TestCaseData> Networks()
    {
        TestCaseData Case(string name, params Layer[] layers) => new TestCaseData(new List<Layer>(layers)).SetArgDisplayNames(name);
        yield return Case("3x3 same", new Convolution("c", 4, Padding: 1));
        yield return Case("3x3 valid", new Convolution("c", 4));
        yield return Case("1x1", new Convolution("c", 5, Kernel: 1));
        yield return Case("4x4 stride 2", new Convolution("c", 4, Kernel: 4, Stride: 2, Padding: 1, Bias: false));
        yield return Case("2x2 stride 2", new Convolution("c", 4, Kernel: 2, Stride: 2));
        yield return Case("dilation 2", new Convolution("c", 4, Padding: 2, Dilation: 2));
        yield return Case("padding beyond the kernel", new Convolution("c", 2, Kernel: 1, Padding: 1));
        yield return Case("normalisation", new BatchNormalisation("n"));
        yield return Case("scale and shift", new ScaleAndShift("s"));
        yield return Case("scale and shift of features", new Flatten("f"), new ScaleAndShift("s"));
        yield return Case("max pool 2", new MaxPool("p"));
        yield return Case("max pool 4", new MaxPool("p", 4));
        yield return Case("groups", new Convolution("c", 6, Padding: 1) { Groups = 3 });
        yield return Case("two groups, stride 2", new Convolution("c1", 4, Kernel: 1), new Convolution("c2", 6, Kernel: 4, Stride: 2, Padding: 1)
        {
            Groups = 2,
        });
        yield return Case("two groups, valid, dilation", new Convolution("c1", 4, Kernel: 1), new Convolution("c2", 8, Dilation: 2, Bias: false)
        {
            Groups = 2,
        });
        yield return Case("depthwise", Convolution.Depthwise("c", 3, Padding: 1));
        yield return Case("depthwise 1x1", Convolution.Depthwise("c", 3, Kernel: 1));
        yield return Case("max pool 4 stride 2", new MaxPool("p", 4) { Stride = 2 });
        yield return Case("max pool 3 stride 1 padding 1", new MaxPool("p", 3) { Stride = 1, Padding = 1 });
        yield return Case("max pool 2 stride 3", new MaxPool("p") { Stride = 3 });
        yield return Case("average pool 2", new AveragePool("p"));
        yield return Case("average pool 4 stride 2", new AveragePool("p", 4, 2));
        yield return Case("average pool 2 stride 3", new AveragePool("p", 2, 3));
        yield return Case("global average pool", new GlobalAveragePool("p"));
        yield return Case("upsample 2", new Upsample("u"));
        yield return Case("upsample 3", new Upsample("u", 3));
        yield return Case("leaky relu", new LeakyRelu("r", 0.1f));
        yield return Case("silu", new Silu("s"));
        yield return Case("sigmoid", new Sigmoid("s"));
        yield return Case("tanh", new Tanh("t"));
        yield return Case("softmax of pixels", new Softmax("s"));
        yield return Case("softmax of features", new Flatten("f"), new Dense("d", 5), new Softmax("s"));
        yield return Case("local response", new LocalResponseNormalisation("n", 3, 0.3f));
        yield return Case("local response of the paper", new Convolution("c", 7, Kernel: 1), new LocalResponseNormalisation("n"));
        yield return Case("concat",
            new Concat("j", [[new Convolution("c1", 2, Padding: 1), new Tanh("t")], [], [new MaxPool("p", 3) { Stride = 1, Padding = 1 }]]));
        yield return Case("concat of features", new Flatten("f"), new Concat("j", [[new Dense("d1", 3)], [new Dense("d2", 4), new Silu("s")]]));
        yield return Case("inside a concat", new Convolution("c0", 4, Padding: 1), new Silu("s0"),
            new Concat("j", [[Convolution.Depthwise("c1", 4, Padding: 1, Bias: false), new BatchNormalisation("n1")],
                [new AveragePool("p"), new Upsample("u")]]), new Tanh("t"));
        yield return Case("relu", new Relu("r"));
        yield return Case("dropout", new Dropout("d", 0.5f));
        yield return Case("no dropout", new Dropout("d", 0));
        yield return Case("flatten", new Flatten("f"));
        yield return Case("dense", new Flatten("f"), new Dense("d", 7));
        yield return Case("residual", new Residual("s", [new Convolution("c", 3, Padding: 1), new Relu("r")]));
        yield return Case("memory", new GatedMemory("m", 2, 3));
        yield return Case("memory of two frames between layers", new Convolution("c1", 4, Padding: 1), new Tanh("t"), new GatedMemory("m", 3, 2),
            new Convolution("c2", 2, Kernel: 1));
        yield return Case("lecture in small", new Convolution("c1", 4, Padding: 1), new MaxPool("p"), new Relu("r1"), new Flatten("f"),
            new Dense("d1", 9), new Relu("r2"),
            new Dropout("drop", 0.5f), new Dense("d2", 3));
        yield return Case("grid in small", new Convolution("c1", 4, Kernel: 4, Stride: 2, Padding: 1, Bias: false),
            new BatchNormalisation("n1"), new Relu("r1"),
            new Convolution("c2", 6, Padding: 1, Bias: false), new BatchNormalisation("n2"), new MaxPool("p2"), new Relu("r2"),
            new Residual("s", [new Convolution("c3", 6, Padding: 2, Dilation: 2, Bias: false), new BatchNormalisation("n3")]), new Relu("r3"),
            new Convolution("head", 5, Kernel: 1));
    }

    [Test]
    public void Forward_AnyLayer_AgreesWithTheTwin([ValueSource(nameof(Networks))] TestCaseData network, [Values] Content content)
    {
        var layers = (List<Layer>)network.Arguments[0]!;
        var values = Values(layers, content);
        var x = values["x"];
        var twin = new Twin(values);
        var (expectedOutput, back) = twin.Run(layers, x, BatchOf(layers), ImageShape);
        var seed = Random(expectedOutput.Length, 99);
        var expectedInputGradient = back(seed);

        var found = RunGraph(layers, values, seed);

        Assert.Multiple(() =>
        {
            AssertClose("output", found["y"], expectedOutput, least: 1);
            AssertClose("input gradient", found["dx"], expectedInputGradient);
            foreach (var (name, gradient) in twin.Gradients) AssertClose(name, found[$"d/{name}"], gradient);
        });
    }

    /// <summary>With two samples, as in the other tests, normalised features would only be -1 and 1, with zero gradient.</summary>
    [Test]
    public void Normalisation_Features_IsThatOfImagesOfOnePixel()
    {
        const int samples = 6, channels = 5;
        double[] x = Random(samples * channels, 1), seed = Random(samples * channels, 2), scale = Random(channels, 3), shift = Random(channels, 4);
        Dictionary<string, float[]> Run(params int[] shape)
        {
            var graph = new GraphBuilder("normalisation");
            var (input, gradient) = (graph.Input("x", [samples, .. shape]), graph.Input("seed", [samples, .. shape]));
            var layer = new BatchNormalisation("n");
            var parameters = layer.Parameters(shape).ToDictionary(parameter => parameter.Name, parameter => graph.Input(parameter.Name, channels));
            var pass = new NetworkPass(graph, training: true, parameters);
            var forward = pass.Forward([layer], input);
            graph.Output("y", forward.Output);
            graph.Output("dx", forward.Gradient(gradient, true)!);
            foreach (var (name, tensor) in pass.Gradients.Concat(pass.BatchStatistics)) graph.Output($"of/{name}", tensor);
            return GraphRunner.Run(graph, [(input, x), (gradient, seed), (parameters["n.scale"], scale), (parameters["n.shift"], shift)],
                ["y", "dx", "of/n.scale", "of/n.shift", "of/n.mean", "of/n.variance"]);
        }
        var (expected, found) = (Run(channels, 1, 1), Run(channels));
        foreach (var (name, values) in expected) Assert.That(found[name], Is.EqualTo(values).Within(1e-6f), name);
        Assert.That(found["dx"].Max(MathF.Abs), Is.GreaterThan(0.1f));
    }

    [TestCaseSource(nameof(Networks))]
    public void TwinGradient_RandomInput_AgreesWithFiniteDifferences(List<Layer> layers) => CheckTwin(layers, Content.Random);

    /// <summary>A function without kinks is differentiable at every input.</summary>
    [Test]
    public void TwinGradient_SmoothLayerOnAnyInput_AgreesWithFiniteDifferences(
        [ValueSource(nameof(SmoothNetworks))] TestCaseData network, [Values(Content.Flat, Content.OneHot)] Content content) =>
        CheckTwin((List<Layer>)network.Arguments[0]!, content);

    /// <summary>
    /// Where values are equal, the derivative by one of them does not exist, but that by all of them together does: the shares must add up to it.
    /// </summary>
    [TestCaseSource(nameof(Networks))]
    public void TwinGradient_FlatInput_AgreesWithFiniteDifferencesAlongAllValues(List<Layer> layers)
    {
        const double step = 1e-6;
        var values = Values(layers, Content.Flat);
        var (output, back) = new Twin(values).Run(layers, values["x"], BatchOf(layers), ImageShape);
        var seed = Random(output.Length, 99);
        double Loss(double shift)
        {
            double[] shifted = [.. values["x"].Select(value => value + shift)];
            return new Twin(values).Run(layers, shifted, BatchOf(layers), ImageShape).Output.Zip(seed, (a, b) => a * b).Sum();
        }
        var gradient = back(seed);
        var slope = (Loss(step) - Loss(-step)) / (2 * step);
        Assert.That(gradient.Sum(), Is.EqualTo(slope).Within(1e-5 * Math.Max(1, gradient.Sum(Math.Abs))));
    }

    /// <summary>Two samples, or two clips.</summary>
    static int BatchOf(List<Layer> layers) => 2 * (layers.OfType<GatedMemory>().FirstOrDefault()?.Frames ?? 1);

    static IEnumerable<TestCaseData> SmoothNetworks() => Networks().Where(network =>
        !((List<Layer>)network.Arguments[0]!).Any(layer => layer is MaxPool or Relu or LeakyRelu or Residual or Concat));

    static void CheckTwin(List<Layer> layers, Content content)
    {
        const double step = 1e-6;
        var values = Values(layers, content);
        var twin = new Twin(values);
        var (output, back) = twin.Run(layers, values["x"], BatchOf(layers), ImageShape);
        var seed = Random(output.Length, 99);
        var gradients = new Dictionary<string, double[]> { ["x"] = back(seed) };
        foreach (var (name, gradient) in twin.Gradients) gradients[name] = gradient;

        double Loss() => new Twin(values).Run(layers, values["x"], BatchOf(layers), ImageShape).Output.Zip(seed, (a, b) => a * b).Sum();
        foreach (var (name, gradient) in gradients)
        {
            var tolerance = 1e-5 * Math.Max(1, gradient.Max(Math.Abs));
            for (var i = 0; i < gradient.Length; i += 1 + gradient.Length / 8)
            {
                var value = values[name][i];
                values[name][i] = value + step;
                var above = Loss();
                values[name][i] = value - step;
                var below = Loss();
                values[name][i] = value;
                Assert.That(gradient[i], Is.EqualTo((above - below) / (2 * step)).Within(tolerance), $"{name}[{i}]");
            }
        }
    }

    static Dictionary<string, float[]> RunGraph(List<Layer> layers, Dictionary<string, double[]> values, double[] seed)
    {
        var graph = new GraphBuilder("layers");
        var x = graph.Input("x", [BatchOf(layers), .. ImageShape]);
        var parameters = NetworkDefinition.Parameters(layers, ImageShape)
            .ToDictionary(parameter => parameter.Name, parameter => graph.Input(parameter.Name, [.. parameter.Shape]));
        var pass = new NetworkPass(graph, training: true, parameters);
        var forward = pass.Forward(layers, x);
        var gradient = graph.Input("seed", forward.Output.Shape);
        graph.Output("y", forward.Output);
        graph.Output("dx", forward.Gradient(gradient, true)!);
        foreach (var (name, tensor) in pass.Gradients) graph.Output($"d/{name}", tensor);

        var inputs = parameters.Values.Concat(pass.DropoutMasks.Select(mask => mask.Input)).Select(tensor => (tensor, values[tensor.Name]));
        return GraphRunner.Run(graph, [(x, values["x"]), (gradient, seed), .. inputs], ["y", "dx", .. pass.Gradients.Keys.Select(name => $"d/{name}")]);
    }

    /// <summary>The input, the parameters and the dropout masks by name; rounded to float32, so that both sides use the same values.</summary>
    static Dictionary<string, double[]> Values(List<Layer> layers, Content content)
    {
        var length = BatchOf(layers) * Shapes.Length(ImageShape);
        var x = content switch
        {
            Content.Random => Random(length, 1),
            Content.Flat => Enumerable.Repeat(0.75, length).ToArray(),
            _ => Enumerable.Range(0, length).Select(i => i % 61 == 17 ? 1.0 : 0).ToArray(),
        };
        var values = new Dictionary<string, double[]> { ["x"] = x };
        uint stream = 2;
        foreach (var parameter in NetworkDefinition.Parameters(layers, ImageShape)) values[parameter.Name] = Random(parameter.Length, stream++);
        IReadOnlyList<int> shape = ImageShape;
        foreach (var layer in layers)
        {
            shape = layer.OutputShape(shape);
            if (layer is not Dropout { Rate: > 0 } dropout) continue;
            var mask = new float[BatchOf(layers) * Shapes.Length([.. shape])];
            RandomTensors.FillMask(mask, dropout.Rate, 5, 0, 0);
            values[$"{dropout.Name}.mask"] = [.. mask.Select(value => (double)value)];
        }
        return values;
    }

    static double[] Random(int length, uint stream)
    {
        var values = new float[length];
        RandomTensors.FillNormal(values, 0.5, 7, stream);
        return [.. values.Select(value => (double)value)];
    }

    /// <param name="name">What is compared.</param>
    /// <param name="found">The graph's values.</param>
    /// <param name="expected">The twin's.</param>
    /// <param name="least">
    /// Smallest scale of the relative error: the largest value is used if it is greater. The summands may be larger than their sum.
    /// </param>
    static void AssertClose(string name, float[] found, double[] expected, double least = 0.01)
    {
        Assert.That(found, Has.Length.EqualTo(expected.Length), name);
        var largest = Math.Max(least, expected.Max(Math.Abs));
        var error = found.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
        Assert.That(error / largest, Is.LessThanOrEqualTo(Tolerance), $"{name}: largest error {error}, largest value {largest}");
    }
}
