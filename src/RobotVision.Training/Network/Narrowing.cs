using RobotVision.Training.Layers;

namespace RobotVision.Training.Network;

/// <summary>
/// The weights of a model for a narrower network of the same layers: of each convolution the filters with the largest sum of absolute weights, and of these the
/// weights for the channels that the layers before still have. The filters after a sum, as in a residual block, are those of its input.
/// </summary>
/// <remarks>Source: Li et al., "Pruning Filters for Efficient ConvNets", 2017, section 3.1.</remarks>
static class Narrowing
{
    /// <summary>The weights in the shapes of a network.</summary>
    /// <param name="weights">A model's weights.</param>
    /// <param name="network">The network, without batch normalisation.</param>
    /// <returns>
    /// The weights as they are where no convolution is narrower than the model's or one is wider, grouped or beside a memory; tensors of layers that the model
    /// lacks are left out.
    /// </returns>
    public static ModelWeights Narrow(ModelWeights weights, NetworkDefinition network)
    {
        Convolution[] convolutions = [.. Convolutions(network.Layers)];
        int[] differences =
        [
            .. convolutions.SkipLast(1).Select(layer => weights.Tensors.TryGetValue(layer.WeightName, out var tensor) ? layer.Filters - tensor.Shape[0] : 0),
        ];
        var isNarrower = differences.Any(difference => difference < 0) && differences.All(difference => difference <= 0);
        if (!isNarrower || network.Memory is not null || convolutions.Any(layer => layer.Groups > 1)) return weights;
        var tensors = new Dictionary<string, ModelTensor>(weights.Tensors);
        var head = convolutions[^1].WeightName;
        Narrow(network.Layers, Channels.All(network.InputShape[0]), Channels.All(weights.Tensors.TryGetValue(head, out var rows) ? rows.Shape[0] : 0), tensors);
        return weights with { Tensors = tensors };
    }

    static IEnumerable<Convolution> Convolutions(IEnumerable<Layer> layers) => layers.SelectMany(layer => layer switch
    {
        Convolution convolution => [convolution],
        Residual residual => Convolutions(residual.Branch),
        Concat concat => concat.Branches.SelectMany(Convolutions),
        _ => [],
    });

    /// <summary>Narrows the tensors of layers that follow one another.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="channels">What is left of the channels that go in.</param>
    /// <param name="output">What has to be left of those that come out; null where the last convolution chooses.</param>
    /// <param name="tensors">The tensors, which are replaced.</param>
    static Channels Narrow(IReadOnlyList<Layer> layers, Channels channels, Channels? output, Dictionary<string, ModelTensor> tensors)
    {
        var last = layers.LastOrDefault(layer => layer is Convolution);
        foreach (var layer in layers)
            channels = layer switch
            {
                Convolution convolution => Narrow(convolution, channels, layer == last ? output : null, tensors),
                Residual residual => Narrow(residual.Branch, channels, channels, tensors),
                Concat concat => Channels.Joined(concat.Branches.Select(branch => Narrow(branch, channels, null, tensors))),
                _ => channels,
            };
        return channels;
    }

    static Channels Narrow(Convolution layer, Channels input, Channels? output, Dictionary<string, ModelTensor> tensors)
    {
        if (!tensors.TryGetValue(layer.WeightName, out var weight)) return output ?? Channels.All(layer.Filters);
        int filters = weight.Shape[0], taps = weight.Shape[2] * weight.Shape[3], length = weight.Shape[1] * taps;
        output ??= new(Strongest(weight.Values, length, Math.Min(layer.Filters, filters)), filters);
        var values = new List<float>();
        foreach (var filter in output.Left)
            foreach (var channel in input.Left)
                values.AddRange(weight.Values.AsSpan(filter * length + channel * taps, taps));
        tensors[layer.WeightName] = new([output.Left.Length, input.Left.Length, .. weight.Shape.Skip(2)], [.. values]);
        if (tensors.TryGetValue(layer.BiasName, out var bias))
            tensors[layer.BiasName] = new([output.Left.Length], [.. output.Left.Select(filter => bias.Values[filter])]);
        return output;
    }

    static int[] Strongest(float[] weights, int length, int count) =>
    [
        .. Enumerable.Range(0, weights.Length / length)
            .OrderByDescending(filter => weights.AsSpan(filter * length, length).ToArray().Sum(MathF.Abs))
            .Take(count).Order(),
    ];

    /// <summary>What is left of the channels of a layer.</summary>
    /// <param name="Left">The channels that are left, rising.</param>
    /// <param name="Count">How many the model has.</param>
    sealed record Channels(int[] Left, int Count)
    {
        public static Channels All(int count) => new([.. Enumerable.Range(0, count)], count);

        public static Channels Joined(IEnumerable<Channels> parts)
        {
            var left = new List<int>();
            var count = 0;
            foreach (var part in parts)
            {
                left.AddRange(part.Left.Select(channel => count + channel));
                count += part.Count;
            }
            return new([.. left], count);
        }
    }
}
