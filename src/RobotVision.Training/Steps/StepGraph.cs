using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Optimisers;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Steps;

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
    readonly Optimiser _optimiser;
    readonly Dictionary<string, Tensor> _state = [];
    readonly Dictionary<string, Tensor> _next = [];

    /// <summary>Writes the graph.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="options">Batch size and optimiser.</param>
    /// <param name="frozen">Names of frozen parameters: no gradient, no update, no decay, no average. None when null.</param>
    public StepGraph(NetworkDefinition network, Loss loss, TrainingOptions options, IReadOnlySet<string>? frozen = null)
    {
        var batch = options.BatchSize;
        _optimiser = Optimiser.Of(options.Optimiser, options.Momentum);
        _graph = new GraphBuilder($"{network.Name}_step");
        var samples = _graph.Input(NetworkDefinition.InputName, [batch, .. network.InputShape]);
        var targets = _graph.Input(Targets, [batch, .. network.OutputShape]);
        var weights = _graph.Input(Weights, [batch, .. network.OutputShape]);
        Settings = [.. _optimiser.Settings, AverageDecay, StatisticsDecay];
        var settings = Settings.Select(name => _graph.Input(name, 1)).ToArray();
        var parameters = network.ParameterList.ToDictionary(parameter => parameter.Name, parameter => AddState(parameter.Name, parameter));

        var pass = new NetworkPass(_graph, training: true, parameters, frozen);
        var forward = pass.Forward(network.Layers, samples);
        _graph.Scope = "loss";
        var lossPass = loss.Write(_graph, forward.Output, targets, weights);
        forward.Gradient(lossPass.OutputGradient, false);
        var clipping = options.GradientLimit > 0 ? ClippingFactor(network, pass, (float)options.GradientLimit, frozen) : null;

        foreach (var parameter in network.ParameterList)
        {
            if (frozen?.Contains(parameter.Name) == true) continue;
            _graph.Scope = $"{parameter.Name}/step";
            if (parameter.Kind == ParameterKind.Statistic)
                _next[parameter.Name] = Average(parameters[parameter.Name], pass.BatchStatistics[parameter.Name], settings[^1]);
            else
                WriteStep(parameter, parameters[parameter.Name], Clipped(pass.Gradients[parameter.Name], clipping), settings);
        }
        foreach (var (name, tensor) in _next) _graph.Output(Next(name), tensor);
        LossNames = [.. loss.Parts.Select(part => $"loss.{part}")];
        for (var i = 0; i < LossNames.Count; i++) _graph.Output(LossNames[i], lossPass.Parts[i]);
        DropoutMasks = pass.DropoutMasks;
        NodeCount = _graph.NodeCount;
        PeakBytes = _graph.PeakBytes();
        Model = _graph.ToModel();
    }

    /// <summary>The bytes of the ONNX model.</summary>
    public byte[] Model { get; }

    /// <summary>The values of the first of <see cref="Settings"/>, the optimiser's, at a step.</summary>
    public float[] OptimiserSettingsAt(long step, double learningRate, double weightDecay) => _optimiser.SettingsAt(step, learningRate, weightDecay);

    /// <summary>The tensors that are kept between steps: an input with its name and, unless frozen, an output named by <see cref="Next"/>.</summary>
    public IReadOnlyCollection<Tensor> State => _state.Values;

    /// <summary>Peak memory of the results of its operators, in bytes.</summary>
    public long PeakBytes { get; }

    /// <summary>The number of operators.</summary>
    public int NodeCount { get; }

    /// <summary>Whether the step changes a state.</summary>
    public bool Changes(string state) => _next.ContainsKey(state);

    /// <summary>Inputs of shape (1) that change from step to step.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Outputs of shape (1), one for each part of the loss.</summary>
    public IReadOnlyList<string> LossNames { get; }

    /// <summary>The dropout masks, inputs of every step.</summary>
    public IReadOnlyList<DropoutMask> DropoutMasks { get; }

    /// <summary>The name of the output with a state's next value.</summary>
    public static string Next(string state) => $"next.{state}";

    /// <summary>The name of a parameter's moving average.</summary>
    public static string AverageName(string parameter) => $"{parameter}.average";

    Tensor AddState(string name, Parameter parameter) => _state[name] = _graph.Input(name, [.. parameter.Shape]);

    void WriteStep(Parameter parameter, Tensor value, Tensor gradient, Tensor[] settings)
    {
        string[] slots = [.. _optimiser.Slots.Select(slot => $"{parameter.Name}.{slot}")];
        var average = AverageName(parameter.Name);
        (_next[parameter.Name], var next) = _optimiser.Write(
            _graph, parameter.Kind, value, [.. slots.Select(slot => AddState(slot, parameter))], gradient, settings);
        for (var i = 0; i < next.Length; i++) _next[slots[i]] = next[i];
        _next[average] = Average(AddState(average, parameter), _next[parameter.Name], settings[^2]);
    }

    /// <summary>Gradient clipping: limit / max(norm, limit), with the L2 norm of all gradients together; exactly 1 below the limit.</summary>
    Tensor ClippingFactor(NetworkDefinition network, NetworkPass pass, float limit, IReadOnlySet<string>? frozen)
    {
        _graph.Scope = "gradient_limit";
        Tensor? sum = null;
        foreach (var parameter in network.ParameterList)
        {
            if (frozen?.Contains(parameter.Name) == true || !pass.Gradients.TryGetValue(parameter.Name, out var gradient)) continue;
            var squares = _graph.ReduceSum(_graph.Reshape(_graph.Mul(gradient, gradient), gradient.Length), keepAxes: true, 0);
            sum = sum is null ? squares : _graph.Add(sum, squares);
        }
        return _graph.Div(_graph.Scalar(limit), _graph.Max(_graph.Sqrt(sum!), _graph.Scalar(limit)));
    }

    Tensor Clipped(Tensor gradient, Tensor? factor) => factor is null ? gradient : _graph.Mul(gradient, factor);

    /// <summary>new + (old - new) * decay.</summary>
    Tensor Average(Tensor old, Tensor latest, Tensor decay) => _graph.Add(latest, _graph.Mul(_graph.Sub(old, latest), decay));
}
