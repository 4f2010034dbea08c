using System.Security.Cryptography;
using RobotVision.Detections;
using RobotVision.Training.Graph.Format;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Steps;
using RobotVision.Training.Tests.Runs;

namespace RobotVision.Training.Tests.Steps;

public class StepGraphTests
{
    /// <summary>
    /// Every kind of layer of the shipped network, with the graph of the version that trained the shipped model: a run that is resumed by another version
    /// of this code gives the same bytes only while this graph is unchanged.
    /// </summary>
    [Test]
    public void Model_PartsOfTheShippedNetwork_IsByteForByteWhatItWas()
    {
        var network = new NetworkDefinition("pinned", [3, 96, 96], "grid",
        [
            new Convolution("conv1", 4, Kernel: 4, Stride: 2, Padding: 1, Bias: false), new BatchNormalisation("norm1"), new Relu("relu1"),
            new Convolution("conv2", 6, Padding: 1, Bias: false), new BatchNormalisation("norm2"), new MaxPool("pool2"), new Relu("relu2"),
            new Convolution("conv3", 8, Padding: 1, Bias: false), new BatchNormalisation("norm3"), new MaxPool("pool3"), new Relu("relu3"),
            new Residual("residual", [new Convolution("conv4", 8, Padding: 2, Dilation: 2, Bias: false), new BatchNormalisation("norm4")]),
            new Dropout("dropout", 0.1f), new Convolution("head", GridLayout.ChannelsOf(), Kernel: 1),
        ]);
        var model = new StepGraph(network, new GridLoss(), new TrainingOptions { BatchSize = 4 }).Model;
        Assert.That(Convert.ToHexString(SHA256.HashData(model)), Is.EqualTo("9D68D91247FD709613D595A9173B3D057266A9B6F9C29553E0B4F7403496CF19"));
    }

    /// <summary>An operator without a CUDA kernel would be rejected on a CUDA device, or copied to the CPU and back at every step.</summary>
    [TestCase("grid 12")]
    [TestCase("grid 24")]
    [TestCase("lecture")]
    [TestCase("lenet5")]
    [TestCase("alexnet")]
    public void Model_StepOfANetwork_HasOnlyOperatorsWithACudaKernel(string network)
    {
        var options = new TrainingOptions { BatchSize = 2, GradientLimit = 1 };
        var graph = network switch
        {
            "grid 12" => new StepGraph(GridNetwork.Create(cells: 12), new GridLoss(), options),
            "grid 24" => new StepGraph(GridNetwork.Create(cells: 24), new GridLoss(ConfidenceLossKind.QualityFocal), options),
            "lecture" => new StepGraph(LectureNetwork.Create(), new BinaryCrossEntropyLoss(), options),
            "lenet5" => new StepGraph(LeNet5.Create(), new SoftmaxCrossEntropyLoss(), options),
            _ => new StepGraph(AlexNet.Create(), new SoftmaxCrossEntropyLoss(), options),
        };
        var operators = ModelProto.Parser.ParseFrom(graph.Model).Graph.Node.Select(node => node.OpType).Distinct();
        Assert.That(operators, Is.SubsetOf(CudaKernels.Float32));
    }
}
