using RobotVision.Training.Layers;

namespace RobotVision.Training.Network;

/// <summary>
/// Folds every batch normalisation into the convolution or dense layer before it, since with fixed statistics both are one linear map:
/// W' = W * gamma / sqrt(variance + epsilon) and b' = (b - mean) * gamma / sqrt(variance + epsilon) + beta. After any other layer it becomes a
/// <see cref="ScaleAndShift"/>. Dropout is removed.
/// </summary>
/// <remarks>Source: Jacob et al., "Quantization and Training of Neural Networks", 2018, equation 14.</remarks>
public static class Folding
{
    /// <summary>The same function as the network's inference pass, with fewer layers.</summary>
    /// <returns>The shorter network and the values of its parameters; unchanged arrays are shared with <paramref name="values"/>.</returns>
    public static (NetworkDefinition Network, IReadOnlyDictionary<string, float[]> Values) Fold(
        NetworkDefinition network, IReadOnlyDictionary<string, float[]> values)
    {
        var folded = new Dictionary<string, float[]>(values);
        var layers = Fold(network.Layers, folded);
        return (new(network.Name, network.InputShape, network.OutputName, layers), folded);
    }

    /// <summary>
    /// The network of an exported file, for further training: without batch normalisation, which is folded into the weights, but with the dropout of the
    /// original network. Its parameters have the names and shapes of those in the file.
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
            else if (layer is BatchNormalisation normalisation) Fold(normalisation, result, values);
            else result.Add(layer);
        }
        return result;
    }

    /// <summary>Folds into the last layer that is not dropout, which does nothing at inference.</summary>
    static void Fold(BatchNormalisation normalisation, List<Layer> before, Dictionary<string, float[]>? values)
    {
        var last = before.FindLastIndex(layer => layer is not Dropout);
        switch (last < 0 ? null : before[last])
        {
            case Convolution convolution:
                if (values is not null) Fold(convolution.WeightName, convolution.BiasName, normalisation, values);
                before[last] = convolution with { Bias = true, StartsAtZero = convolution.StartsAtZero || normalisation.StartScale == 0 };
                break;
            case Dense dense:
                if (values is not null) Fold(dense.WeightName, dense.BiasName, normalisation, values);
                break;
            default:
                before.Add(new ScaleAndShift(normalisation.Name));
                if (values is not null) (values[normalisation.ScaleName], values[normalisation.ShiftName]) = LinearMap(normalisation, values);
                break;
        }
    }

    static void Fold(string weightName, string biasName, BatchNormalisation normalisation, Dictionary<string, float[]> values)
    {
        var (slope, shift) = LinearMap(normalisation, values);
        var weights = (float[])values[weightName].Clone();
        var bias = values.TryGetValue(biasName, out var given) ? (float[])given.Clone() : new float[slope.Length];
        var taps = weights.Length / slope.Length;
        for (var output = 0; output < slope.Length; output++)
        {
            foreach (ref var weight in weights.AsSpan(output * taps, taps)) weight *= slope[output];
            bias[output] = bias[output] * slope[output] + shift[output];
        }
        values[weightName] = weights;
        values[biasName] = bias;
    }

    /// <summary>The normalisation with its running statistics as slope * x + shift per channel.</summary>
    static (float[] Slope, float[] Shift) LinearMap(BatchNormalisation normalisation, Dictionary<string, float[]> values)
    {
        float[] scale = values[normalisation.ScaleName], shift = values[normalisation.ShiftName];
        float[] mean = values[normalisation.MeanName], variance = values[normalisation.VarianceName];
        var slopes = new float[scale.Length];
        var shifts = new float[scale.Length];
        for (var i = 0; i < slopes.Length; i++)
        {
            slopes[i] = scale[i] / MathF.Sqrt(variance[i] + BatchNormalisation.Epsilon);
            shifts[i] = shift[i] - mean[i] * slopes[i];
        }
        return (slopes, shifts);
    }
}
