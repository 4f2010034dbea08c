using RobotVision.Training.Graph;

namespace RobotVision.Training.Network;

/// <summary>The largest value of each square of Size x Size pixels: (C, H, W) -> (C, H / Size, W / Size).</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Size">Side of the square and step to the next one.</param>
public sealed record MaxPool(string Name, int Size = 2) : Layer(Name)
{
    Window Window => new(Size, Size);

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input)
    {
        var (channels, rows, columns) = Image(input);
        return [channels, Window.Slide(Name, rows), Window.Slide(Name, columns)];
    }

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        var output = graph.MaxPool(input, Window);
        return new(output, (gradient, inputWanted) =>
        {
            if (!inputWanted) return null;
            // The gradient goes to the pixel that was the largest. Where several were (in every flat part of an image) each gets
            // an equal share: without that division a flat image multiplies the gradient by four at each pool.
            var isLargest = graph.Equal(input, graph.Upsample(output, Size));
            var ties = graph.Mul(graph.AveragePool(isLargest, Window), graph.Scalar(Size * Size));
            return graph.Mul(isLargest, graph.Upsample(graph.Div(gradient, ties), Size));
        });
    }
}
