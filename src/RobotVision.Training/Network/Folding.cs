namespace RobotVision.Training.Network;

/// <summary>
/// Puts every batch normalisation into the convolution before it, since with fixed statistics both are one linear map:
/// W' = W * gamma / sqrt(variance + epsilon) and b' = beta - mean * gamma / sqrt(variance + epsilon). Dropout goes as well.
/// </summary>
/// <remarks>Source: Jacob et al., "Quantization and Training of Neural Networks", 2018, equation 14.</remarks>
public static class Folding
{
    /// <summary>The same function as the network's inference pass, with fewer layers.</summary>
    /// <returns>The shorter network and the values of its parameters; what was not touched is shared with <paramref name="values"/>.</returns>
    public static (NetworkDefinition Network, IReadOnlyDictionary<string, float[]> Values) Fold(
        NetworkDefinition network, IReadOnlyDictionary<string, float[]> values)
    {
        var folded = new Dictionary<string, float[]>(values);
        var layers = Fold(network.Layers, folded);
        return (new(network.Name, network.InputShape, network.OutputName, layers), folded);
    }

    /// <summary>
    /// The network that an exported file holds, to be trained on: no batch normalisation, since its statistics went into the weights, but
    /// the dropout of the network that it was made of. Its parameters have the names and shapes of those in the file.
    /// </summary>
    public static NetworkDefinition WithoutNormalisation(NetworkDefinition network) =>
        new(network.Name, network.InputShape, network.OutputName, Fold(network.Layers, null));

    static List<Layer> Fold(IReadOnlyList<Layer> layers, Dictionary<string, float[]>? values)
    {
        var result = new List<Layer>();
        foreach (var layer in layers)
        {
            if (layer is Dropout && values is not null) continue;
            if (layer is Residual residual) result.Add(residual with { Branch = Fold(residual.Branch, values) });
            else if (layer is Concat concat) result.Add(concat with { Branches = [.. concat.Branches.Select(branch => Fold(branch, values))] });
            else if (layer is BatchNormalisation normalisation && result.LastOrDefault() is Convolution convolution)
                result[^1] = values is null ? convolution with { Bias = true } : Fold(convolution, normalisation, values);
            else result.Add(layer);
        }
        return result;
    }

    static Convolution Fold(Convolution convolution, BatchNormalisation normalisation, Dictionary<string, float[]> values)
    {
        float[] scale = values[normalisation.ScaleName], shift = values[normalisation.ShiftName];
        float[] mean = values[normalisation.MeanName], variance = values[normalisation.VarianceName];
        var weights = (float[])values[convolution.WeightName].Clone();
        var bias = convolution.Bias ? (float[])values[convolution.BiasName].Clone() : new float[convolution.Filters];
        var taps = weights.Length / convolution.Filters;
        for (var filter = 0; filter < convolution.Filters; filter++)
        {
            var slope = scale[filter] / MathF.Sqrt(variance[filter] + BatchNormalisation.Epsilon);
            foreach (ref var weight in weights.AsSpan(filter * taps, taps)) weight *= slope;
            bias[filter] = shift[filter] + (bias[filter] - mean[filter]) * slope;
        }
        values[convolution.WeightName] = weights;
        values[convolution.BiasName] = bias;
        return convolution with { Bias = true };
    }
}
