using RobotVision.Inference;
using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>A network as a readable list of layers.</summary>
public sealed record NetworkDefinition
{
    /// <summary>Checks that every layer's input fits and that names are unique.</summary>
    /// <param name="name">The network's name, for example <c>grid</c>.</param>
    /// <param name="inputShape">The shape of one sample, for example (3, 96, 96).</param>
    /// <param name="outputName">The name of the output in the exported file.</param>
    /// <param name="layers">The layers from input to output.</param>
    /// <exception cref="ArgumentException">A layer does not fit; the message gives layer, sizes and formula.</exception>
    public NetworkDefinition(string name, IReadOnlyList<int> inputShape, string outputName, IReadOnlyList<Layer> layers)
    {
        Name = name;
        InputShape = inputShape;
        OutputName = outputName;
        Layers = layers;
        OutputShape = layers.Aggregate(inputShape, (shape, layer) => layer.OutputShape(shape));
        ParameterList = Parameters(layers, inputShape);
        var twice = ParameterList.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new ArgumentException($"Network '{name}': two layers share the parameter '{twice.Key}'. Give every layer a name of its own.");
    }

    /// <summary>The name of the input in every file: the samples, (N, ...).</summary>
    public const string InputName = "samples";

    /// <summary>The name of the input that takes the memory of the frames before, (N, ...); in the files of networks with a memory only.</summary>
    public const string StateName = VisionModel.MemoryName;

    /// <summary>The name of the output with the memory for the next frames, of the shape of <see cref="StateName"/>.</summary>
    public const string NextStateName = VisionModel.NextMemoryName;

    /// <summary>The name that stands for every layer but the head, the last one that has parameters.</summary>
    public const string FeaturesName = "features";

    /// <summary>The network's name.</summary>
    public string Name { get; }

    /// <summary>The shape of one sample.</summary>
    public IReadOnlyList<int> InputShape { get; }

    /// <summary>The shape of the output for one sample.</summary>
    public IReadOnlyList<int> OutputShape { get; }

    /// <summary>The name of the output.</summary>
    public string OutputName { get; }

    /// <summary>The layers from input to output.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The layer that remembers earlier frames; null where every frame stands for itself.</summary>
    public GatedMemory? Memory => Layers.OfType<GatedMemory>().SingleOrDefault();

    /// <summary>The shape of what <see cref="Memory"/> remembers of one camera; null where there is none.</summary>
    public IReadOnlyList<int>? StateShape => Memory is not { } memory ? null
        : memory.StateShape(Layers.TakeWhile(layer => layer != memory).Aggregate(InputShape, (shape, layer) => layer.OutputShape(shape)));

    /// <summary>Every parameter of every layer, in their order.</summary>
    public IReadOnlyList<Parameter> ParameterList { get; }

    /// <summary>Multiply-adds for one sample.</summary>
    public long MultiplyAddCount => MultiplyAdds(Layers, InputShape);

    /// <summary>Number of trained values.</summary>
    public int LearnedCount => ParameterList.Where(parameter => parameter.Kind != ParameterKind.Statistic).Sum(parameter => parameter.Length);

    /// <summary>The parameters of the first layers.</summary>
    /// <param name="part">A layer, which is the last of them, or <c>features</c>: all before the last one that has parameters, the head.</param>
    /// <exception cref="ArgumentException">There is no such layer, or no layer with parameters would remain; the message lists the layers.</exception>
    public IReadOnlyList<Parameter> ParametersUpTo(string part)
    {
        int[] countBefore = [.. Enumerable.Range(0, Layers.Count + 1).Select(i => Parameters([.. Layers.Take(i)], InputShape).Count)];
        int[] owners = [.. Enumerable.Range(0, Layers.Count).Where(i => countBefore[i + 1] > countBefore[i])];
        var end = part == FeaturesName ? owners[^1] : Layers.ToList().FindIndex(layer => layer.Name == part) + 1;
        if (end == 0 || end > owners[^1] || countBefore[end] == 0)
            throw new OptionException(
                $"Network '{Name}': expected '{FeaturesName}' or one of {string.Join(", ", owners.SkipLast(1).Select(i => Layers[i].Name))} to freeze, "
                + $"which leaves '{Layers[owners[^1]].Name}' to learn, found '{part}'.");
        return [.. ParameterList.Take(countBefore[end])];
    }

    /// <summary>The forward pass as the bytes of an ONNX file, for any batch size.</summary>
    /// <param name="values">The values of every parameter by name.</param>
    /// <param name="metadata">Metadata of the file.</param>
    public byte[] ToInferenceModel(IReadOnlyDictionary<string, float[]> values, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var graph = new GraphBuilder(Name);
        var input = graph.Input(InputName, [Tensor.AnyBatch, .. InputShape]);
        var parameters = ParameterList.ToDictionary(
            parameter => parameter.Name, parameter => graph.Constant(parameter.Name, values[parameter.Name], [.. parameter.Shape]));
        var pass = new NetworkPass(graph, training: false, parameters) { CarriesState = true };
        graph.Output(OutputName, pass.Forward(Layers, input).Output);
        if (pass.NextState is { } next) graph.Output(NextStateName, next);
        return graph.ToModel(metadata);
    }

    internal static IReadOnlyList<Parameter> Parameters(IReadOnlyList<Layer> layers, IReadOnlyList<int> input)
    {
        var parameters = new List<Parameter>();
        foreach (var layer in layers)
        {
            parameters.AddRange(layer.Parameters(input));
            input = layer.OutputShape(input);
        }
        return parameters;
    }

    internal static long MultiplyAdds(IReadOnlyList<Layer> layers, IReadOnlyList<int> input)
    {
        var count = 0L;
        foreach (var layer in layers)
        {
            count += layer.MultiplyAdds(input);
            input = layer.OutputShape(input);
        }
        return count;
    }
}
