using RobotVision.Classroom.Neurons;

namespace RobotVision.Classroom.Playground;

/// <summary>What makes a new network: data, features and layers.</summary>
public sealed record PlaygroundOptions
{
    /// <summary>The most hidden layers.</summary>
    public const int MostLayers = 5;

    /// <summary>The most neurons of a hidden layer.</summary>
    public const int MostNeurons = 8;

    /// <summary>How the points lie; default a circle.</summary>
    public PlaygroundSet Set { get; init; }

    /// <summary>Standard deviation by which points are moved, 0..0.5; default 0.</summary>
    public double Noise { get; init; }

    /// <summary>The part of the points that is trained on, 0.05..0.95; default 0.5. The others test.</summary>
    public double TrainingShare { get; init; } = 0.5;

    /// <summary>The inputs of the network, at least one; default x1 and x2.</summary>
    public IReadOnlyList<PlaygroundFeature> Features { get; init; } = [PlaygroundFeature.X1, PlaygroundFeature.X2];

    /// <summary>Neurons of each hidden layer, 1..8; none to five layers; default 4 and 2.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [4, 2];

    /// <summary>The activation of hidden neurons; default tanh.</summary>
    public Activation Activation { get; init; }

    /// <summary>Seed of points and weights; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Validate()
    {
        OptionCheck.That(Noise is >= 0 and <= 0.5, "Noise", "0..0.5", Noise);
        OptionCheck.That(TrainingShare is >= 0.05 and <= 0.95, "Training share", "0.05..0.95", TrainingShare);
        var areGood = Features.Count is >= 1 and <= 7 && Features.Distinct().Count() == Features.Count;
        OptionCheck.That(areGood, "Features", "1 to 7 different ones", string.Join(", ", Features));
        OptionCheck.That(Hidden.Count <= MostLayers, "Hidden layers", $"0..{MostLayers}", Hidden.Count);
        foreach (var neurons in Hidden) OptionCheck.That(neurons is >= 1 and <= MostNeurons, "Neurons of a layer", $"1..{MostNeurons}", neurons);
    }
}

/// <summary>What can be changed while the network learns.</summary>
public sealed record PlaygroundTuning
{
    /// <summary>The learning rate, above 0 to 10; default 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Points of one step, 1..100; default 10.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>The penalty L1 * |w|, 0..1; default 0.</summary>
    public double L1 { get; init; }

    /// <summary>The penalty L2 / 2 * w^2, weight decay, 0..1; default 0.</summary>
    public double L2 { get; init; }

    /// <summary>The probability with which a hidden neuron is left out of a step, 0..0.8; default 0.</summary>
    public double Dropout { get; init; }

    internal void Validate()
    {
        OptionCheck.That(LearningRate is > 0 and <= 10, "Learning rate", "above 0 to 10", LearningRate);
        OptionCheck.That(BatchSize is >= 1 and <= 100, "Batch size", "1..100", BatchSize);
        OptionCheck.That(L1 is >= 0 and <= 1, "L1", "0..1", L1);
        OptionCheck.That(L2 is >= 0 and <= 1, "L2", "0..1", L2);
        OptionCheck.That(Dropout is >= 0 and <= 0.8, "Dropout", "0..0.8", Dropout);
    }
}
