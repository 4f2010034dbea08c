using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Network;

namespace RobotVision.Training.Runs;

/// <summary>
/// Transfer learning: a start from an exported model instead of random weights. The network that is trained is the one of the file, with batch
/// normalisation folded into the weights. It begins as exactly the function of the file, and no statistics can be spoilt by a few images.
/// </summary>
/// <param name="Network">The network to train, without batch normalisation.</param>
/// <param name="Values">
/// The values taken from the file, by parameter name; of the last layer only the first rows where there are classes that the file lacks.
/// </param>
/// <param name="Frozen">Names of the parameters that are not trained.</param>
/// <param name="Fresh">Names of the parameters that are initialised randomly, since the file has none of that name and shape.</param>
/// <param name="Origin">Digest of the file and what is frozen: both must be the same when a run is resumed.</param>
public sealed record Transfer(
    NetworkDefinition Network, IReadOnlyDictionary<string, float[]> Values, IReadOnlySet<string> Frozen, IReadOnlyList<string> Fresh, string Origin)
{
    /// <summary>What to freeze so that only the parameters are trained that the model lacks.</summary>
    public const string WholeModel = "model";

    /// <summary>The classes that the file does not have; their rows of the last layer are initialised randomly, those of the others are taken.</summary>
    public IReadOnlyList<string> FreshClasses { get; init; } = [];

    /// <summary>
    /// Contract of the model: its trained classes and their thresholds. Null where the file has none, and where a parameter is initialised randomly,
    /// since then no class is trained yet, other than in the memory.
    /// </summary>
    public ModelContract? Known { get; init; }

    /// <summary>Takes every parameter whose name and shape agree; of a wider model the strongest filters.</summary>
    /// <param name="path">The exported model.</param>
    /// <param name="network">The network as it is trained from random weights.</param>
    /// <param name="freeze">The layers to freeze, see <see cref="NetworkDefinition.ParametersUpTo"/>, or <see cref="WholeModel"/>; none when null.</param>
    /// <param name="classes">The classes of the network, those of the file first; the eight built-in ones when null.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file holds another network, no parameter fits, or a parameter to freeze is missing.</exception>
    /// <exception cref="ArgumentException"><paramref name="freeze"/> names no part of the network.</exception>
    public static Transfer From(string path, NetworkDefinition network, string? freeze, ClassNames? classes = null)
    {
        var weights = ModelWeights.Read(path);
        if (weights.Network != network.Name)
            throw new InvalidDataException(
                $"Model '{path}': expected the network '{network.Name}' to start from, found '{weights.Network}'. Name a model of the recipe's network.");
        var folded = Folding.WithoutNormalisation(network);
        if (weights.IsQuantised)
            throw new InvalidDataException(
                $"Model '{path}': expected weights in float32 to start from, found int8. Start from the float32 model that it was made from.");
        weights = Narrowing.Narrow(weights, folded);
        IReadOnlyList<Parameter> frozen = freeze switch
        {
            null => [],
            WholeModel => [.. folded.ParameterList.Where(parameter => Fits(parameter, weights))],
            _ => folded.ParametersUpTo(freeze),
        };
        if (frozen.Count == folded.ParameterList.Count)
            throw new InvalidDataException(
                $"Model '{path}': expected a network with more than the model has to freeze all of it, such as a 'memory', found the same network.");
        var contract = ModelContract.IsIn(weights.Metadata) ? ModelContract.Parse(weights.Metadata, path) : null;
        string[] freshClasses = contract is null || classes is null ? [] : [.. classes.All.Except(contract.Classes.All)];
        var head = freshClasses.Length == 0 ? null : folded.Layers.OfType<Convolution>().LastOrDefault();
        bool IsOfHead(Parameter parameter) =>
            head is not null && (parameter.Name == head.WeightName || parameter.Name == head.BiasName) && !frozen.Contains(parameter);
        var fitting = folded.ParameterList.Where(parameter => Fits(parameter, weights) || (IsOfHead(parameter) && FitsFirstRows(parameter, weights)))
            .ToDictionary(parameter => parameter.Name, parameter => weights.Tensors[parameter.Name].Values);
        Parameter[] needed = frozen.Count > 0 ? [.. frozen] : [.. folded.ParameterList.Where(parameter => parameter.Kind == ParameterKind.Weight)];
        var missing = needed.Where(parameter => !fitting.ContainsKey(parameter.Name)).ToArray();
        if (missing.Length > 0 && (frozen.Count > 0 || missing.Length == needed.Length))
            throw new InvalidDataException(
                $"Model '{path}': expected '{missing[0].Name}' of {Shapes.Text([.. missing[0].Shape])} in float32{(frozen.Count > 0 ? " to freeze" : "")}, "
                + $"found {(weights.Tensors.TryGetValue(missing[0].Name, out var other) ? Shapes.Text([.. other.Shape]) : "none")}. "
                + "Leave the recipe's width and cells out, which are then the model's own, or give a smaller width: its strongest filters are then taken.");
        string[] fresh = [.. folded.ParameterList.Where(parameter => !fitting.ContainsKey(parameter.Name)).Select(parameter => parameter.Name)];
        return new(
            folded, fitting, frozen.Select(parameter => parameter.Name).ToHashSet(),
            fresh, $"the model with SHA-256 {weights.Sha256}{(freeze is null ? "" : $", {freeze} frozen")}")
        {
            Known = fresh.All(name => IsOfMemory(folded, name)) ? contract : null,
            FreshClasses = freshClasses,
        };
    }

    /// <summary>What was taken, frozen and initialised randomly, in one line.</summary>
    public override string ToString()
    {
        static string List(IReadOnlyCollection<string> names) => names.Count == 0 ? "nothing" : string.Join(", ", names);
        string[] fresh = [.. Fresh, .. FreshClasses.Select(name => $"class {name}")];
        return $"from {Origin}: {Values.Count} of {Network.ParameterList.Count} tensors taken; fresh: {List(fresh)}; frozen: {List(Frozen)}";
    }

    /// <summary>Whether a parameter is the memory's, which changes nothing before it was trained.</summary>
    static bool IsOfMemory(NetworkDefinition network, string parameter) =>
        network.Memory is { } memory && parameter.StartsWith($"{memory.Name}.", StringComparison.Ordinal);

    static bool Fits(Parameter parameter, ModelWeights weights) =>
        weights.Tensors.TryGetValue(parameter.Name, out var tensor) && tensor.Shape.SequenceEqual(parameter.Shape);

    static bool FitsFirstRows(Parameter parameter, ModelWeights weights) =>
        weights.Tensors.TryGetValue(parameter.Name, out var tensor) && tensor.Shape[0] < parameter.Shape[0]
            && tensor.Shape.Skip(1).SequenceEqual(parameter.Shape.Skip(1));
}
