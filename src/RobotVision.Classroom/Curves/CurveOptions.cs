using RobotVision.Classroom.Neurons;

namespace RobotVision.Classroom.Curves;

/// <summary>Options of a <see cref="CurveLesson"/>.</summary>
public sealed record CurveOptions
{
    /// <summary>Neurons of the hidden layer, 1..1024; default 64.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Digits that are trained on, 10..5000; default 1000.</summary>
    public int Examples { get; init; } = 1000;

    /// <summary>The probability with which a hidden neuron is left out of a step, 0..0.9; default 0.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether each example is turned, slanted and moved a little every time it is used; default false.</summary>
    public bool IsAugmented { get; init; }

    /// <summary>Weight decay per unit of learning rate, 0..1; default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The part of the examples whose label is wrong, 0..0.5; default 0.2. What learns them by heart errs on other digits.</summary>
    public double WrongLabels { get; init; } = 0.2;

    /// <summary>Seed of weights and examples; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Validate()
    {
        OptionCheck.That(Hidden is >= 1 and <= 1024, "Hidden neurons", "1..1024", Hidden);
        OptionCheck.That(Examples is >= 10 and <= 5000, "Examples", "10..5000", Examples);
        OptionCheck.That(Dropout is >= 0 and <= 0.9, "Dropout", "0..0.9", Dropout);
        OptionCheck.That(WrongLabels is >= 0 and <= 0.5, "Wrong labels", "0..0.5", WrongLabels);
        OptionCheck.That(WeightDecay is >= 0 and <= 1, "Weight decay", "0..1", WeightDecay);
    }
}

/// <summary>Errors after a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="TrainingError">The mean cross-entropy of the examples.</param>
/// <param name="TestError">The same of digits that are never trained on.</param>
/// <param name="TrainingWrong">The part of the examples that is read wrong, 0..1.</param>
/// <param name="TestWrong">The same of the others.</param>
public readonly record struct CurvePoint(int Step, double TrainingError, double TestError, double TrainingWrong, double TestWrong);

/// <summary>What is known between two steps.</summary>
/// <param name="Points">The curves so far.</param>
/// <param name="Steps">Steps of the whole training.</param>
/// <param name="Weights">Trained values of the network.</param>
public sealed record CurveState(IReadOnlyList<CurvePoint> Points, int Steps, int Weights);
