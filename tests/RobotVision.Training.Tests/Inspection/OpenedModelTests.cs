using RobotVision.Inference;
using RobotVision.Sampling;
using RobotVision.Testing;
using RobotVision.Training.Inspection;
using RobotVision.Training.Layers;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Tests.Inspection;

public class OpenedModelTests
{
    BlobModel _blob = null!;

    [OneTimeSetUp]
    public void MakeModel() => _blob = new BlobModel();

    [OneTimeTearDown]
    public void RemoveModel() => _blob.Dispose();

    [Test]
    public void Run_BrightSquare_IsSeenInEveryLayer()
    {
        using var model = new OpenedModel(_blob.Path);
        var layers = model.Run(BlobModel.Sample(24, 40, 8));
        Assert.That(layers.Select(layer => (layer.Kind, string.Join('x', layer.Shape))),
            Is.EqualTo(new[] { ("Conv", "1x96x96"), ("AveragePool", "1x12x12"), ("Conv", "40x12x12") }));
        Assert.That((layers[0].Values[40 * 96 + 24], layers[0].Values[40 * 96 + 23]), Is.EqualTo((1f, 0f)));
        Assert.That((layers[1].Values[5 * 12 + 3], layers[1].Values.Sum()), Is.EqualTo((1f, 1f)));
        Assert.That(layers[2].Values[5 * 12 + 3], Is.EqualTo(BlobModel.Gain));
    }

    [Test]
    public void Run_EveryKindOfLayer_IsListedInOrderUnderItsName()
    {
        using var model = new OpenedModel(WriteEveryKind());
        var layers = model.Run(BlobModel.Sample(24, 40, 8));
        Assert.That(layers.Select(layer => $"{layer.Kind} {layer.Name} {string.Join('x', layer.Shape)}"), Is.EqualTo(new[]
        {
            "Conv first 4x48x48", "Relu rectifier 4x48x48", "Conv second 4x48x48", "Mul silu 4x48x48", "Add residual 4x48x48", "MaxPool pool 4x24x24",
            "Resize upsample 4x48x48", "Concat scales 8x48x48", "Add norm 8x48x48", "Conv head 2x48x48", "LRN neighbours 2x48x48", "LeakyRelu leaky 2x48x48",
            "Tanh tanh 2x48x48", "Sigmoid sigmoid 2x48x48", "AveragePool mean 2x24x24", "GlobalAveragePool everything 2x1x1",
            "Gemm dense 3", "Softmax softmax 3",
        }));
    }

