using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>
/// The chain rule of one layer: given the gradient of the loss with respect to its output, sets those of its parameters
/// (<see cref="NetworkPass.SetGradient"/>) and returns that of its input, or null where <paramref name="inputWanted"/> is false.
/// </summary>
public delegate Tensor? GradientRule(Tensor outputGradient, bool inputWanted);

/// <summary>The result of a layer's forward pass.</summary>
/// <param name="Output">The layer's output.</param>
/// <param name="Gradient">Adds the backward pass to the graph when called.</param>
public readonly record struct LayerPass(Tensor Output, GradientRule Gradient);

/// <summary>
/// A layer of a network: output shape, parameters, forward pass and gradient. Shapes are those of one sample, (channels, rows, columns) or (features),
/// without the batch.
/// </summary>
public abstract record Layer(string Name)
{
    /// <summary>The shape of the output for the shape of an input.</summary>
    /// <exception cref="ArgumentException">The input does not fit; the message gives layer, sizes and formula.</exception>
    public abstract IReadOnlyList<int> OutputShape(IReadOnlyList<int> input);

    /// <summary>The parameters of the layer for the shape of an input; none unless overridden.</summary>
    public virtual IReadOnlyList<Parameter> Parameters(IReadOnlyList<int> input) => [];

    /// <summary>Multiply-adds for one sample, weights only.</summary>
    public virtual long MultiplyAdds(IReadOnlyList<int> input) => 0;

    /// <summary>Writes the layer into a graph.</summary>
    public abstract LayerPass Forward(NetworkPass pass, Tensor input);

    /// <summary>Rows and columns of an image-shaped input.</summary>
    /// <exception cref="ArgumentException">It is not (channels, rows, columns).</exception>
    protected (int Channels, int Rows, int Columns) Image(IReadOnlyList<int> input) => input is [var channels, var rows, var columns]
        ? (channels, rows, columns)
        : throw new ArgumentException($"Layer '{Name}': expected an input (channels, rows, columns), found {Shapes.Text([.. input])}.");
}
