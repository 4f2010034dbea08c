namespace RobotVision.Training.Learning;

/// <summary>Where a training run puts what it makes: all beside the model, under its name.</summary>
/// <param name="Model">The model, float32.</param>
public sealed record RunFiles(string Model)
{
    /// <summary>The model's int8 form.</summary>
    public string QuantisedModel => Path.ChangeExtension(Model, ".int8.onnx");

    /// <summary>Where the run can be resumed from, see <see cref="CheckpointStore"/>.</summary>
    public string Checkpoint => Path.ChangeExtension(Model, ".checkpoint");

    /// <summary>The run's course, see <see cref="MetricsLog"/>.</summary>
    public string Metrics => Path.ChangeExtension(Model, ".metrics.jsonl");

    /// <summary>What was done, and how good it is, as JSON.</summary>
    public string Summary => Path.ChangeExtension(Model, ".run.json");

    /// <summary>There while a run writes the others, see <see cref="RunLock"/>.</summary>
    public string Lock => Path.ChangeExtension(Model, ".lock");

    /// <summary>All of them.</summary>
    public IEnumerable<string> All => [Model, QuantisedModel, Checkpoint, Metrics, Summary, Lock, Report];

    /// <summary>The page with curves, pictures and figures.</summary>
    public string Report => Path.ChangeExtension(Model, ".report.html");
}
