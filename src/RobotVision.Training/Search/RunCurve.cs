using System.Text.Json;

namespace RobotVision.Training.Search;

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
        var (training, validation) = (new List<(double, double)>(), new List<(double, double)>());
        if (!File.Exists(path)) return new(training, validation);
        foreach (var line in File.ReadLines(path))
        {
            using var json = JsonDocument.Parse(line);
            var step = json.RootElement.GetProperty("step").GetDouble();
            if (Sum(json.RootElement, "losses") is { } loss) training.Add((step, loss));
            if (Sum(json.RootElement, "validation") is { } other) validation.Add((step, other));
        }
        return new(training, validation);
    }

    static double? Sum(JsonElement line, string name) =>
        line.TryGetProperty(name, out var parts) && parts.ValueKind == JsonValueKind.Object ? parts.EnumerateObject().Sum(part => part.Value.GetDouble()) : null;
}
