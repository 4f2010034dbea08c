using RobotVision.Training.Layers;

namespace RobotVision.Training.Network;

/// <summary>
/// LeNet-5 for handwritten digits, as an example of another network: (1, 32, 32) -> (10) logits.
/// </summary>
/// <remarks>
/// Source: LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998, figure 2. Simpler than there: plain average
/// pooling, every filter of the second convolution sees all channels, tanh is not scaled, and the output is dense instead of radial.
/// </remarks>
public static class LeNet5
{
    /// <summary>The network.</summary>
    public static NetworkDefinition Create() => new("lenet5", [1, 32, 32], "digits",
    [
        new Convolution("conv1", 6, Kernel: 5), new Tanh("tanh1"), new AveragePool("pool1"),   // (6, 14, 14)
        new Convolution("conv2", 16, Kernel: 5), new Tanh("tanh2"), new AveragePool("pool2"),  // (16, 5, 5)
        new Convolution("conv3", 120, Kernel: 5), new Tanh("tanh3"), new Flatten("flatten"),   // (120)
        new Dense("dense1", 84), new Tanh("tanh4"),                                            // (84)
        new Dense("dense2", 10),                                                               // (10)
    ]);
}
