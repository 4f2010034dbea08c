using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>max(x, 0), value by value. Its slope is 1 where the output is positive and 0 elsewhere, at 0 too.</summary>
/// <param name="Name">The layer's name.</param>
public sealed record Relu(string Name) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var output = pass.Graph.Relu(input);
        // The output is never negative, so its sign is the slope.
        return new(output, (gradient, inputWanted) => inputWanted ? pass.Graph.Mul(gradient, pass.Graph.Sign(output)) : null);
    }
}

/// <summary>x where x is positive and <paramref name="Slope"/> * x elsewhere, so that no unit ever stops learning. At 0 the slope is the small one.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Slope">What is left of a negative value.</param>
/// <remarks>Source: Maas et al., "Rectifier Nonlinearities Improve Neural Network Acoustic Models", 2013, equation 2.</remarks>
public sealed record LeakyRelu(string Name, float Slope = 0.01f) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        return new(graph.LeakyRelu(input, Slope), (gradient, inputWanted) =>
        {
            if (!inputWanted) return null;
            var positive = graph.Greater(input, graph.Scalar(0));
            return graph.Mul(gradient, graph.Add(graph.Mul(positive, graph.Scalar(1 - Slope)), graph.Scalar(Slope)));
        });
    }
}

/// <summary>x * sigmoid(x), a smooth relative of ReLU.</summary>
/// <param name="Name">The layer's name.</param>
/// <remarks>Source: Elfwing et al., "Sigmoid-Weighted Linear Units", 2018, equations 9 and 10.</remarks>
public sealed record Silu(string Name) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        var gate = graph.Sigmoid(input);
        return new(graph.Mul(input, gate), (gradient, inputWanted) =>
        {
            if (!inputWanted) return null;
            // With s = sigmoid(x): s * (1 + x * (1 - s)).
            var one = graph.Scalar(1);
            var slope = graph.Mul(gate, graph.Add(graph.Mul(input, graph.Sub(one, gate)), one));
            return graph.Mul(gradient, slope);
        });
    }
}

/// <summary>y = 1 / (1 + exp(-x)), value by value, with the slope y * (1 - y).</summary>
/// <param name="Name">The layer's name.</param>
/// <remarks>Before a cross entropy leave it out: the losses take logits.</remarks>
public sealed record Sigmoid(string Name) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        var output = graph.Sigmoid(input);
        return new(output, (gradient, inputWanted) =>
            inputWanted ? graph.Mul(gradient, graph.Mul(output, graph.Sub(graph.Scalar(1), output))) : null);
    }
}

/// <summary>y = tanh(x), value by value, with the slope 1 - y^2.</summary>
/// <param name="Name">The layer's name.</param>
public sealed record Tanh(string Name) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        var output = graph.Tanh(input);
        return new(output, (gradient, inputWanted) =>
            inputWanted ? graph.Mul(gradient, graph.Sub(graph.Scalar(1), graph.Mul(output, output))) : null);
    }
}

/// <summary>
/// exp(x) over its sum: probabilities of classes that exclude each other, over the features, or over the channels of each pixel.
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <remarks>Before a softmax cross entropy leave it out: the losses take logits.</remarks>
public sealed record Softmax(string Name) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input;

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        var output = graph.Softmax(input);
        return new(output, (gradient, inputWanted) =>
        {
            if (!inputWanted) return null;
            // dX = y * (dY - sum of dY * y): what raises all classes alike raises none.
            var common = graph.ReduceSum(graph.Mul(gradient, output), keepAxes: true, 1);
            return graph.Mul(output, graph.Sub(gradient, common));
        });
    }
}
