using RobotVision.Data.Randomness;

namespace RobotVision.Classroom.Neurons;

/// <summary>
/// A 3-3-1 network that learns a truth table by back-propagation, a step after each row: x1, x2 and an input that is always 1, three hidden neurons, one
/// output, all sigmoid, 12 weights and no other biases. Not thread-safe.
/// </summary>
public sealed class BackPropagationLesson
{
    /// <summary>From which distance to its target an output counts as right.</summary>
    public const double Tolerance = 0.1;

    /// <summary>The largest weight at the start.</summary>
    const double Spread = 1;

    const int LongestHistory = 400;

    readonly BackPropagationOptions _options;
    readonly IReadOnlyList<TruthRow> _rows;
    readonly DenseNetwork _network;
    readonly List<ErrorPoint> _history = [];
    RandomSequence _random; // not drawn from: nothing is left out here
    int _epoch, _every = 1;
    int? _learned;

    /// <summary>Begins with random weights.</summary>
    /// <exception cref="OptionException">An option is out of range.</exception>
    public BackPropagationLesson(BackPropagationOptions options)
    {
        options.Validate();
        _options = options;
        _rows = options.Table.Rows();
        _network = new([3, 3, 1], Activation.Sigmoid, Activation.Sigmoid, hasBiases: false, hasCrossEntropy: false, _ => Spread, options.Seed);
        _history.Add(new(0, MeanError()));
    }

    /// <summary>Does epochs of four rows.</summary>
    /// <param name="epochs">How many, at least 0.</param>
    /// <param name="untilLearned">Whether to end after the first epoch in which all outputs are right.</param>
    /// <returns>What is known afterwards.</returns>
    public BackPropagationState Advance(int epochs, bool untilLearned)
    {
        for (var i = 0; i < epochs && !(untilLearned && _learned is not null); i++)
        {
            foreach (var row in _rows)
            {
                _network.AddSample([row.X1, row.X2, 1], [row.Target], 0, ref _random);
                _network.Step(_options.LearningRate);
            }

            _epoch++;
            if (_learned is null && _rows.All(row => Math.Abs(Output(row) - row.Target) < Tolerance)) _learned = _epoch;
            Record();
        }

        return State();
    }

    BackPropagationState State()
    {
        var rows = _rows.Select(row =>
        {
            var output = Output(row);
            return new BackPropagationRow(row.X1, row.X2, row.Target, [.. _network.Values[1]], output);
        }).ToArray();
        var now = new ErrorPoint(_epoch, MeanError());
        ErrorPoint[] curve = _history[^1].Epoch == _epoch ? [.. _history] : [.. _history, now]; // up to now, also where this epoch is left out
        return new(_epoch, rows, [.. _network.Weights[0]], [.. _network.Weights[1]], now.Error, curve, _learned);
    }

    double Output(TruthRow row) => _network.Forward([row.X1, row.X2, 1])[0];

    double MeanError() => _rows.Average(row =>
    {
        Output(row);
        return _network.Error([row.Target]);
    });

    /// <summary>Keeps the curve of the error short: every other point is left out when it has grown too long.</summary>
    void Record()
    {
        if (_epoch % _every != 0) return;
        _history.Add(new(_epoch, MeanError()));
        if (_history.Count <= LongestHistory) return;
        _every *= 2;
        _history.RemoveAll(point => point.Epoch % _every != 0);
    }
}

/// <summary>Options of a <see cref="BackPropagationLesson"/>.</summary>
public sealed record BackPropagationOptions
{
    /// <summary>What is learned; default XOR.</summary>
    public TruthTable Table { get; init; } = TruthTable.Xor;

    /// <summary>The learning rate, above 0 to 100; default 0.9.</summary>
    public double LearningRate { get; init; } = 0.9;

    /// <summary>Seed of the weights; default 4, chosen because both rates of the lecture learn XOR from these weights (582 and 1,619 epochs).</summary>
    public ulong Seed { get; init; } = 4;

    internal void Validate()
    {
        OptionCheck.That(LearningRate is > 0 and <= 100, "Learning rate", "above 0 to 100", LearningRate);
    }
}

/// <summary>The mean error of the rows, 1/2 (t - y)^2, after an epoch.</summary>
public readonly record struct ErrorPoint(int Epoch, double Error);

/// <summary>A row of the table and what the network makes of it.</summary>
/// <param name="X1">The first input.</param>
/// <param name="X2">The second input.</param>
/// <param name="Target">The wanted output.</param>
/// <param name="Hidden">The three hidden neurons, 0..1.</param>
/// <param name="Output">The output, 0..1.</param>
public sealed record BackPropagationRow(int X1, int X2, int Target, double[] Hidden, double Output);

/// <summary>What is known of the network between two epochs.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Rows">Every row and its values.</param>
/// <param name="HiddenWeights">(3, 3): for each hidden neuron its weights of x1, x2 and 1.</param>
/// <param name="OutputWeights">(3): the output's weights of the hidden neurons.</param>
/// <param name="Error">The mean error of the rows.</param>
/// <param name="History">The error over the epochs.</param>
/// <param name="LearnedAt">The epoch after which all outputs were within <see cref="BackPropagationLesson.Tolerance"/>; null before.</param>
public sealed record BackPropagationState(
    int Epoch, IReadOnlyList<BackPropagationRow> Rows, double[] HiddenWeights, double[] OutputWeights, double Error, IReadOnlyList<ErrorPoint> History,
    int? LearnedAt);
