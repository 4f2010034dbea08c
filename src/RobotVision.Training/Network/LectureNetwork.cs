using RobotVision.Detections;
using RobotVision.Sampling;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Network;

/// <summary>
/// The network of the Offenburg deep-learning lecture for the robot Sweaty, unchanged: it tells which of the eight classes are in the image. Its output
/// is (8) logits; their sigmoids are probabilities.
/// </summary>
/// <remarks>Pooling comes before ReLU: the same function, with a quarter of the work for ReLU.</remarks>
public static class LectureNetwork
{
    /// <summary>The network.</summary>
    /// <param name="dropout">Dropout rate of the dense features, at least 0 and below 1.</param>
    public static NetworkDefinition Create(float dropout = 0.5f) => new("lecture", [3, SampleFormat.Size, SampleFormat.Size], "classes",
    [
        new Convolution("conv1", 16, Padding: 1), new MaxPool("pool1"), new Relu("relu1"),   // (16, 48, 48)
        new Convolution("conv2", 32, Padding: 1), new MaxPool("pool2"), new Relu("relu2"),   // (32, 24, 24)
        new Convolution("conv3", 64, Padding: 1), new MaxPool("pool3"), new Relu("relu3"),   // (64, 12, 12)
        new Convolution("conv4", 128, Padding: 1), new MaxPool("pool4"), new Relu("relu4"),  // (128, 6, 6)
        new Flatten("flatten"),                                                              // (4608)
        new Dense("dense1", 2048), new Relu("relu5"), new Dropout("dropout", dropout),       // (2048)
        new Dense("dense2", ObjectClasses.Count),                                            // (8)
    ]);
}
