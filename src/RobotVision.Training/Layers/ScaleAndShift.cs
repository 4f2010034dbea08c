using RobotVision.Training.Graph;
using RobotVision.Training.Network;

namespace RobotVision.Training.Layers;

/// <summary>
/// Scales and shifts every channel: y = scale * x + shift, (C, H, W) -> (C, H, W) or (C) -> (C). <see cref="Folding"/> replaces a batch normalisation
/// by it where no layer with weights comes directly before.
/// </summary>
/// <param name="Name">The layer's name.</param>
public sealed record ScaleAndShift(string Name) : Layer(Name)
{
    /// <summary>The name of the scale.</summary>
    public string ScaleName => $"{Name}.scale";

    /// <summary>The name of the shift.</summary>
    public string ShiftName => $"{Name}.shift";

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input)
    {
        if (input.Count != 1) Image(input);
        return input;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<int> input)
    {
        // With the axes of the pixels, so that Mul and Add broadcast over them without a Reshape.
        int[] shape = [input[0], .. input.Skip(1).Select(_ => 1)];
        return [new(ScaleName, ParameterKind.Offset, shape, Start: _ => 1), new(ShiftName, ParameterKind.Offset, shape)];
    }

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        Tensor scale = pass.Parameter(ScaleName), shift = pass.Parameter(ShiftName);
        return new(graph.Add(graph.Mul(input, scale), shift), (gradient, inputWanted) =>
        {
            var axes = BatchNormalisation.AllButChannels(input);
            pass.SetGradient(ScaleName, graph.Reshape(graph.ReduceSum(graph.Mul(gradient, input), keepAxes: false, axes), scale.Shape));
            pass.SetGradient(ShiftName, graph.Reshape(graph.ReduceSum(gradient, keepAxes: false, axes), shift.Shape));
            return inputWanted ? graph.Mul(gradient, scale) : null;
        });
    }
}
