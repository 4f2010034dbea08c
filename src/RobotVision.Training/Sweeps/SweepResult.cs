using System.Text.Json.Serialization;
using RobotVision.Evaluation.Scores;

namespace RobotVision.Training.Sweeps;

/// <summary>What came of one run; what is not known is null.</summary>
public sealed record SweepResult
{
    /// <summary>The run's name and that of its folder.</summary>
    public required string Run { get; init; }

    /// <summary>Its group of options; null where the sweep has none.</summary>
    public string? Method { get; init; }

    /// <summary>What was varied, with its value.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Options { get; init; }

    /// <summary>Its seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>The model that it began with and what of it is frozen, see <see cref="Runs.Transfer.Origin"/>; null when it began with nothing.</summary>
    public string? Start { get; init; }

    /// <summary>The digest of the contents of its training and validation data; null in results from before they were noted.</summary>
    public string? Data { get; init; }

    /// <summary>What its losses are measured by, see <see cref="Runs.TrainingRun.Criterion"/>.</summary>
    public string? Criterion { get; init; }

    /// <summary>Learned values of the network.</summary>
    public int Parameters { get; init; }

    /// <summary>Multiplications with a following addition for one sample.</summary>
    public long MultiplyAdds { get; init; }

    /// <summary>Why there is no model.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether it failed because its weights ran away, which they would do again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Diverged { get; init; }

    /// <summary>Whether it failed of something that may be otherwise another time, so that it is tried again.</summary>
    [JsonIgnore]
    public bool IsPassing => Failure is not null && !Diverged;

    /// <summary>The score on the validation data.</summary>
    public ScoreReport? Validation { get; init; }

    /// <summary>The score on the images that it was trained on, as they are, without variation and dropout.</summary>
    public ScoreReport? Training { get; init; }

    /// <summary>The score on the test data, at the thresholds that were chosen on the validation data.</summary>
    public ScoreReport? Test { get; init; }

    /// <summary>The digest of what the test data are; null without test data.</summary>
    public string? TestedOn { get; init; }

    /// <summary>The last training loss of the run.</summary>
    public double? TrainingLoss { get; init; }

    /// <summary>The last validation loss of the run.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The setting.</summary>
    internal SweepSetting Setting => new(Method, Options);

    /// <summary>Whether it came of the same beginning: recipe, data, model to start from and network.</summary>
    internal bool IsOf(SweepResult beginning) => (Data is null || Data == beginning.Data) &&
        (Run, Start, Criterion, Parameters, MultiplyAdds) == (beginning.Run, beginning.Start, beginning.Criterion, beginning.Parameters, beginning.MultiplyAdds);

    /// <summary>The mean over the classes that have labels.</summary>
    internal static double? Mean(ScoreReport? report, Func<ScoreRow, double?> value) =>
        report?.Classes.Where(row => row.Labels > 0).Select(row => value(row) ?? 0).ToArray() is { Length: > 0 } values ? values.Average() : null;
}
