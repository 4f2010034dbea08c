using OpenCvSharp;
using OpenCvSharp.Dnn;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Network;
using RobotVision.Training.Quantisation;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Tests.Layers;

/// <summary>Exported models also run in OpenCV's DNN module, the only inference engine on some robots.</summary>
public class OpenCvDnnTests
{
    /// <summary>A network with every kind of layer that is not in the shipped networks.</summary>
    internal static NetworkDefinition EveryLayer { get; } = new("every_layer", [3, 32, 32], "y",
    [
        // (8, 16, 16)
        new BatchNormalisation("norm0"), new Convolution("conv1", 8, Kernel: 4, Stride: 2, Padding: 1, Bias: false), new BatchNormalisation("norm1"),
        new LeakyRelu("leaky", 0.1f),
        Convolution.Depthwise("conv2", 8, Padding: 1), new Silu("silu"), new BatchNormalisation("norm2"),                                         // (8, 16, 16)
        new Residual("residual",
            [new Convolution("conv3", 8, Padding: 2, Dilation: 2, Bias: false) { Groups = 2 }, new BatchNormalisation("norm3"), new Tanh("tanh")]),
        new LocalResponseNormalisation("local", 5),
        new Concat("concat",
        [
            [new AveragePool("average"), new Convolution("conv4", 4, Kernel: 1), new Upsample("upsample"), new BatchNormalisation("norm4")],    // (4, 16, 16)
            [new MaxPool("pool1", 3) { Stride = 1, Padding = 1 }, new Sigmoid("sigmoid")],                                                      // (8, 16, 16)
            [],
        ]),                                                                                                                                    // (20, 16, 16)
        new MaxPool("pool2"), new Relu("relu"), new Dropout("dropout", 0.5f),                                                                   // (20, 8, 8)
        new Concat("heads",
        [
            [new GlobalAveragePool("global"), new Dense("dense1", 6), new BatchNormalisation("norm5")],
            [new Flatten("flatten"), new Dense("dense2", 5), new Relu("relu2"), new BatchNormalisation("norm6")],
        ]),                                                                                                                                    // (11)
        new Dense("dense3", 7), new Softmax("softmax"),
    ]);

    static IEnumerable<TestCaseData> Networks() =>
        new[] { GridNetwork.Create(cells: 12), GridNetwork.Create(cells: 24), LectureNetwork.Create(), LeNet5.Create(), EveryLayer }
            .Select(network => new TestCaseData(network).SetArgDisplayNames($"{network.Name} {string.Join('x', network.OutputShape)}"));

    [TestCaseSource(nameof(Networks))]
    public void Export_Network_GivesTheSameInOpenCv(NetworkDefinition network)
    {
        var values = RandomValues.Of(network);
        var path = Path.GetTempFileName();
        try
        {
            ModelExporter.Export(network, values, new Dictionary<string, string>(), path);
            var sample = new float[Shapes.Length([.. network.InputShape])];
            RandomTensors.FillNormal(sample, 0.5, seed: 5, stream: 0);
            var expected = ModelExporter.Run(File.ReadAllBytes(path), network, sample);

            using var net = CvDnn.ReadNetFromOnnx(path)!;
            using var blob = Mat.FromPixelData([1, .. network.InputShape], MatType.CV_32FC1, sample);
            net.SetInput(blob);
            using var output = net.Forward();
            using var flat = output.Reshape(1, 1);
            flat.GetArray(out float[] found);
            var tolerance = 1e-4f * Math.Max(1, expected.Max(MathF.Abs));
            Assert.That(found, Is.EqualTo(expected).Within(tolerance));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Export_Int8_GivesNearlyTheSameInOpenCv()
    {
        var network = LeNet5.Create();
        var path = Path.GetTempFileName();
        try
        {
            var sample = new float[Shapes.Length([.. network.InputShape])];
            RandomTensors.FillNormal(sample, 0.5, seed: 5, stream: 0);
            var model = ModelQuantiser.Quantise(network.ToInferenceModel(RandomValues.Of(network)), [sample], network.InputShape,
                new Dictionary<string, string>());
            File.WriteAllBytes(path, model);
            var expected = ModelExporter.Run(model, network, sample);

            using var net = CvDnn.ReadNetFromOnnx(path)!;
            using var blob = Mat.FromPixelData([1, .. network.InputShape], MatType.CV_32FC1, sample);
            net.SetInput(blob);
            using var output = net.Forward();
            using var flat = output.Reshape(1, 1);
            flat.GetArray(out float[] found);
            Assert.That(found, Is.EqualTo(expected).Within(0.05f * Math.Max(1, expected.Max(MathF.Abs))));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
