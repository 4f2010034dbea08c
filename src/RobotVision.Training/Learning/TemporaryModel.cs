using RobotVision.Training.Network;

namespace RobotVision.Training.Learning;

/// <summary>A network as a file to be scored, before its thresholds are known and it goes where users find it. Deleted when disposed.</summary>
sealed class TemporaryModel : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("robotvision-");

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">There is no room for it.</exception>
    public TemporaryModel(TrainingTask task, NetworkDefinition network, IReadOnlyDictionary<string, float[]> values)
    {
        try
        {
            ModelExporter.Export(network, values, task.Contract([], null, "{}").ToMetadata(), Path);
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
