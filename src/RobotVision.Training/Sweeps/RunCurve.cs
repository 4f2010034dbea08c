using RobotVision.Training.Checkpoints;

namespace RobotVision.Training.Sweeps;

/// <summary>How the losses of a run fell, as its <c>.metrics.jsonl</c> tells it.</summary>
/// <param name="Training">Step and training loss, all its parts together.</param>
/// <param name="Validation">Step and validation loss.</param>
sealed record RunCurve(IReadOnlyList<(double Step, double Loss)> Training, IReadOnlyList<(double Step, double Loss)> Validation)
{
    /// <summary>The last training loss; null when there is none.</summary>
    public double? LastTraining => Training.Count > 0 ? Training[^1].Loss : null;

    /// <summary>The last validation loss; null when there is none.</summary>
    public double? LastValidation => Validation.Count > 0 ? Validation[^1].Loss : null;

    /// <summary>How much more the validation loss is than the last training loss told before it.</summary>
    public IReadOnlyList<(double Step, double Loss)> Gap =>
        [.. Validation.Where(point => Training.Any(told => told.Step <= point.Step)).Select(point => (point.Step, point.Loss - Training.Last(told => told.Step <= point.Step).Loss))];

    /// <summary>Reads a file; without one there are no curves.</summary>
    public static RunCurve Read(string path)
    {
        var entries = MetricsLog.Read(path);
        var measured = entries.Where(entry => entry.Validation is not null).ToArray();
        // What is told while learning has dropout in it: where both were measured the same way, the gap means more.
        var training = measured.All(entry => entry.Training is not null) && measured.Length > 0
            ? measured.Select(entry => ((double)entry.Step, entry.Training!.Values.Sum()))
            : entries.Where(entry => entry.Losses is not null).Select(entry => ((double)entry.Step, entry.Losses!.Values.Sum()));
        return new([.. training], [.. measured.Select(entry => ((double)entry.Step, entry.Validation!.Values.Sum()))]);
    }
}
