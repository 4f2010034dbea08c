namespace RobotVision.Training.Checkpoints;

/// <summary>
/// Where a training run puts what it makes: all beside the model, under its name without <c>.onnx</c>. Any other ending is a part of the
/// name: <c>exp.1</c> and <c>exp.2</c> are two runs.
/// </summary>
/// <param name="Model">The model, float32.</param>
public sealed record RunFiles(string Model)
{
    const string Ending = ".onnx", QuantisedEnding = ".int8.onnx";

    /// <summary>The model's int8 form.</summary>
    public string QuantisedModel => Beside(QuantisedEnding);

    /// <summary>Where the run can be resumed from, see <see cref="CheckpointStore"/>.</summary>
    public string Checkpoint => Beside(".checkpoint");

    /// <summary>The run's course, see <see cref="MetricsLog"/>.</summary>
    public string Metrics => Beside(".metrics.jsonl");

    /// <summary>What was done, and how good it is, as JSON.</summary>
    public string Summary => Beside(".run.json");

    /// <summary>There while a run writes the others, see <see cref="RunLock"/>.</summary>
    public string Lock => Beside(".lock");

    /// <summary>All of them.</summary>
    public IEnumerable<string> All => [Model, QuantisedModel, Checkpoint, Metrics, Summary, Lock, Report];

    /// <summary>The page with curves, pictures and figures.</summary>
    public string Report => Beside(".report.html");

    /// <summary>Whether a path is one that the int8 form of some model has.</summary>
    public static bool IsQuantised(string path) => path.EndsWith(QuantisedEnding, StringComparison.Ordinal);

    /// <summary>The model whose int8 form a path would be.</summary>
    public static string WithoutQuantised(string path) => path[..^QuantisedEnding.Length] + Ending;

    string Beside(string ending) => (Model.EndsWith(Ending, StringComparison.Ordinal) ? Model[..^Ending.Length] : Model) + ending;
}
