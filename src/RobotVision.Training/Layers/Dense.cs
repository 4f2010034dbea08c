using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>
/// Every output is a weighted sum of all inputs and a bias, y = x * W^T + b: (features) -> (Outputs), weights (Outputs, features).
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Outputs">Output features.</param>
public sealed record Dense(string Name, int Outputs) : Layer(Name)
{
    /// <summary>The name of the weights.</summary>
    public string WeightName => $"{Name}.weight";

    /// <summary>The name of the bias.</summary>
    public string BiasName => $"{Name}.bias";

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => input.Count == 1
        ? [Outputs]
        : throw new ArgumentException($"Layer '{Name}': expected an input (features), found {Shapes.Text([.. input])}. Put a Flatten before it.");

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<int> input) =>
        [new(WeightName, ParameterKind.Weight, [Outputs, input[0]], input[0]), new(BiasName, ParameterKind.Offset, [Outputs])];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<int> input) => (long)Outputs * input[0];

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        var weights = pass.Parameter(WeightName);
        // Gemm with b transposed is the only form that OpenCV 4.6 reads.
        var output = graph.Gemm(input, weights, pass.Parameter(BiasName), transposeB: true);
        return new(output, (gradient, inputWanted) =>
        {
            pass.SetGradient(WeightName, graph.Gemm(gradient, input, transposeA: true));
            pass.SetGradient(BiasName, graph.ReduceSum(gradient, keepAxes: false, 0));
            return inputWanted ? graph.MatMul(gradient, weights) : null;
        });
    }
}
