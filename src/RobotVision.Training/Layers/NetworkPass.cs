using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>
/// One walk of a network through a graph: where the layers find their parameters and leave gradients and new statistics.
/// </summary>
/// <param name="graph">The graph that is written.</param>
/// <param name="training">Whether statistics come from the batch and dropout is on.</param>
/// <param name="parameters">The parameters by name.</param>
/// <param name="frozen">The names of those that do not learn; none when left out.</param>
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

    /// <summary>The gradient of the loss by the parameter's name, after the walk back.</summary>
    public IReadOnlyDictionary<string, Tensor> Gradients => _gradients;

    /// <summary>This batch's mean or variance by the statistic's name.</summary>
    public IReadOnlyDictionary<string, Tensor> BatchStatistics => _statistics;

    /// <summary>The dropout masks that have to be given at every run, in the order of the layers.</summary>
    public IReadOnlyList<DropoutMask> DropoutMasks => _dropoutMasks;

    /// <summary>A parameter by its name.</summary>
    public Tensor Parameter(string name) => parameters[name];

    /// <summary>Leaves the gradient of a parameter.</summary>
    public void SetGradient(string name, Tensor gradient) => _gradients.Add(name, gradient);

    /// <summary>Leaves the value of a statistic over this batch.</summary>
    public void SetBatchStatistic(string name, Tensor value) => _statistics.Add(name, value);

    /// <summary>Asks for a mask of the shape of a tensor: 0 with the rate's probability, else 1 / (1 - rate).</summary>
    public Tensor AddDropoutMask(string layer, Tensor like, float rate)
    {
        var mask = graph.Input($"{layer}.mask", like.Shape);
        _dropoutMasks.Add(new(mask, rate));
        return mask;
    }

    /// <summary>Walks forward through layers; the rule returned walks back through all of them.</summary>
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
            // Below the first layer that learns nobody asks for a gradient: the dearest one, of the image itself, is not computed,
            // and none of a frozen layer.
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

/// <summary>A mask that a training step is given anew at every run.</summary>
/// <param name="Input">The graph's input.</param>
/// <param name="Rate">The part that is left out, 0..1.</param>
public sealed record DropoutMask(Tensor Input, float Rate);
