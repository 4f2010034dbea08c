using System.Text.Json.Serialization;
using RobotVision.Evaluation.Scores;

namespace RobotVision.Training.Sweeps;

/// <summary>Result of one run; unknown values are null.</summary>
public sealed record SweepResult
{
    /// <summary>Name of the run and of its folder.</summary>
    public required string Run { get; init; }

    /// <summary>Name of its group of options; null where the sweep has none.</summary>
    public string? Method { get; init; }

    /// <summary>The varied options with their values.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Options { get; init; }

    /// <summary>Its seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>The start model and what of it is frozen, see <see cref="Runs.Transfer.Origin"/>; null for random weights.</summary>
    public string? Start { get; init; }

    /// <summary>Digest of the contents of the training and validation data; null in results of older versions.</summary>
    public string? Data { get; init; }

    /// <summary>The kind of loss, see <see cref="Runs.TrainingRun.Criterion"/>.</summary>
    public string? Criterion { get; init; }

    /// <summary>Number of trained values of the network.</summary>
    public int Parameters { get; init; }

    /// <summary>Multiply-adds for one sample.</summary>
    public long MultiplyAdds { get; init; }

    /// <summary>Why the run failed; null when it succeeded.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether it failed because the training diverged, which it would do again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Diverged { get; init; }

    /// <summary>Whether it failed for a reason that may not recur, such as too little memory, so that it is tried again.</summary>
    [JsonIgnore]
    public bool IsTransient => Failure is not null && !Diverged;

    /// <summary>The score on the validation data.</summary>
    public ScoreReport? Validation { get; init; }

    /// <summary>The score on the training images, without augmentation and dropout.</summary>
    public ScoreReport? Training { get; init; }

    /// <summary>The score on the test data, at the thresholds that were chosen on the validation data.</summary>
    public ScoreReport? Test { get; init; }

    /// <summary>Digest of the test data; null without test data.</summary>
    public string? TestedOn { get; init; }

    /// <summary>The last training loss of the run.</summary>
    public double? TrainingLoss { get; init; }

    /// <summary>The last validation loss of the run.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The setting.</summary>
    internal SweepSetting Setting => new(Method, Options);

    /// <summary>Whether recipe, data, start model and network are the same.</summary>
    internal bool IsSameRun(SweepResult other) => (Data is null || Data == other.Data)
        && (Run, Start, Criterion, Parameters, MultiplyAdds) == (other.Run, other.Start, other.Criterion, other.Parameters, other.MultiplyAdds);

    /// <summary>The mean over the classes that have labels.</summary>
    internal static double? Mean(ScoreReport? report, Func<ScoreRow, double?> value) =>
        report?.Classes.Where(row => row.Labels > 0).Select(row => value(row) ?? 0).ToArray() is { Length: > 0 } values ? values.Average() : null;
}
