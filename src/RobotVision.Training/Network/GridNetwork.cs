using RobotVision.Detection;
using RobotVision.Imaging;

namespace RobotVision.Training.Network;

/// <summary>
/// The network that is shipped: fully convolutional, eight pixels a cell; its output is a <see cref="GridLayout"/>.
/// </summary>
public static class GridNetwork
{
    const string Name = "grid";

    /// <summary>How sure the network is of every class at first, as a logit: 2 %, since nearly all cells are empty.</summary>
    /// <remarks>Source: Lin et al., "Focal Loss for Dense Object Detection", 2017, section 4.1.</remarks>
    const float StartLogit = -4;

    /// <summary>Filters come in whole groups of as many, which is what vector units like.</summary>
    const int FilterGroup = 8;

    /// <summary>The network.</summary>
    /// <param name="dropout">The part of the last features that is left out while training, 0..1.</param>
    /// <param name="width">How many filters the convolutions have, in parts of those written below; rounded to eights, at least eight.</param>
    public static NetworkDefinition Create(float dropout = 0.1f, float width = 1)
    {
        int Filters(int usual) => Math.Max(FilterGroup, FilterGroup * (int)MathF.Round(usual * width / FilterGroup));
        return Create(dropout, Filters(16), Filters(32), Filters(64), Filters(96));
    }

    /// <summary>The network of an exported model, as wide as it is there; as wide as usual when it is no grid network.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dropout">The part of the last features that is left out while training, 0..1.</param>
    public static NetworkDefinition CreateLike(ModelWeights model, float dropout = 0.1f)
    {
        int Filters(string layer) => model.Tensors.GetValueOrDefault($"{layer}.weight")?.Shape[0] ?? 0;
        var (filters1, filters2, filters3, filters4) = (Filters("conv1"), Filters("conv2"), Filters("conv3"), Filters("conv4"));
        return model.Network == Name && Math.Min(Math.Min(filters1, filters2), Math.Min(filters3, filters4)) > 0
            ? Create(dropout, filters1, filters2, filters3, filters4)
            : Create(dropout);
    }

    static NetworkDefinition Create(float dropout, int filters1, int filters2, int filters3, int filters4) => new(Name, [3, SampleFormat.Size, SampleFormat.Size], "grid",
    [
        // Stride 2 at once: at full size the first layer's 16 channels would cost as much memory traffic as all the others.
        new Convolution("conv1", filters1, Kernel: 4, Stride: 2, Padding: 1, Bias: false), new BatchNormalisation("norm1"), new Relu("relu1"), // (16, 48, 48)
        new Convolution("conv2", filters2, Padding: 1, Bias: false), new BatchNormalisation("norm2"), new MaxPool("pool2"), new Relu("relu2"), // (32, 24, 24)
        new Convolution("conv3", filters3, Padding: 1, Bias: false), new BatchNormalisation("norm3"), new MaxPool("pool3"), new Relu("relu3"), // (64, 12, 12)
        new Convolution("conv4", filters4, Padding: 1, Bias: false), new BatchNormalisation("norm4"), new Relu("relu4"),                      // (96, 12, 12)
        new Residual("residual",
        [
            new Convolution("conv5", filters4, Padding: 2, Dilation: 2, Bias: false), new BatchNormalisation("norm5"), new Relu("relu5"),     // (96, 12, 12)
            new Convolution("conv6", filters4, Padding: 1, Bias: false), new BatchNormalisation("norm6"),                                     // (96, 12, 12)
        ]),
        new Relu("relu6"),
        new Dropout("dropout", dropout),
        new Convolution("head", GridLayout.Channels, Kernel: 1)                                                                         // (40, 12, 12)
        {
            StartBias = channel => channel % GridLayout.ValuesPerClass == GridLayout.Logit ? StartLogit : 0,
        },
    ]);
}
