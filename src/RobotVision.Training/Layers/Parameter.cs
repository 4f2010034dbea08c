namespace RobotVision.Training.Layers;

/// <summary>What a tensor of a network is for.</summary>
public enum ParameterKind
{
    /// <summary>Weights of a convolution or dense layer: learned, and shrunk by weight decay.</summary>
    Weight,

    /// <summary>A bias, or the scale or shift of a normalisation: learned, not shrunk.</summary>
    Offset,

    /// <summary>A mean or variance that is averaged over the batches seen: not learned.</summary>
    Statistic,
}

/// <summary>A tensor that belongs to a layer and outlives the step.</summary>
/// <param name="Name">Layer and role, for example <c>conv1.weight</c>; unique in its network.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Shape">The length of every axis.</param>
/// <param name="FanIn">
/// Inputs that meet in one output; weights begin as normal deviates of variance 2 / FanIn. 0 begins with <see cref="Start"/>.
/// </param>
/// <param name="Start">The value of element i before training, where <paramref name="FanIn"/> is 0; zeros when left out.</param>
/// <remarks>Source: He et al., "Delving Deep into Rectifiers", 2015, equation 10.</remarks>
public sealed record Parameter(string Name, ParameterKind Kind, IReadOnlyList<int> Shape, int FanIn = 0, Func<int, float>? Start = null)
{
    /// <summary>The number of values.</summary>
    public int Length => Graph.Shapes.Length([.. Shape]);
}
