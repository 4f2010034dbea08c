using RobotVision.Training.Checkpoints;

namespace RobotVision.Training.Sweeps;

/// <summary>The loss curves of a run, read from its <c>.metrics.jsonl</c>.</summary>
/// <param name="Training">Step and training loss, the sum of its parts.</param>
/// <param name="Validation">Step and validation loss.</param>
sealed record RunCurve(IReadOnlyList<(double Step, double Loss)> Training, IReadOnlyList<(double Step, double Loss)> Validation)
{
    /// <summary>The last training loss; null when there is none.</summary>
    public double? LastTraining => Training.Count > 0 ? Training[^1].Loss : null;

    /// <summary>The last validation loss; null when there is none.</summary>
    public double? LastValidation => Validation.Count > 0 ? Validation[^1].Loss : null;

    /// <summary>Validation loss minus the last training loss reported before it.</summary>
    public IReadOnlyList<(double Step, double Loss)> Gap =>
        [.. Validation.Where(point => Training.Any(training => training.Step <= point.Step))
            .Select(point => (point.Step, point.Loss - Training.Last(training => training.Step <= point.Step).Loss))];

    /// <summary>Reads a log; without a file the curves are empty.</summary>
    public static RunCurve Read(string path)
    {
        var entries = MetricsLog.Read(path);
        var measured = entries.Where(entry => entry.Validation is not null).ToArray();
        // The loss reported during training includes dropout; prefer values measured like the validation loss, so that the gap is meaningful.
        var training = measured.All(entry => entry.Training is not null) && measured.Length > 0
            ? measured.Select(entry => ((double)entry.Step, entry.Training!.Values.Sum()))
            : entries.Where(entry => entry.Losses is not null).Select(entry => ((double)entry.Step, entry.Losses!.Values.Sum()));
        return new([.. training], [.. measured.Select(entry => ((double)entry.Step, entry.Validation!.Values.Sum()))]);
    }
}
