using RobotVision.Training.Graph;

namespace RobotVision.Training.Losses;

/// <summary>
/// A loss function. Target and weight have the shape of the output; values of weight 0 are ignored: classes that a data set does not label, and objects
/// marked to be ignored.
/// </summary>
public abstract class Loss
{
    /// <summary>The names of the parts whose sum is the loss.</summary>
    public abstract IReadOnlyList<string> Parts { get; }

    /// <summary>Writes the parts, of shape (1) each, and the gradient of their sum by the output.</summary>
    public abstract LossPass Write(GraphBuilder graph, Tensor output, Tensor target, Tensor weight);

    /// <summary>log(1 + exp(z)) - t * z, which is the binary cross-entropy of sigmoid(z), without overflow.</summary>
    protected static Tensor CrossEntropy(GraphBuilder graph, Tensor logit, Tensor target) =>
        graph.Sub(graph.Softplus(logit), graph.Mul(target, logit));

    /// <summary>The sum of everything, as a tensor (1).</summary>
    protected static Tensor Total(GraphBuilder graph, Tensor values) =>
        graph.ReduceSum(graph.Reshape(values, values.Length), keepAxes: true, 0);
}

/// <summary>The tensors that a loss adds to the graph.</summary>
/// <param name="Parts">One tensor (1) for each of <see cref="Loss.Parts"/>.</param>
/// <param name="OutputGradient">The gradient of the sum of the parts by the output.</param>
public sealed record LossPass(IReadOnlyList<Tensor> Parts, Tensor OutputGradient);
