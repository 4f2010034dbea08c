using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>
/// One forward and backward pass of a network in a graph: gives the layers their parameters and collects gradients and batch statistics.
/// </summary>
/// <param name="graph">The graph that is written.</param>
/// <param name="training">Whether statistics come from the batch and dropout is on.</param>
/// <param name="parameters">The parameters by name.</param>
/// <param name="frozen">Names of the frozen parameters; none when null.</param>
public sealed class NetworkPass(
    GraphBuilder graph, bool training, IReadOnlyDictionary<string, Tensor> parameters, IReadOnlySet<string>? frozen = null)
{
    readonly Dictionary<string, Tensor> _gradients = [];
    readonly Dictionary<string, Tensor> _statistics = [];
    readonly List<DropoutMask> _dropoutMasks = [];

    /// <summary>The graph that is written.</summary>
    public GraphBuilder Graph => graph;

    /// <summary>Whether statistics come from the batch and dropout is on.</summary>
    public bool Training => training;

    /// <summary>
    /// Whether every row of the batch is one frame, and the network's memory of the frames before goes in and out of the graph; otherwise the batch
    /// holds whole clips, before which there is no memory.
    /// </summary>
    public bool CarriesState { get; init; }

    /// <summary>The state after the frames of the batch, (N, ...); null where none is carried.</summary>
    public Tensor? NextState { get; private set; }

    /// <summary>The gradient of the loss by parameter name, after the backward pass.</summary>
    public IReadOnlyDictionary<string, Tensor> Gradients => _gradients;

    /// <summary>Mean or variance of this batch by the statistic's name.</summary>
    public IReadOnlyDictionary<string, Tensor> BatchStatistics => _statistics;

    /// <summary>The dropout masks, inputs of every run, in the order of the layers.</summary>
    public IReadOnlyList<DropoutMask> DropoutMasks => _dropoutMasks;

    /// <summary>A parameter by its name.</summary>
    public Tensor Parameter(string name) => parameters[name];

    /// <summary>Sets the gradient of a parameter.</summary>
    public void SetGradient(string name, Tensor gradient) => _gradients.Add(name, gradient);

    /// <summary>Sets the value of a statistic over this batch.</summary>
    public void SetBatchStatistic(string name, Tensor value) => _statistics.Add(name, value);

    /// <summary>Adds the state before the frames of the batch as an input, (N, <paramref name="shape"/>).</summary>
    public Tensor AddState(IReadOnlyList<int> shape) => graph.Input(NetworkDefinition.StateName, [Tensor.AnyBatch, .. shape]);

    /// <summary>Sets the state after the frames of the batch.</summary>
    public void SetNextState(Tensor state) => NextState = state;

    /// <summary>Adds a dropout mask with the shape of a tensor: 0 with probability <paramref name="rate"/>, else 1 / (1 - rate).</summary>
    public Tensor AddDropoutMask(string layer, Tensor like, float rate)
    {
        var mask = graph.Input($"{layer}.mask", like.Shape);
        _dropoutMasks.Add(new(mask, rate));
        return mask;
    }

    /// <summary>Adds the forward pass of layers; the returned rule adds their backward pass.</summary>
    public LayerPass Forward(IReadOnlyList<Layer> layers, Tensor input)
    {
        var rules = new GradientRule[layers.Count];
        var learnsBefore = new bool[layers.Count];
        var output = input;
        for (var i = 0; i < rules.Length; i++)
        {
            graph.Scope = layers[i].Name;
            var learns = layers[i].Parameters(output.Shape[1..].ToArray()).Any(parameter => frozen?.Contains(parameter.Name) != true);
            if (i + 1 < rules.Length) learnsBefore[i + 1] = learnsBefore[i] || learns;
            (output, rules[i]) = layers[i].Forward(this, output);
        }
        return new(output, (gradient, inputWanted) =>
        {
            // Below the first layer with trained parameters no gradient is needed: neither the most expensive one, of the image itself, nor those of
            // frozen layers.
            Tensor? current = gradient;
            for (var i = rules.Length - 1; i >= 0 && current is not null; i--)
            {
                graph.Scope = $"{layers[i].Name}/gradient";
                current = rules[i](current, inputWanted || learnsBefore[i]);
            }
            return current;
        });
    }
}

/// <summary>A dropout mask, filled for every training step.</summary>
/// <param name="Input">The graph's input.</param>
/// <param name="Rate">Probability of 0, at least 0 and below 1.</param>
public sealed record DropoutMask(Tensor Input, float Rate);
