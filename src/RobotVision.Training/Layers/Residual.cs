using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>Adds the output of a branch of layers to the input; the shape stays the same.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Branch">The layers of the branch, whose output has the shape of its input.</param>
/// <remarks>Source: He et al., "Deep Residual Learning for Image Recognition", 2016.</remarks>
public sealed record Residual(string Name, IReadOnlyList<Layer> Branch) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input)
    {
        var output = Branch.Aggregate(input, (shape, layer) => layer.OutputShape(shape));
        return output.SequenceEqual(input)
            ? input
            : throw new ArgumentException(
                $"Layer '{Name}': expected a branch that keeps the shape {Shapes.Text([.. input])}, found {Shapes.Text([.. output])}.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<int> input) => NetworkDefinition.Parameters(Branch, input);

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<int> input) => NetworkDefinition.MultiplyAdds(Branch, input);

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var branch = pass.Forward(Branch, input);
        pass.Graph.Scope = Name;
        var output = pass.Graph.Add(input, branch.Output);
        return new(output, (gradient, inputWanted) =>
        {
            var throughBranch = branch.Gradient(gradient, inputWanted);
            pass.Graph.Scope = $"{Name}/gradient";
            return throughBranch is null ? null : pass.Graph.Add(gradient, throughBranch);
        });
    }
}
