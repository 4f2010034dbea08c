using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>
/// Applies several branches of layers to the input and concatenates their outputs along the channels (or features):
/// (C, H, W) -> (C1 + C2 + ..., H', W'). A branch without layers is the input itself.
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Branches">The branches, whose outputs agree in rows and columns.</param>
/// <remarks>Source: Szegedy et al., "Going Deeper with Convolutions", 2015; Huang et al., "Densely Connected Convolutional Networks", 2017.</remarks>
public sealed record Concat(string Name, IReadOnlyList<IReadOnlyList<Layer>> Branches) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input)
    {
        var shapes = Branches.Select(branch => branch.Aggregate(input, (shape, layer) => layer.OutputShape(shape))).ToArray();
        if (shapes.Length == 0) throw new ArgumentException($"Layer '{Name}': expected at least one branch, found none.");
        var other = shapes.FirstOrDefault(shape => shape.Count != shapes[0].Count || !shape.Skip(1).SequenceEqual(shapes[0].Skip(1)));
        if (other is not null)
            throw new ArgumentException(
                $"Layer '{Name}': expected branches that agree in rows and columns, found {Shapes.Text([.. shapes[0]])} and {Shapes.Text([.. other])}.");
        return [shapes.Sum(shape => shape[0]), .. shapes[0].Skip(1)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<int> input) =>
        [.. Branches.SelectMany(branch => NetworkDefinition.Parameters(branch, input))];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<int> input) => Branches.Sum(branch => NetworkDefinition.MultiplyAdds(branch, input));

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        LayerPass[] passes = [.. Branches.Select(branch => pass.Forward(branch, input))];
        graph.Scope = Name;
        var output = graph.Concat(1, [.. passes.Select(branch => branch.Output)]);
        return new(output, (gradient, inputWanted) =>
        {
            Tensor? sum = null;
            var first = 0;
            foreach (var branch in passes)
            {
                graph.Scope = $"{Name}/gradient";
                var count = branch.Output.Shape[1];
                var through = branch.Gradient(graph.SliceChannels(gradient, first, count), inputWanted);
                first += count;
                if (!inputWanted || through is null) continue;
                graph.Scope = $"{Name}/gradient";
                sum = sum is null ? through : graph.Add(sum, through);
            }
            return sum;
        });
    }
}
