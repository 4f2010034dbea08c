using System.Text.Json.Serialization;

namespace RobotVision.Training.Learning;

/// <summary>How a network is trained.</summary>
/// <remarks>Options that are left as they are do not stand in files, so that what was written before they came stays the same.</remarks>
public sealed record TrainingOptions
{
    /// <summary>The momentum of gradient descent that is meant where none is given.</summary>
    internal const double UsualMomentum = 0.9;

    /// <summary>The factor of a stepwise learning rate that is meant where none is given.</summary>
    const double UsualFactor = 0.1;

    /// <summary>Where all randomness comes from; 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Samples a step; 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Steps of the whole run; 2000.</summary>
    public long Steps { get; init; } = 2000;

    /// <summary>The highest learning rate; 2e-3, the value of our prototype.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>The learning rate at the end in parts of the highest, 0..1; 0.01.</summary>
    public double FinalRate { get; init; } = 0.01;

    /// <summary>Steps during which the learning rate rises from nothing; 100.</summary>
    public long WarmUpSteps { get; init; } = 100;

    /// <summary>The part of each weight that is taken away per unit of learning rate; 1e-2.</summary>
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

    /// <summary>Threads of the training step; 0 takes one a core. Leave a core to the preparation of batches where that is slow.</summary>
    public int Threads { get; init; }

    /// <summary>Steps from one checkpoint to the next; 500. 0 writes one at the end only.</summary>
    public long CheckpointEvery { get; init; } = 500;

    /// <summary>Steps from one report of progress to the next; 20.</summary>
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
    /// <exception cref="ArgumentException">Names every option that is out of range.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        void Check(bool good, string expected, object found)
        {
            if (!good) problems.Add(FormattableString.Invariant($"{expected}, found {found}"));
        }
        Check(BatchSize is >= 1 and <= 4096, "BatchSize: expected 1..4096", BatchSize);
        Check(Steps >= 1, "Steps: expected at least 1", Steps);
        Check(LearningRate is > 0 and <= 10, "LearningRate: expected above 0, at most 10", LearningRate);
        Check(FinalRate is >= 0 and <= 1, "FinalRate: expected 0..1", FinalRate);
        Check(WarmUpSteps >= 0 && WarmUpSteps <= Steps, "WarmUpSteps: expected 0..Steps", WarmUpSteps);
        Check(WeightDecay is >= 0 and <= 1, "WeightDecay: expected 0..1", WeightDecay);
        Check(Enum.IsDefined(Optimiser), "Optimiser: expected AdamW, Adam, Sgd or Nesterov", Optimiser);
        Check(Momentum is null or (>= 0 and < 1), "Momentum: expected at least 0 and below 1", Momentum ?? 0);
        Check(GradientLimit is >= 0 and < double.PositiveInfinity, "GradientLimit: expected at least 0", GradientLimit);
        Check(Enum.IsDefined(Schedule), "Schedule: expected Cosine, Constant or Step", Schedule);
        Check(RateStepEvery >= 0, "RateStepEvery: expected at least 0", RateStepEvery);
        Check(RateFactor is null or (> 0 and <= 1), "RateFactor: expected above 0, at most 1", RateFactor ?? 0);
        Check(AverageDecay is >= 0 and < 1, "AverageDecay: expected at least 0 and below 1", AverageDecay);
        Check(Threads is >= 0 and <= 1024, "Threads: expected 0..1024", Threads);
        Check(CheckpointEvery >= 0, "CheckpointEvery: expected at least 0", CheckpointEvery);
        Check(ReportEvery >= 1, "ReportEvery: expected at least 1", ReportEvery);
        if (problems.Count > 0) throw new ArgumentException($"Training options: {string.Join("; ", problems)}.");
    }
}
