using RobotVision.Training.Graph;
using RobotVision.Training.Network;

namespace RobotVision.Training.Layers;

/// <summary>
/// Normalises every channel to mean 0 and variance 1 over the batch and all pixels, then applies a learned scale and shift:
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta. (C, H, W) -> (C, H, W), or (C) -> (C), features being channels of one pixel.
/// At inference it uses the running statistics; on export <see cref="Folding"/> merges it into the layer before it.
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <remarks>Source: Ioffe and Szegedy, "Batch Normalization", 2015, algorithms 1 and 2; the variance is that of the batch (divided by its count).</remarks>
public sealed record BatchNormalisation(string Name) : Layer(Name)
{
    /// <summary>Added to the variance; the value of the paper's implementations.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary>The initial value of gamma; default 1.</summary>
    public float StartScale { get; init; } = 1;

    /// <summary>The name of gamma.</summary>
    public string ScaleName => $"{Name}.scale";

    /// <summary>The name of beta.</summary>
    public string ShiftName => $"{Name}.shift";

    /// <summary>The name of the running mean.</summary>
    public string MeanName => $"{Name}.mean";

    /// <summary>The name of the running variance.</summary>
    public string VarianceName => $"{Name}.variance";

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input)
    {
        if (input.Count != 1) Image(input);
        return input;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<int> input)
    {
        var channels = input[0];
        return
        [
            new(ScaleName, ParameterKind.Offset, [channels], Start: _ => StartScale), new(ShiftName, ParameterKind.Offset, [channels]),
            new(MeanName, ParameterKind.Statistic, [channels]), new(VarianceName, ParameterKind.Statistic, [channels], Start: _ => 1),
        ];
    }

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        Tensor scale = pass.Parameter(ScaleName), shift = pass.Parameter(ShiftName);
        if (!pass.Training)
        {
            var (runningMean, runningVariance) = (pass.Parameter(MeanName), pass.Parameter(VarianceName));
            return new(graph.BatchNormalization(input, scale, shift, runningMean, runningVariance, Epsilon), (_, _) =>
                throw new InvalidOperationException($"Layer '{Name}': the inference pass has no gradient."));
        }
        var channels = input.Shape[1];
        var mean = graph.ReduceMean(input, keepAxes: true, AllButChannels(input));                      // (1, C, 1, 1)
        var centred = graph.Sub(input, mean);
        // From the centred values: the mean of squares minus the square of the mean would lose all precision on flat images.
        var count = (float)input.Length / channels;
        var variance = graph.Div(SumOfProducts(graph, centred, centred), graph.Scalar(count));          // (1, C, 1, 1)
        pass.SetBatchStatistic(MeanName, graph.Reshape(mean, channels));
        pass.SetBatchStatistic(VarianceName, graph.Reshape(variance, channels));
        var output = graph.BatchNormalization(input, scale, shift, graph.Reshape(mean, channels), graph.Reshape(variance, channels), Epsilon);
        return new(output, (gradient, inputWanted) => Gradient(pass, centred, variance, count, gradient, inputWanted));
    }

    /// <summary>
    /// With d = 1/sqrt(variance + epsilon) and M values a channel: dBeta = sum dY, dGamma = d * sum(dY * centred),
    /// dX = gamma * d * (dY - dBeta/M - centred * d * dGamma/M).
    /// </summary>
    Tensor? Gradient(NetworkPass pass, Tensor centred, Tensor variance, float count, Tensor gradient, bool inputWanted)
    {
        var graph = pass.Graph;
        var channels = centred.Shape[1];
        var deviation = graph.Div(graph.Scalar(1), graph.Sqrt(graph.Add(variance, graph.Scalar(Epsilon)))); // (1, C, 1, 1)
        var shiftGradient = graph.ReduceSum(gradient, keepAxes: true, AllButChannels(gradient));
        var scaleGradient = graph.Mul(deviation, SumOfProducts(graph, gradient, centred));
        pass.SetGradient(ShiftName, graph.Reshape(shiftGradient, channels));
        pass.SetGradient(ScaleName, graph.Reshape(scaleGradient, channels));
        if (!inputWanted) return null;

        // Per-channel factors first, so that there are few operations on the large tensors.
        var part = graph.Scalar(1 / count);
        var slope = graph.Mul(graph.Reshape(pass.Parameter(ScaleName), deviation.Shape), deviation);
        var pull = graph.Mul(graph.Mul(deviation, scaleGradient), part);
        var spread = graph.Add(graph.Mul(centred, pull), graph.Mul(shiftGradient, part));
        return graph.Mul(graph.Sub(gradient, spread), slope);
    }

    /// <summary>Sum of a * b over batch and pixels: (1, C, 1, 1). Twice as fast as dot products by MatMul.</summary>
    static Tensor SumOfProducts(GraphBuilder graph, Tensor a, Tensor b) => graph.ReduceSum(graph.Mul(a, b), keepAxes: true, AllButChannels(a));

    internal static int[] AllButChannels(Tensor tensor) => tensor.Rank == 2 ? [0] : [0, 2, 3];
}
