using RobotVision.Inference;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Network;

namespace RobotVision.Training.Runs;

/// <summary>
/// A start from an exported model instead of from nothing. What is trained then is the network of the file: batch normalisation is
/// part of the weights there and stays so, which leaves the very function of the file to begin with and no statistics that a few
/// images could spoil.
/// </summary>
/// <param name="Network">The network to train, without batch normalisation.</param>
/// <param name="Values">The values that were taken, by the parameter's name.</param>
/// <param name="Frozen">The parameters that stay as they are.</param>
/// <param name="Fresh">The parameters that begin fresh, since the file has none of that name and shape.</param>
/// <param name="Origin">Digest of the file and what is frozen: what a run that goes on must have in common with the one before.</param>
public sealed record Transfer(
    NetworkDefinition Network, IReadOnlyDictionary<string, float[]> Values, IReadOnlySet<string> Frozen, IReadOnlyList<string> Fresh, string Origin)
{
    /// <summary>
    /// What the model says of itself: which classes it knows and their thresholds. Null where it says nothing, and where something begins
    /// fresh, since what fresh layers make of any class has to be learned anew.
    /// </summary>
    public ModelContract? Known { get; init; }

    /// <summary>Takes every parameter whose name and shape agree.</summary>
    /// <param name="path">The exported model.</param>
    /// <param name="network">The network as it is trained from nothing.</param>
    /// <param name="freeze">The layers that stay as they are, see <see cref="NetworkDefinition.ParametersUpTo"/>; none when null.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds another network, or nothing of it fits, or not all that shall be frozen.</exception>
    /// <exception cref="ArgumentException"><paramref name="freeze"/> names no part of the network.</exception>
    public static Transfer From(string path, NetworkDefinition network, string? freeze)
    {
        var weights = ModelWeights.Read(path);
        if (weights.Network != network.Name)
            throw new InvalidDataException($"Model '{path}': expected the network '{network.Name}' to start from, found '{weights.Network}'. Name a model of the recipe's network.");
        var folded = Folding.WithoutNormalisation(network);
        if (weights.IsQuantised)
            throw new InvalidDataException($"Model '{path}': expected weights in float32 to start from, found whole numbers. Start from the float32 model that it was made of.");
        IReadOnlyList<Parameter> frozen = freeze is null ? [] : folded.ParametersUpTo(freeze);
        var fitting = folded.ParameterList.Where(parameter => Fits(parameter, weights)).ToDictionary(parameter => parameter.Name, parameter => weights.Tensors[parameter.Name].Values);
        Parameter[] needed = frozen.Count > 0 ? [.. frozen] : [.. folded.ParameterList.Where(parameter => parameter.Kind == ParameterKind.Weight)];
        var missing = needed.Where(parameter => !fitting.ContainsKey(parameter.Name)).ToArray();
        if (missing.Length > 0 && (frozen.Count > 0 || missing.Length == needed.Length))
            throw new InvalidDataException(
                $"Model '{path}': expected '{missing[0].Name}' of {Shapes.Text([.. missing[0].Shape])} in float32{(frozen.Count > 0 ? " to freeze" : "")}, "
                + $"found {(weights.Tensors.TryGetValue(missing[0].Name, out var other) ? Shapes.Text([.. other.Shape]) : "none")}. Leave the recipe's width and cells out: they are then the model's own.");
        string[] fresh = [.. folded.ParameterList.Where(parameter => !fitting.ContainsKey(parameter.Name)).Select(parameter => parameter.Name)];
        return new(
            folded, fitting, frozen.Select(parameter => parameter.Name).ToHashSet(),
            fresh, $"the model with SHA-256 {weights.Sha256}{(freeze is null ? "" : $", {freeze} frozen")}")
        {
            Known = fresh.Length == 0 && ModelContract.IsIn(weights.Metadata) ? ModelContract.Parse(weights.Metadata, path) : null,
        };
    }

    /// <summary>What begins how, in one line.</summary>
    public override string ToString()
    {
        static string List(IReadOnlyCollection<string> names) => names.Count == 0 ? "nothing" : string.Join(", ", names);
        return $"from {Origin}: {Values.Count} of {Network.ParameterList.Count} tensors taken; fresh: {List(Fresh)}; frozen: {List(Frozen)}";
    }

    static bool Fits(Parameter parameter, ModelWeights weights) =>
        weights.Tensors.TryGetValue(parameter.Name, out var tensor) && tensor.Shape.SequenceEqual(parameter.Shape);
}
