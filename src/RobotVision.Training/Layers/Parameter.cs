namespace RobotVision.Training.Layers;

/// <summary>Role of a parameter.</summary>
public enum ParameterKind
{
    /// <summary>Weights of a convolution or dense layer: trained, with weight decay.</summary>
    Weight,

    /// <summary>A bias, or the scale or shift of a normalisation: trained, without weight decay.</summary>
    Offset,

    /// <summary>A running mean or variance over the batches: not trained.</summary>
    Statistic,
}

/// <summary>A tensor of a layer that is kept between steps.</summary>
/// <param name="Name">Layer and role, for example <c>conv1.weight</c>; unique in its network.</param>
/// <param name="Kind">Its role.</param>
/// <param name="Shape">The length of every axis.</param>
/// <param name="FanIn">
/// Number of inputs of one output; weights are initialised from a normal distribution with variance 2 / FanIn. 0: initialised by <see cref="Start"/>.
/// </param>
/// <param name="Start">Initial value of element i, where <paramref name="FanIn"/> is 0; zeros when null.</param>
/// <remarks>Source: He et al., "Delving Deep into Rectifiers", 2015, equation 10.</remarks>
public sealed record Parameter(string Name, ParameterKind Kind, IReadOnlyList<int> Shape, int FanIn = 0, Func<int, float>? Start = null)
{
    /// <summary>The number of values.</summary>
    public int Length => Graph.Shapes.Length([.. Shape]);
}
