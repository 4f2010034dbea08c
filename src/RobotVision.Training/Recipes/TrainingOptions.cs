using System.Text.Json.Serialization;
using RobotVision.Data.Text;
using RobotVision.Training.Optimisers;

namespace RobotVision.Training.Recipes;

/// <summary>How a network is trained.</summary>
/// <remarks>Options that are left as they are do not stand in files, so that what was written before they came stays the same.</remarks>
public sealed record TrainingOptions
{
    /// <summary>The factor of a stepwise learning rate that is meant where none is given.</summary>
    internal const double UsualFactor = 0.1;

    /// <summary>The longest warm-up that is meant where none is given, and of how many steps one is for it.</summary>
    const long LongestUsualWarmUp = 100, StepsAWarmUpStep = 10;

    readonly long? _warmUpSteps;

    /// <summary>Where all randomness comes from; 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Samples a step, 1..4096; 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Steps of the whole run, 1 or more; 2000.</summary>
    public long Steps { get; init; } = 2000;

    /// <summary>The highest learning rate, above 0 to 10; 2e-3, the value of our prototype.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>The learning rate at the end in parts of the highest, 0..1; 0.01.</summary>
    public double FinalRate { get; init; } = 0.01;

    /// <summary>Steps during which the learning rate rises from nothing, 0..<see cref="Steps"/>; a tenth of them unless given, at most 100.</summary>
    public long WarmUpSteps
    {
        get => _warmUpSteps ?? Math.Min(LongestUsualWarmUp, Steps / StepsAWarmUpStep);
        init => _warmUpSteps = value;
    }

    /// <summary>The part of each weight that is taken away per unit of learning rate, 0..1; 1e-2.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>How weights follow their gradients; AdamW.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptimiserKind Optimiser { get; init; }

    /// <summary>The part of the last step that gradient descent goes on with, 0 (none) to below 1; 0.9. The Adams have their own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Momentum { get; init; }

    /// <summary>The largest length of all gradients taken together; longer ones are shortened to it. 0, and none is.</summary>
    /// <remarks>Source: Pascanu et al., "On the difficulty of training recurrent neural networks", 2013, algorithm 1.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double GradientLimit { get; init; }

    /// <summary>How the learning rate goes on after its rise; half a cosine.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RateSchedule Schedule { get; init; }

    /// <summary>Steps from one fall of a stepwise learning rate to the next; 0 takes a third of the run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long RateStepEvery { get; init; }

    /// <summary>What a stepwise learning rate is multiplied by at each fall, above 0 to 1; 0.1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RateFactor { get; init; }

    /// <summary>The part of the moving average of the weights that stays at each step, 0 (no average) to below 1; 0.998.</summary>
    public double AverageDecay { get; init; } = 0.998;

    /// <summary>Threads of the training step, 0..1024; 0 takes one a core. Leave a core to the preparation of batches where that is slow.</summary>
    public int Threads { get; init; }

    /// <summary>Steps from one checkpoint to the next; 500. 0 writes one at the end only.</summary>
    public long CheckpointEvery { get; init; } = 500;

    /// <summary>Steps from one report of progress to the next, 1 or more; 20.</summary>
    public long ReportEvery { get; init; } = 20;

    /// <summary>The learning rate of a step: a straight rise, then what <see cref="Schedule"/> says.</summary>
    /// <remarks>Source of the cosine: Loshchilov and Hutter, "SGDR", 2017, equation 5, without restarts.</remarks>
    public double LearningRateAt(long step)
    {
        if (step < WarmUpSteps) return LearningRate * (step + 1) / WarmUpSteps;
        if (Schedule == RateSchedule.Constant) return LearningRate;
        if (Schedule == RateSchedule.Step)
        {
            var every = RateStepEvery > 0 ? RateStepEvery : Math.Max(1, (Steps + 2) / 3);
            return LearningRate * Math.Pow(RateFactor ?? UsualFactor, step / every);
        }
        var part = (double)(step - WarmUpSteps) / Math.Max(1, Steps - WarmUpSteps);
        return LearningRate * (FinalRate + (1 - FinalRate) * (1 + Math.Cos(Math.PI * Math.Min(1, part))) / 2);
    }

    /// <summary>The moving average's decay at a step; small at first, so that the start is forgotten.</summary>
    public double AverageDecayAt(long step) => Math.Min(AverageDecay, (1.0 + step) / (10 + step));

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">Names every option that is out of range, as it stands in a recipe.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        void Check(bool good, string option, string expected, object found)
        {
            if (!good) problems.Add(FormattableString.Invariant($"training.{OptionName.Of(option)}: expected {expected}, found {found}"));
        }
        Check(BatchSize is >= 1 and <= 4096, nameof(BatchSize), "1..4096", BatchSize);
        Check(Steps >= 1, nameof(Steps), "1 or more", Steps);
        Check(LearningRate is > 0 and <= 10, nameof(LearningRate), "above 0, at most 10", LearningRate);
        Check(FinalRate is >= 0 and <= 1, nameof(FinalRate), "0..1", FinalRate);
        Check(WarmUpSteps >= 0 && WarmUpSteps <= Math.Max(Steps, 0), nameof(WarmUpSteps), $"0..{Steps}, the steps of the run (left out: a tenth of them, at most {LongestUsualWarmUp})", WarmUpSteps);
        Check(WeightDecay is >= 0 and <= 1, nameof(WeightDecay), "0..1", WeightDecay);
        Check(Enum.IsDefined(Optimiser), nameof(Optimiser), "AdamW, Adam, Sgd or Nesterov", Optimiser);
        Check(Momentum is null or (>= 0 and < 1), nameof(Momentum), "at least 0 and below 1", Momentum ?? 0);
        Check(GradientLimit is >= 0 and < double.PositiveInfinity, nameof(GradientLimit), "0 (none) or more", GradientLimit);
        Check(Enum.IsDefined(Schedule), nameof(Schedule), "Cosine, Constant or Step", Schedule);
        Check(RateStepEvery >= 0, nameof(RateStepEvery), "0 or more", RateStepEvery);
        Check(RateFactor is null or (> 0 and <= 1), nameof(RateFactor), "above 0, at most 1", RateFactor ?? 0);
        Check(AverageDecay is >= 0 and < 1, nameof(AverageDecay), "at least 0 and below 1", AverageDecay);
        Check(Threads is >= 0 and <= 1024, nameof(Threads), "0..1024", Threads);
        Check(CheckpointEvery >= 0, nameof(CheckpointEvery), "0 or more", CheckpointEvery);
        Check(ReportEvery >= 1, nameof(ReportEvery), "1 or more", ReportEvery);
        if (problems.Count > 0) throw new OptionException($"{string.Join("; ", problems)}.");
    }
}
