using RobotVision.Detections;
using RobotVision.Sampling;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Network;

/// <summary>
/// The network that is shipped: fully convolutional; its output is a <see cref="GridLayout"/>.
/// </summary>
public static class GridNetwork
{
    const string Name = "grid";
    const string MixName = "mix";

    /// <summary>The layers that say how wide a model is.</summary>
    static readonly string[] FilterLayers = ["conv1", "conv2", "conv3", "conv4"];

    /// <summary>How sure the network is of every class at first, as a logit: 2 %, since nearly all cells are empty.</summary>
    /// <remarks>Source: Lin et al., "Focal Loss for Dense Object Detection", 2017, section 4.1.</remarks>
    const float StartLogit = -4;

    /// <summary>Filters come in whole groups of as many, which is what vector units like.</summary>
    const int FilterGroup = 8;

    /// <summary>The cells that it has unless said otherwise.</summary>
    public const int UsualCells = GridLayout.FineCells;

    /// <summary>The network.</summary>
    /// <param name="dropout">The part of the last features that is left out while training, 0..1.</param>
    /// <param name="width">How many filters the convolutions have, in parts of those written below; rounded to eights, at least eight.</param>
    /// <param name="cells">One of <see cref="GridLayout.CellChoices"/>.</param>
    public static NetworkDefinition Create(float dropout = 0.1f, float width = 1, int cells = UsualCells)
    {
        int Filters(int usual) => Math.Max(FilterGroup, FilterGroup * (int)MathF.Round(usual * width / FilterGroup));
        return Create(dropout, cells, [Filters(16), Filters(32), Filters(64), Filters(96)]);
    }

    /// <summary>The network of an exported model, as wide and fine as it is there unless said otherwise; the usual one when it is no grid network.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dropout">The part of the last features that is left out while training, 0..1.</param>
    /// <param name="width">Its width; null takes the model's.</param>
    /// <param name="cells">One of <see cref="GridLayout.CellChoices"/>; null takes the model's.</param>
    public static NetworkDefinition CreateLike(ModelWeights model, float dropout = 0.1f, float? width = null, int? cells = null)
    {
        int[] filters = [.. FilterLayers.Select(layer => model.Tensors.GetValueOrDefault($"{layer}.weight")?.Shape[0] ?? 0)];
        var isGrid = model.Network == Name && filters.All(count => count > 0);
        cells ??= !isGrid || model.Tensors.ContainsKey($"{MixName}.weight") ? UsualCells : GridLayout.CoarseCells;
        return isGrid && width is null ? Create(dropout, cells.Value, filters) : Create(dropout, width ?? 1, cells.Value);
    }

    static NetworkDefinition Create(float dropout, int cells, int[] filters)
    {
        if (!GridLayout.CellChoices.Contains(cells))
            throw new ArgumentException($"Network '{Name}': expected {string.Join(" or ", GridLayout.CellChoices)} cells along each side, found {cells}.", nameof(cells));
        Layer[] coarse =
        [
            new Convolution("conv3", filters[2], Padding: 1, Bias: false), new BatchNormalisation("norm3"), new MaxPool("pool3"), new Relu("relu3"), // (64, 12, 12)
            new Convolution("conv4", filters[3], Padding: 1, Bias: false), new BatchNormalisation("norm4"), new Relu("relu4"),                       // (96, 12, 12)
            new Residual("residual",
            [
                new Convolution("conv5", filters[3], Padding: 2, Dilation: 2, Bias: false), new BatchNormalisation("norm5"), new Relu("relu5"),      // (96, 12, 12)
                new Convolution("conv6", filters[3], Padding: 1, Bias: false), new BatchNormalisation("norm6"),                                      // (96, 12, 12)
            ]),
            new Relu("relu6"),
        ];
        return new(Name, [3, SampleFormat.Size, SampleFormat.Size], "grid",
        [
            // Stride 2 at once: at full size the first layer's 16 channels would cost as much memory traffic as all the others.
            new Convolution("conv1", filters[0], Kernel: 4, Stride: 2, Padding: 1, Bias: false), new BatchNormalisation("norm1"), new Relu("relu1"), // (16, 48, 48)
            new Convolution("conv2", filters[1], Padding: 1, Bias: false), new BatchNormalisation("norm2"), new MaxPool("pool2"), new Relu("relu2"), // (32, 24, 24)
            .. cells == GridLayout.FineCells ? Fine(coarse, filters[1]) : coarse,
            new Dropout("dropout", dropout),
            new Convolution("head", GridLayout.Channels, Kernel: 1)                                                                                  // (40, C, C)
            {
                StartBias = channel => channel % GridLayout.ValuesPerClass == GridLayout.Logit ? StartLogit : 0,
            },
        ]);
    }

    /// <summary>What is seen about a place, from far around it, laid beside what is seen in it.</summary>
    /// <remarks>Source: Lin et al., "Feature Pyramid Networks for Object Detection", 2017; Ronneberger et al., "U-Net", 2015, for the two maps side by side.</remarks>
    static Layer[] Fine(Layer[] coarse, int filters) =>
    [
        new Concat("scales",
        [
            [],                                                                                                                                      // (32, 24, 24)
            [
                .. coarse,
                new Convolution("narrow", filters, Kernel: 1, Bias: false), new BatchNormalisation("norm7"), new Relu("relu7"),                      // (32, 12, 12)
                new Upsample("upsample"),                                                                                                            // (32, 24, 24)
            ],
        ]),                                                                                                                                         // (64, 24, 24)
        new Convolution(MixName, filters, Padding: 1, Bias: false), new BatchNormalisation("norm8"), new Relu("relu8"),                              // (32, 24, 24)
    ];
}
