namespace RobotVision.Training.Checkpoints;

/// <summary>
/// The output files of a training run, all beside the model under its name without <c>.onnx</c>. Any other extension is part of the name:
/// <c>exp.1</c> and <c>exp.2</c> are two runs.
/// </summary>
/// <param name="Model">The model, float32.</param>
public sealed record RunFiles(string Model)
{
    const string Ending = ".onnx", QuantisedEnding = ".int8.onnx";

    /// <summary>The int8 model.</summary>
    public string QuantisedModel => Beside(QuantisedEnding);

    /// <summary>The checkpoint, see <see cref="CheckpointStore"/>.</summary>
    public string Checkpoint => Beside(".checkpoint");

    /// <summary>The log of losses, see <see cref="MetricsLog"/>.</summary>
    public string Metrics => Beside(".metrics.jsonl");

    /// <summary>Recipe, data, versions and scores as JSON.</summary>
    public string Summary => Beside(".run.json");

    /// <summary>Lock file, exists while a run writes the others, see <see cref="RunLock"/>.</summary>
    public string Lock => Beside(".lock");

    /// <summary>Folder of the models that are judged on frames held out, while the run goes on.</summary>
    public string Folds => Beside(".folds");

    /// <summary>Folder of the frames without labels that are learned from, while the run goes on.</summary>
    public string Unlabelled => Beside(".unlabelled");

    /// <summary>All files.</summary>
    public IEnumerable<string> All => [Model, QuantisedModel, Checkpoint, Metrics, Summary, Lock, Report];

    /// <summary>The report page with curves, pictures and scores.</summary>
    public string Report => Beside(".report.html");

    /// <summary>Whether a path has the extension of an int8 model.</summary>
    public static bool IsQuantised(string path) => path.EndsWith(QuantisedEnding, StringComparison.Ordinal);

    /// <summary>The path of the float32 model that belongs to the path of an int8 model.</summary>
    public static string WithoutQuantised(string path) => path[..^QuantisedEnding.Length] + Ending;

    string Beside(string ending) => (Model.EndsWith(Ending, StringComparison.Ordinal) ? Model[..^Ending.Length] : Model) + ending;
}
