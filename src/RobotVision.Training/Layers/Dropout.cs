using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>
/// Sets a random part of the values to 0, different for every image of every step, and scales the rest up so that the mean stays the same ("inverted"
/// dropout); does nothing at inference.
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Rate">Probability of setting a value to 0, at least 0 and below 1.</param>
/// <remarks>Source: Srivastava et al., "Dropout", 2014, section 10 (scaling at training time).</remarks>
public sealed record Dropout(string Name, float Rate) : Layer(Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input) => Rate is >= 0 and < 1
        ? input
        : throw new ArgumentException(FormattableString.Invariant($"Layer '{Name}': expected a rate of at least 0 and below 1, found {Rate}."));

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        if (!pass.Training || Rate == 0) return new(input, (gradient, _) => gradient);
        var mask = pass.AddDropoutMask(Name, input, Rate);
        var output = pass.Graph.Mul(input, mask);
        return new(output, (gradient, inputWanted) => inputWanted ? pass.Graph.Mul(gradient, mask) : null);
    }
}
