using System.Text.Json.Serialization;
using RobotVision.Data.Text;
using RobotVision.Training.Optimisers;

namespace RobotVision.Training.Recipes;

/// <summary>Options of the training loop: batch size, steps, learning rate, optimiser.</summary>
/// <remarks>Options added later are not serialised at their default value, so files written by older versions stay comparable byte for byte.</remarks>
public sealed record TrainingOptions
{
    /// <summary>Default of <see cref="RateFactor"/>.</summary>
    internal const double DefaultRateFactor = 0.1;

    /// <summary>Default warm-up: one step per ten steps of the run, at most 100.</summary>
    const long MaximumDefaultWarmUp = 100, StepsPerWarmUpStep = 10;

    /// <summary>Value of <see cref="Steps"/> where <see cref="Minutes"/> alone end the run.</summary>
    public const long UnlimitedSteps = 1_000_000_000;

    /// <summary>With <see cref="Minutes"/>, the part of the run in which the warm-up ends at the latest.</summary>
    const double LongestWarmUp = 0.1;

    const long DefaultSteps = 2000;

    readonly long? _steps, _warmUpSteps;

    /// <summary>Seed of all random numbers; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Samples per step, 1..4096; default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Steps of the whole run, 1 or more; default 2000, or no limit where <see cref="Minutes"/> are given.</summary>
    public long Steps
    {
        get => _steps ?? (Minutes > 0 ? UnlimitedSteps : DefaultSteps);
        init => _steps = value;
    }

    /// <summary>
    /// Minutes of the whole run, after which it ends if it has not done its <see cref="Steps"/> before; 0 (default): no limit. The learning rate then
    /// follows the part of the run that is done, and how many steps that is depends on the machine: such a run does not repeat byte for byte.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Minutes { get; init; }

    /// <summary>The highest learning rate, above 0 to 10; default 2e-3, chosen with the prototype of the grid network.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>The learning rate at the end as a fraction of the highest, 0..1; default 0.01.</summary>
    public double FinalRate { get; init; } = 0.01;

    /// <summary>Steps during which the learning rate rises linearly from 0, 0..<see cref="Steps"/>; default a tenth of the steps, at most 100.</summary>
    public long WarmUpSteps
    {
        get => _warmUpSteps ?? Math.Min(MaximumDefaultWarmUp, Steps / StepsPerWarmUpStep);
        init => _warmUpSteps = value;
    }

    /// <summary>Weight decay per unit of learning rate, 0..1; default 1e-2.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>The optimiser; default AdamW.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptimiserKind Optimiser { get; init; }

    /// <summary>Momentum of gradient descent, 0 (none) to below 1; default 0.9. Adam and AdamW have constants of their own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Momentum { get; init; }

    /// <summary>Gradient clipping: the largest L2 norm of all gradients together; 0 (default) does not clip.</summary>
    /// <remarks>Source: Pascanu et al., "On the difficulty of training recurrent neural networks", 2013, algorithm 1.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double GradientLimit { get; init; }

    /// <summary>The learning rate schedule after the warm-up; default half a cosine.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RateSchedule Schedule { get; init; }

    /// <summary>Steps between two reductions of a stepwise learning rate; 0 (default) means a third of the run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long RateStepEvery { get; init; }

    /// <summary>Factor of each reduction of a stepwise learning rate, above 0 to 1; default 0.1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RateFactor { get; init; }

    /// <summary>Decay per step of the exponential moving average of the weights, 0 (no average) to below 1; default 0.998.</summary>
    public double AverageDecay { get; init; } = 0.998;

    /// <summary>Threads of the training step, 0..1024; 0 uses one per core. Leave one core free where the preparation of batches is slow.</summary>
    public int Threads { get; init; }

    /// <summary>Steps between two checkpoints; default 500. 0 writes one at the end only.</summary>
    public long CheckpointEvery { get; init; } = 500;

    /// <summary>Steps between two progress reports, 1 or more; default 20.</summary>
    public long ReportEvery { get; init; } = 20;

    /// <summary>The learning rate of a step: linear warm-up, then <see cref="Schedule"/>.</summary>
    /// <remarks>Source of the cosine: Loshchilov and Hutter, "SGDR", 2017, equation 5, without restarts.</remarks>
    public double LearningRateAt(long step)
    {
        if (step < WarmUpSteps) return LearningRate * (step + 1) / WarmUpSteps;
        if (Schedule == RateSchedule.Constant) return LearningRate;
        if (Schedule == RateSchedule.Step)
        {
            var every = RateStepEvery > 0 ? RateStepEvery : Math.Max(1, (Steps + 2) / 3);
            return LearningRate * Math.Pow(RateFactor ?? DefaultRateFactor, step / every);
        }
        var progress = (double)(step - WarmUpSteps) / Math.Max(1, Steps - WarmUpSteps);
        return LearningRate * (FinalRate + (1 - FinalRate) * (1 + Math.Cos(Math.PI * Math.Min(1, progress))) / 2);
    }

    /// <summary>The part of the run that is done, 0 to 1 or a little more: of its steps or of its minutes, whichever is larger.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="elapsed">Time of these steps.</param>
    public double PartAt(long step, TimeSpan elapsed) => Math.Max((double)step / Steps, Minutes > 0 ? elapsed.TotalMinutes / Minutes : 0);

    /// <summary>The learning rate of a step of a run that may have a limit of minutes.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="part">The part of the run that is done, see <see cref="PartAt"/>.</param>
    public double LearningRateAt(long step, double part)
    {
        if (Minutes == 0) return LearningRateAt(step);
        var rise = Math.Max((step + 1.0) / WarmUpSteps, part / LongestWarmUp);
        if (rise < 1) return LearningRate * rise;
        return Schedule switch
        {
            RateSchedule.Constant => LearningRate,
            RateSchedule.Step => LearningRate * Math.Pow(
                RateFactor ?? DefaultRateFactor, RateStepEvery > 0 ? step / RateStepEvery : Math.Floor(Math.Min(part, 1) * 3)),
            _ => LearningRate * (FinalRate + (1 - FinalRate) * (1 + Math.Cos(Math.PI * Math.Min(1, part))) / 2),
        };
    }

    /// <summary>Decay of the moving average at a step; small at first, so that the initial weights are soon forgotten.</summary>
    public double AverageDecayAt(long step) => Math.Min(AverageDecay, (1.0 + step) / (10 + step));

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">Names every option that is out of range, by its name in a recipe.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        void Check(bool good, string option, string expected, object found)
        {
            if (!good) problems.Add(FormattableString.Invariant($"training.{OptionName.Of(option)}: expected {expected}, found {found}"));
        }
        Check(BatchSize is >= 1 and <= 4096, nameof(BatchSize), "1..4096", BatchSize);
        Check(Steps >= 1, nameof(Steps), "1 or more", Steps);
        Check(Minutes is >= 0 and <= 100_000, nameof(Minutes), "0 (no limit) to 100000", Minutes);
        Check(LearningRate is > 0 and <= 10, nameof(LearningRate), "above 0, at most 10", LearningRate);
        Check(FinalRate is >= 0 and <= 1, nameof(FinalRate), "0..1", FinalRate);
        Check(WarmUpSteps >= 0 && WarmUpSteps <= Math.Max(Steps, 0), nameof(WarmUpSteps),
            $"0..{Steps}, the steps of the run (left out: a tenth of them, at most {MaximumDefaultWarmUp})", WarmUpSteps);
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