    [Test]
    public void Run_EveryKindOfLayer_OutputFollowsFromItsInputs()
    {
        using var model = new OpenedModel(WriteEveryKind());
        var layers = model.Run(BlobModel.Sample(24, 40, 8));
        float[] At(string name) => layers.Single(layer => layer.Name == name).Values;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(At("first").Min(), Is.LessThan(0), "before the activation");
            Assert.That(At("rectifier"), Is.EqualTo(At("first").Select(value => Math.Max(0, value))));
            Assert.That(At("silu"), Is.EqualTo(At("second").Select(value => value / (1 + MathF.Exp(-value))).ToArray()).Within(1e-4));
            Assert.That(At("residual"), Is.EqualTo(At("rectifier").Zip(At("silu"), (a, b) => a + b).ToArray()).Within(1e-5));
            Assert.That(At("scales"), Is.EqualTo(At("residual").Concat(At("upsample"))));
            Assert.That(At("upsample")[(2 * 48 + 25) * 48 + 13], Is.EqualTo(At("pool")[(2 * 24 + 12) * 24 + 6]));
            Assert.That(At("softmax").Sum(), Is.EqualTo(1).Within(1e-5));
        }
    }

    [Test]
    public void Run_Int8Model_ListsTheSameLayersWithTheirReluInThem()
    {
        using var whole = new OpenedModel(Path.Combine(Repository.Root, "models", "grid.int8.onnx"));
        using var exact = new OpenedModel(Path.Combine(Repository.Root, "models", "grid.onnx"));
        var sample = BlobModel.Sample(24, 40, 8);
        var (found, expected) = (whole.Run(sample), exact.Run(sample));
        // The ReLU after the residual's sum does not follow a convolution, so it stays a layer.
        var named = expected.Where(layer => layer.Kind != "Relu" || layer.Name == "relu6").Select(layer => $"{layer.Kind} {layer.Name}");
        Assert.That(found.Select(layer => $"{layer.Kind} {layer.Name}"), Is.EqualTo(named));
        Assert.That((expected[0].Name, expected[1].Name), Is.EqualTo(("conv1", "relu1")));
        Assert.That(found[0].Values, Is.EqualTo(expected[1].Values).Within(expected[1].Values.Max() / 20));
        Assert.That(found[0].Values.Min(), Is.Zero, "behind the activation");
    }

    [Test]
    public void Filters_OfEveryConvolution_AreListedUnderItsName()
    {
        using var model = new OpenedModel(WriteEveryKind());
        Assert.That(model.Filters.Select(filters => $"{filters.Name} {string.Join('x', filters.Shape)}"),
            Is.EqualTo(new[] { "first 4x3x2x2", "second 4x4x3x3", "head 2x8x1x1" }));
        foreach (var filters in model.Filters)
            Assert.That(filters.Values, Is.EqualTo(Enumerable.Range(0, filters.Values.Length).Select(Weight)), filters.Name);
    }

    [Test]
    public void Filters_OfTheFile_AreItsWeights()
    {
        using var model = new OpenedModel(_blob.Path);
        Assert.That(model.Filters.Select(filters => string.Join('x', filters.Shape)), Is.EqualTo(new[] { "1x3x1x1", "40x1x1x1" }));
        Assert.That(model.Filters[0].Values, Is.EqualTo(new float[] { 1, 0, 0 }));
    }

    [Test]
    public void Filters_OfTheInt8Model_AreThoseOfTheFloat32File()
    {
        using var whole = new OpenedModel(Path.Combine(Repository.Root, "models", "grid.int8.onnx"));
        using var exact = new OpenedModel(Path.Combine(Repository.Root, "models", "grid.onnx"));
        Assert.That(whole.Filters.Select(layer => string.Join('x', layer.Shape)), Is.EqualTo(exact.Filters.Select(layer => string.Join('x', layer.Shape))));
        foreach (var (found, expected) in whole.Filters.Zip(exact.Filters))
            Assert.That(found.Values, Is.EqualTo(expected.Values).Within(expected.Values.Max(Math.Abs) / 100), found.Name);
    }

    [Test]
    public void Open_NotOnnx_IsRejected()
    {
        var path = _blob.Path + ".txt";
        File.WriteAllText(path, "these are words");
        Assert.That(() => new OpenedModel(path), Throws.TypeOf<InvalidDataException>().With.Message.Contains(path));
        Assert.That(() => new OpenedModel(path + "x"), Throws.TypeOf<FileNotFoundException>());
    }

    [Test]
    public void Sheet_Channels_StandSideBySideOnOneScale()
    {
        var sheet = ActivationSheet.Draw(new("a", "Conv", [2, 1, 2], [0, 2, -1, 0]));
        Assert.That((sheet.Width, sheet.Height), Is.EqualTo((7, 3)));
        byte At(int x) => sheet.Pixels[(sheet.Width + x) * 3];
        Assert.That((At(1), At(2), At(3), At(4), At(5)), Is.EqualTo(((byte)128, (byte)255, (byte)0, (byte)64, (byte)128)));
    }

    [Test]
    public void Sheet_ValuesAlone_StandInRows()
    {
        var sheet = ActivationSheet.Draw(new("a", "Gemm", [40], [.. Enumerable.Range(0, 40).Select(i => i == 39 ? 1f : 0)]));
        Assert.That((sheet.Width, sheet.Height), Is.EqualTo((19, 11)), "nine in a row");
        Assert.That((sheet.Pixels[(9 * 19 + 5) * 3], sheet.Pixels[(9 * 19 + 7) * 3]), Is.EqualTo(((byte)128, (byte)255)));
    }

    [Test]
    public void SampleImage_RedSample_IsRed()
    {
        var sample = new float[SampleFormat.Length];
        sample.AsSpan().Fill(-1);
        sample.AsSpan(0, SampleFormat.Size * SampleFormat.Size).Fill(1);
        Assert.That(SampleImage.Draw(sample, SampleFormat.Default).Pixels[..3], Is.EqualTo(new byte[] { 0, 0, 255 }));
    }

    /// <summary>Writes a model with every kind of layer that changes values and returns its path; its output has no meaning.</summary>
    string WriteEveryKind()
    {
        var network = new NetworkDefinition("kinds", [3, SampleFormat.Size, SampleFormat.Size], "answer",
        [
            new Convolution("first", 4, Kernel: 2, Stride: 2), new Relu("rectifier"),                                    // (4, 48, 48)
            new Residual("residual", [new Convolution("second", 4, Padding: 1), new Silu("silu")]),                      // (4, 48, 48)
            new Concat("scales", [[], [new MaxPool("pool"), new Upsample("upsample")]]), new BatchNormalisation("norm"), // (8, 48, 48)
            new Convolution("head", 2, Kernel: 1), new LocalResponseNormalisation("neighbours"), new LeakyRelu("leaky"), // (2, 48, 48)
            new Tanh("tanh"), new Sigmoid("sigmoid"), new AveragePool("mean"), new GlobalAveragePool("everything"),      // (2)
            new Dense("dense", 3), new Softmax("softmax"),                                                               // (3)
        ]);
        var values = network.ParameterList.ToDictionary(parameter => parameter.Name, parameter => Enumerable.Range(0, parameter.Length)
            .Select(i => parameter.Kind == ParameterKind.Weight ? Weight(i) : parameter.Start?.Invoke(i) ?? 0).ToArray());
        var path = _blob.Path + ".kinds.onnx";
        ModelExporter.Export(
            network, values,
            new ModelContract { Network = "grid", Output = ModelOutput.Grid, Thresholds = [.. Enumerable.Repeat(0.5f, 8)] }.ToMetadata(), path);
        return path;
    }

    static float Weight(int index) => (index % 7 - 3) / 10f;
}
