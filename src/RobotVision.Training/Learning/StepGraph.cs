using RobotVision.Training.Graph;
using RobotVision.Training.Network;

namespace RobotVision.Training.Learning;

/// <summary>
/// One training step as one graph: forward, loss, backward, optimiser, moving average. It takes the state (parameters, moments,
/// averages, statistics) and a batch, and gives the next state and the parts of the loss.
/// </summary>
sealed class StepGraph
{
    public const string Targets = "targets";
    public const string Weights = "weights";
    public const string AverageDecay = "average.decay";
    public const string StatisticsDecay = "statistics.decay";

    readonly GraphBuilder _graph;
    readonly Dictionary<string, Tensor> _state = [];
    readonly Dictionary<string, Tensor> _next = [];

    /// <summary>Writes the graph.</summary>
    public StepGraph(NetworkDefinition network, Loss loss, int batch)
    {
        _graph = new GraphBuilder($"{network.Name}_step");
        var samples = _graph.Input(NetworkDefinition.InputName, [batch, .. network.InputShape]);
        var targets = _graph.Input(Targets, [batch, .. network.OutputShape]);
        var weights = _graph.Input(Weights, [batch, .. network.OutputShape]);
        Settings = [.. AdamW.Settings, AverageDecay, StatisticsDecay];
        var settings = Settings.Select(name => _graph.Input(name, 1)).ToArray();
        var parameters = network.ParameterList.ToDictionary(parameter => parameter.Name, parameter => AddState(parameter.Name, parameter));

        var pass = new NetworkPass(_graph, training: true, parameters);
        var forward = pass.Forward(network.Layers, samples);
        _graph.Scope = "loss";
        var lossPass = loss.Write(_graph, forward.Output, targets, weights);
        forward.Gradient(lossPass.OutputGradient, false);

        foreach (var parameter in network.ParameterList)
        {
            _graph.Scope = $"{parameter.Name}/step";
            if (parameter.Kind == ParameterKind.Statistic)
                _next[parameter.Name] = Average(parameters[parameter.Name], pass.BatchStatistics[parameter.Name], settings[^1]);
            else
                WriteStep(parameter, parameters[parameter.Name], pass.Gradients[parameter.Name], settings);
        }
        foreach (var (name, tensor) in _next) _graph.Output(Next(name), tensor);
        LossNames = [.. loss.Parts.Select(part => $"loss.{part}")];
        for (var i = 0; i < LossNames.Count; i++) _graph.Output(LossNames[i], lossPass.Parts[i]);
        DropoutMasks = pass.DropoutMasks;
        Model = _graph.ToModel();
    }

    /// <summary>The bytes of the ONNX model.</summary>
    public byte[] Model { get; }

    /// <summary>Everything that outlives a step: an input under its name and an output under <see cref="Next"/> of it.</summary>
    public IReadOnlyCollection<Tensor> State => _state.Values;

    /// <summary>Inputs of shape (1) that change from step to step.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Outputs of shape (1), one for each part of the loss.</summary>
    public IReadOnlyList<string> LossNames { get; }

    /// <summary>The masks that are given at every step.</summary>
    public IReadOnlyList<DropoutMask> DropoutMasks { get; }

    /// <summary>The name of the output that carries a state on.</summary>
    public static string Next(string state) => $"next.{state}";

    /// <summary>The name of a parameter's moving average.</summary>
    public static string AverageName(string parameter) => $"{parameter}.average";

    Tensor AddState(string name, Parameter parameter) => _state[name] = _graph.Input(name, [.. parameter.Shape]);

    void WriteStep(Parameter parameter, Tensor value, Tensor gradient, Tensor[] settings)
    {
        string first = $"{parameter.Name}.moment1", second = $"{parameter.Name}.moment2", average = AverageName(parameter.Name);
        (_next[parameter.Name], _next[first], _next[second]) = AdamW.Write(
            _graph, parameter.Kind, value, AddState(first, parameter), AddState(second, parameter), gradient, settings);
        _next[average] = Average(AddState(average, parameter), _next[parameter.Name], settings[^2]);
    }

    /// <summary>new + (old - new) * decay.</summary>
    Tensor Average(Tensor old, Tensor latest, Tensor decay) => _graph.Add(latest, _graph.Mul(_graph.Sub(old, latest), decay));
}
