using RobotVision.Detections;
using RobotVision.Sampling;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Network;

/// <summary>
/// The shipped detection network: fully convolutional; its output is a <see cref="GridLayout"/>.
/// </summary>
public static class GridNetwork
{
    const string Name = "grid";
    const string MixName = "mix";
    const string DeepName = "deep";
    const string FineName = "fine";

    /// <summary>The name of its memory, where it has one.</summary>
    internal const string MemoryName = "memory";

    /// <summary>The layers whose numbers of filters define the width of a model.</summary>
    static readonly string[] FilterLayers = ["conv1", "conv2", "conv3", "conv4"];

    /// <summary>Initial logit of every class: a confidence of 2 %, since nearly all cells are empty.</summary>
    /// <remarks>Source: Lin et al., "Focal Loss for Dense Object Detection", 2017, section 4.1.</remarks>
    const float StartLogit = -4;

    /// <summary>The number of filters is a multiple of this, for vector units.</summary>
    const int FilterGroup = 8;

    /// <summary>The most that <c>depth</c> may be.</summary>
    public const int MaximumDepth = 8;

    /// <summary>Default number of cells along each side.</summary>
    public const int DefaultCells = GridLayout.FineCells;

    /// <summary>The network.</summary>
    /// <param name="dropout">Dropout rate of the last features, at least 0 and below 1.</param>
    /// <param name="width">Factor of the numbers of filters below; rounded to multiples of eight, at least eight.</param>
    /// <param name="cells">One of <see cref="GridLayout.CellChoices"/>.</param>
    /// <param name="classes">How many classes it finds.</param>
    /// <param name="memory">What it remembers of earlier frames; nothing when null.</param>
    /// <param name="depth">Residual blocks besides the first, 0..<see cref="MaximumDepth"/>: so many of 12 x 12, and with 24 cells so many of 24 x 24.</param>
    public static NetworkDefinition Create(
        float dropout = 0.1f, float width = 1, int cells = DefaultCells, int classes = ObjectClasses.Count, GatedMemory? memory = null,
        int depth = 0)
    {
        int Filters(int usual) => Math.Max(FilterGroup, FilterGroup * (int)MathF.Round(usual * width / FilterGroup));
        return Create(dropout, cells, classes, [Filters(16), Filters(32), Filters(64), Filters(96)], memory, depth);
    }

    /// <summary>
    /// The network of an exported model, with its width, depth and cells unless given; the default network when the model is not a grid network.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="dropout">Dropout rate of the last features, at least 0 and below 1.</param>
    /// <param name="width">Its width; null takes the model's.</param>
    /// <param name="cells">One of <see cref="GridLayout.CellChoices"/>; null takes the model's.</param>
    /// <param name="classes">How many classes it finds; the model may have fewer.</param>
    /// <param name="memory">What it remembers of earlier frames; nothing when null, whatever the model does.</param>
    /// <param name="depth">Residual blocks besides the first; null takes the model's. More than the model has begin as the identity.</param>
    public static NetworkDefinition CreateLike(
        ModelWeights model, float dropout = 0.1f, float? width = null, int? cells = null, int classes = ObjectClasses.Count, GatedMemory? memory = null,
        int? depth = null)
    {
        int[] filters = [.. FilterLayers.Select(layer => model.Tensors.GetValueOrDefault($"{layer}.weight")?.Shape[0] ?? 0)];
        var isGrid = model.Network == Name && filters.All(count => count > 0);
        cells ??= !isGrid || model.Tensors.ContainsKey($"{MixName}.weight") ? DefaultCells : GridLayout.CoarseCells;
        depth ??= isGrid ? Enumerable.Range(1, MaximumDepth).Count(i => model.Tensors.ContainsKey($"{DeepName}{i}a.weight")) : 0;
        return isGrid && width is null
            ? Create(dropout, cells.Value, classes, filters, memory, depth.Value)
            : Create(dropout, width ?? 1, cells.Value, classes, memory, depth.Value);
    }

