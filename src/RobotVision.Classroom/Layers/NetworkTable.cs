using RobotVision.Training.Layers;
using RobotVision.Training.Network;

namespace RobotVision.Classroom.Layers;

/// <summary>The layers of a network with their sizes and numbers of weights.</summary>
/// <param name="Name">The network's name.</param>
/// <param name="InputShape">Channels, rows, columns.</param>
/// <param name="Layers">The layers from input to output.</param>
/// <param name="Weights">All weights, biases not counted.</param>
/// <param name="Biases">All biases.</param>
/// <param name="MultiplyAdds">Multiply-adds for one image.</param>
public sealed record NetworkTable(
    string Name, IReadOnlyList<int> InputShape, IReadOnlyList<NetworkTableRow> Layers, long Weights, long Biases, long MultiplyAdds)
{
    /// <summary>The networks that have a table.</summary>
    public static IReadOnlyList<string> Names { get; } = ["lecture", "lenet5", "alexnet"];

    /// <summary>The table of a network.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="OptionException">There is no such network.</exception>
    public static NetworkTable Of(string name) => Of(name switch
    {
        "lecture" => LectureNetwork.Create(),
        "lenet5" => LeNet5.Create(),
        "alexnet" => AlexNet.Create(),
        _ => throw new OptionException($"Network: expected one of {string.Join(", ", Names)}, found '{name}'."),
    });

    static NetworkTable Of(NetworkDefinition network)
    {
        var rows = new List<NetworkTableRow>();
        var shape = network.InputShape;
        foreach (var layer in network.Layers)
        {
            var output = layer.OutputShape(shape);
            rows.Add(new(layer.Name, layer.GetType().Name, Setting(layer), output,
                Count(layer, shape, ParameterKind.Weight), Count(layer, shape, ParameterKind.Offset), layer.MultiplyAdds(shape)));
            shape = output;
        }

        return new(network.Name, network.InputShape, rows, rows.Sum(row => row.Weights), rows.Sum(row => row.Biases), network.MultiplyAddCount);
    }

    static long Count(Layer layer, IReadOnlyList<int> input, ParameterKind kind) =>
        layer.Parameters(input).Where(parameter => parameter.Kind == kind).Sum(parameter => (long)parameter.Length);

    static LayerSetting? Setting(Layer layer) => layer switch
    {
        Convolution convolution => new(convolution.Kernel, convolution.Stride, convolution.Padding),
        MaxPool pool => new(pool.Size, pool.Stride ?? pool.Size, pool.Padding),
        AveragePool pool => new(pool.Size, pool.Stride ?? pool.Size, 0),
        _ => null,
    };
}

/// <summary>A layer.</summary>
/// <param name="Name">Its name, for example <c>conv1</c>.</param>
/// <param name="Kind">Its type, for example <c>Convolution</c>.</param>
/// <param name="Setting">F, S and P; null where the layer has no window.</param>
/// <param name="Output">Channels, rows, columns; or features.</param>
/// <param name="Weights">Weights without biases.</param>
/// <param name="Biases">Biases.</param>
/// <param name="MultiplyAdds">Multiply-adds for one image.</param>
public sealed record NetworkTableRow(
    string Name, string Kind, LayerSetting? Setting, IReadOnlyList<int> Output, long Weights, long Biases, long MultiplyAdds);

/// <summary>The window of a layer.</summary>
/// <param name="Size">F, pixels along each side.</param>
/// <param name="Stride">S, the step.</param>
/// <param name="Padding">P, pixels added on each side.</param>
public sealed record LayerSetting(int Size, int Stride, int Padding);
