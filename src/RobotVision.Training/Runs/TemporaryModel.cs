using RobotVision.Training.Layers;

namespace RobotVision.Training.Runs;

/// <summary>A network as a file to be scored, before its thresholds are known and it goes where users find it. Deleted when disposed.</summary>
sealed class TemporaryModel : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("robotvision-");

    /// <summary>Writes it.</summary>
    /// <param name="task">What it answers.</param>
    /// <param name="network">The network.</param>
    /// <param name="values">The values of its parameters.</param>
    /// <param name="thresholds">Which classes are on; all when left out.</param>
    /// <exception cref="IOException">There is no room for it.</exception>
    public TemporaryModel(TrainingTask task, NetworkDefinition network, IReadOnlyDictionary<string, float[]> values, ClassThresholds? thresholds = null)
    {
        try
        {
            ModelExporter.Export(network, values, task.Contract(thresholds, "{}").ToMetadata(), Path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where it lies.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "model.onnx");

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
