using RobotVision.Classroom.Neurons;
using RobotVision.Data.Randomness;

namespace RobotVision.Classroom.Playground;

/// <summary>
/// A small network that learns to tell two classes of points of a plane apart, with what each neuron answers over the whole plane. The output is the
/// sigmoid probability of class 1, the error the cross-entropy. Not thread-safe.
/// </summary>
public sealed class PlaygroundLesson
{
    /// <summary>Rows and columns of the map of the output; those of the neurons have half as many.</summary>
    public const int Side = 48;

    /// <summary>The maps reach from minus this to this, in both axes.</summary>
    public const double Reach = 2;

    readonly PlaygroundOptions _options;
    readonly PlaygroundPoint[] _points;
    readonly double[][] _inputs;
    readonly int[] _training, _test;
    readonly double[][] _grid;
    readonly DenseNetwork _network;
    int _epoch;

    /// <summary>Draws points and weights.</summary>
    /// <exception cref="OptionException">An option is out of range.</exception>
    public PlaygroundLesson(PlaygroundOptions options)
    {
        options.Validate();
        _options = options;
        _points = PlaygroundData.Draw(options);
        _inputs = [.. _points.Select(point => Features(point.X1, point.X2))];
        _training = [.. Enumerable.Range(0, _points.Length).Where(i => !_points[i].IsTest)];
        _test = [.. Enumerable.Range(0, _points.Length).Where(i => _points[i].IsTest)];
        _grid = [.. Enumerable.Range(0, Side * Side).Select(i => Features(Coordinate(i % Side), -Coordinate(i / Side)))];
        _network = new(
            [options.Features.Count, .. options.Hidden, 1], options.Activation, Activation.Sigmoid, hasBiases: true, hasCrossEntropy: true,
            inputs => Math.Sqrt(3.0 / inputs), options.Seed);
    }

    /// <summary>The points and what the features are over the plane, which stay the same.</summary>
    public PlaygroundScene Scene => new(_points, [.. _options.Features.Select((_, feature) => Map(i => Level(_grid[i][feature])))]);

    /// <summary>Trains.</summary>
    /// <param name="epochs">How often all training points are seen, at least 0.</param>
    /// <param name="tuning">How.</param>
    /// <returns>What is known afterwards.</returns>
    /// <exception cref="OptionException">An option is out of range.</exception>
    public PlaygroundState Advance(int epochs, PlaygroundTuning tuning)
    {
        tuning.Validate();
        for (var i = 0; i < epochs; i++) Train(tuning);
        var (trainingError, trainingWrong) = Measure(_training);
        var (testError, testWrong) = Measure(_test);
        var (output, neurons) = Look();
        return new(
            _epoch, trainingError, testError, trainingWrong, testWrong, [.. _network.Weights.Select(weights => weights.ToArray())],
            [.. _network.Biases.Select(biases => biases.ToArray())], neurons, output);
    }

    void Train(PlaygroundTuning tuning)
    {
        var random = new RandomSequence(_options.Seed, (ulong)++_epoch, 1);
        for (var i = _training.Length - 1; i > 0; i--)
        {
            var other = random.NextInt32(i + 1);
            (_training[i], _training[other]) = (_training[other], _training[i]);
        }

        for (var i = 0; i < _training.Length; i++)
        {
            var point = _training[i];
            _network.AddSample(_inputs[point], [_points[point].Target], tuning.Dropout, ref random);
            if ((i + 1) % tuning.BatchSize == 0 || i + 1 == _training.Length) _network.Step(tuning.LearningRate, tuning.L2, tuning.L1);
        }
    }

    (double Error, double Wrong) Measure(int[] points)
    {
        double error = 0, wrong = 0;
        foreach (var point in points)
        {
            var target = _points[point].Target;
            var output = _network.Forward(_inputs[point])[0];
            error += _network.Error([target]);
            if (output > 0.5 != (target == 1)) wrong++;
        }

        return points.Length == 0 ? (0, 0) : (error / points.Length, wrong / points.Length);
    }

    /// <summary>What the output and each hidden neuron answer over the plane.</summary>
    (byte[] Output, byte[][][] Neurons) Look()
    {
        var output = new byte[Side * Side];
        var neurons = _options.Hidden.Select(size => Enumerable.Range(0, size).Select(_ => new byte[Side * Side / 4]).ToArray()).ToArray();
        for (var i = 0; i < _grid.Length; i++)
        {
            output[i] = (byte)(255 * _network.Forward(_grid[i])[0]);
            var (row, column) = (i / Side, i % Side);
            if (row % 2 != 0 || column % 2 != 0) continue;
            for (var layer = 0; layer < neurons.Length; layer++)
                for (var neuron = 0; neuron < neurons[layer].Length; neuron++)
                    neurons[layer][neuron][row / 2 * (Side / 2) + column / 2] = NeuronLevel(_network.Values[layer + 1][neuron]);
        }

        return (output, neurons);
    }

    byte NeuronLevel(double value) => _options.Activation == Activation.Sigmoid ? Level(2 * value - 1) : Level(value);

    /// <summary>-1..1 as 0..255.</summary>
    static byte Level(double value) => double.IsNaN(value) ? (byte)128 : (byte)(127.5 * (1 + Math.Clamp(value, -1, 1)));

    static byte[] Map(Func<int, byte> level) =>
        [.. Enumerable.Range(0, Side * Side).Where(i => i / Side % 2 == 0 && i % 2 == 0).Select(level)];

    static double Coordinate(int pixel) => Reach * ((2 * pixel + 1.0) / Side - 1);

    double[] Features(double x1, double x2) => [.. _options.Features.Select(feature => PlaygroundData.Of(feature, x1, x2))];
}

/// <summary>What stays the same while the network learns.</summary>
/// <param name="Points">The points of both classes.</param>
/// <param name="Features">For each feature a map of half the side, row by row from the top: -1..1 as 0..255.</param>
public sealed record PlaygroundScene(IReadOnlyList<PlaygroundPoint> Points, byte[][] Features);

/// <summary>What is known of the network between two epochs.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="TrainingError">The mean cross-entropy of training points.</param>
/// <param name="TestError">The same of test points.</param>
/// <param name="TrainingWrong">The part of training points that is told wrong, 0..1.</param>
/// <param name="TestWrong">The same of test points.</param>
/// <param name="Weights">The weights to each layer after the input: (neurons, inputs), row by row.</param>
/// <param name="Biases">The biases of the same layers.</param>
/// <param name="Neurons">For each hidden layer and neuron a map of half the side: -1..1 as 0..255.</param>
/// <param name="Output">The map of the output, row by row from the top: 0..1 as 0..255.</param>
public sealed record PlaygroundState(
    int Epoch, double TrainingError, double TestError, double TrainingWrong, double TestWrong, double[][] Weights, double[][] Biases,
    byte[][][] Neurons, byte[] Output);
