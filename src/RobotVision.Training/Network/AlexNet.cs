using RobotVision.Training.Layers;

namespace RobotVision.Training.Network;

/// <summary>
/// AlexNet, which won ImageNet in 2012, as a readable table of layer sizes: (3, 227, 227) -> (1000) logits, 61 million values.
/// </summary>
/// <remarks>
/// Source: Krizhevsky et al., "ImageNet Classification with Deep Convolutional Neural Networks", 2012, section 3.5. The images are of
/// 227 pixels, not 224 as printed: only then (227 - 11)/4 + 1 = 55 is an integer.
/// </remarks>
public static class AlexNet
{
    /// <summary>The network.</summary>
    public static NetworkDefinition Create() => new("alexnet", [3, 227, 227], "classes",
    [
        new Convolution("conv1", 96, Kernel: 11, Stride: 4), new Relu("relu1"),                             // (96, 55, 55)
        new LocalResponseNormalisation("norm1"), new MaxPool("pool1", 3) { Stride = 2 },                    // (96, 27, 27)
        new Convolution("conv2", 256, Kernel: 5, Padding: 2) { Groups = 2 }, new Relu("relu2"),             // (256, 27, 27)
        new LocalResponseNormalisation("norm2"), new MaxPool("pool2", 3) { Stride = 2 },                    // (256, 13, 13)
        new Convolution("conv3", 384, Padding: 1), new Relu("relu3"),                                       // (384, 13, 13)
        new Convolution("conv4", 384, Padding: 1) { Groups = 2 }, new Relu("relu4"),                        // (384, 13, 13)
        new Convolution("conv5", 256, Padding: 1) { Groups = 2 }, new Relu("relu5"),                        // (256, 13, 13)
        new MaxPool("pool5", 3) { Stride = 2 }, new Flatten("flatten"),                                     // (9216)
        new Dense("dense1", 4096), new Relu("relu6"), new Dropout("dropout1", 0.5f),                        // (4096)
        new Dense("dense2", 4096), new Relu("relu7"), new Dropout("dropout2", 0.5f),                        // (4096)
        new Dense("dense3", 1000),                                                                          // (1000)
    ]);
}
