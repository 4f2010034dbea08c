using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>max(x, 0), element by element. Its derivative is 1 where the output is positive and 0 elsewhere, including at 0.</summary>
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

/// <summary>x where x is positive and <paramref name="Slope"/> * x elsewhere, so that no unit has a gradient of 0. At 0 the small slope holds.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Slope">Factor for negative values.</param>
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

/// <summary>x * sigmoid(x), a smooth variant of ReLU.</summary>
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

/// <summary>y = 1 / (1 + exp(-x)), element by element, with the derivative y * (1 - y).</summary>
/// <param name="Name">The layer's name.</param>
/// <remarks>Not needed before a cross-entropy loss: the losses take logits.</remarks>
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

/// <summary>y = tanh(x), element by element, with the derivative 1 - y^2.</summary>
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
/// exp(x) divided by its sum: probabilities of mutually exclusive classes, over the features, or over the channels of each pixel.
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <remarks>Not needed before a softmax cross-entropy loss: the losses take logits.</remarks>
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
            // dX = y * (dY - sum of dY * y).
            var common = graph.ReduceSum(graph.Mul(gradient, output), keepAxes: true, 1);
            return graph.Mul(output, graph.Sub(gradient, common));
        });
    }
}