    static NetworkDefinition Create(float dropout, int cells, int classes, int[] filters, GatedMemory? memory, int depth)
    {
        if (!GridLayout.CellChoices.Contains(cells))
            throw new ArgumentException(
                $"Network '{Name}': expected {string.Join(" or ", GridLayout.CellChoices)} cells along each side, found {cells}.", nameof(cells));
        Layer[] coarse =
        [
            new Convolution("conv3", filters[2], Padding: 1, Bias: false),
            new BatchNormalisation("norm3"), new MaxPool("pool3"), new Relu("relu3"),               // (64, 12, 12)
            new Convolution("conv4", filters[3], Padding: 1, Bias: false),
            new BatchNormalisation("norm4"), new Relu("relu4"),                                     // (96, 12, 12)
            new Residual("residual",
            [
                new Convolution("conv5", filters[3], Padding: 2, Dilation: 2, Bias: false),
                new BatchNormalisation("norm5"), new Relu("relu5"),                                 // (96, 12, 12)
                new Convolution("conv6", filters[3], Padding: 1, Bias: false),
                new BatchNormalisation("norm6"),                                                    // (96, 12, 12)
            ]),
            new Relu("relu6"),
            .. Blocks(DeepName, depth, filters[3]),
        ];
        return new(Name, [3, SampleFormat.Size, SampleFormat.Size], "grid",
        [
            // Stride 2 at once: at full size the first layer's 16 channels would cost as much memory traffic as all the others.
            new Convolution("conv1", filters[0], Kernel: 4, Stride: 2, Padding: 1, Bias: false),
            new BatchNormalisation("norm1"), new Relu("relu1"),                                     // (16, 48, 48)
            new Convolution("conv2", filters[1], Padding: 1, Bias: false),
            new BatchNormalisation("norm2"), new MaxPool("pool2"), new Relu("relu2"),               // (32, 24, 24)
            .. cells == GridLayout.FineCells ? Fine(coarse, filters[1], depth) : coarse,
            .. memory is null ? Array.Empty<Layer>() : [memory],                                    // (32, 24, 24)
            new Dropout("dropout", dropout),
            new Convolution("head", GridLayout.ChannelsOf(classes), Kernel: 1)                      // (5 classes, C, C)
            {
                StartBias = channel => channel % GridLayout.ValuesPerClass == GridLayout.Logit ? StartLogit : 0,
            },
        ]);
    }

    /// <summary>Concatenates the upsampled coarse features, which see a wide area, with the fine features at the same place.</summary>
    /// <remarks>
    /// Source: Lin et al., "Feature Pyramid Networks for Object Detection", 2017; the two maps are concatenated as in Ronneberger et al., "U-Net", 2015.
    /// </remarks>
    static Layer[] Fine(Layer[] coarse, int filters, int depth) =>
    [
        new Concat("scales",
        [
            [],                                                                                     // (32, 24, 24)
            [
                .. coarse,
                new Convolution("narrow", filters, Kernel: 1, Bias: false),
                new BatchNormalisation("norm7"), new Relu("relu7"),                                 // (32, 12, 12)
                new Upsample("upsample"),                                                           // (32, 24, 24)
            ],
        ]),                                                                                         // (64, 24, 24)
        new Convolution(MixName, filters, Padding: 1, Bias: false),
        new BatchNormalisation("norm8"), new Relu("relu8"),                                         // (32, 24, 24)
        .. Blocks(FineName, depth, filters),
    ];

    /// <summary>
    /// Residual blocks that begin as the identity, so that a model which lacks them goes on as what it was. Every second one looks twice as far.
    /// </summary>
    /// <remarks>Source: Goyal et al., "Accurate, Large Minibatch SGD", 2017, section 5.1: the last scale of a block starts at 0.</remarks>
    static IEnumerable<Layer> Blocks(string name, int count, int filters) => Enumerable.Range(1, count).SelectMany(i => (Layer[])
    [
        new Residual($"{name}{i}",
        [
            new Convolution($"{name}{i}a", filters, Padding: 2 - i % 2, Dilation: 2 - i % 2, Bias: false),
            new BatchNormalisation($"{name}{i}a_norm"), new Relu($"{name}{i}a_relu"),
            new Convolution($"{name}{i}b", filters, Padding: 1, Bias: false),
            new BatchNormalisation($"{name}{i}b_norm") { StartScale = 0 },
        ]),
        new Relu($"{name}{i}_relu"),
    ]);
}
