using RobotVision.Inference;
using RobotVision.Training.Confidences;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Runs;

/// <summary>A network exported to a temporary folder, to be scored before its thresholds are chosen. Dispose deletes it.</summary>
sealed class TemporaryModel : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("robotvision-");

    /// <summary>Exports the network.</summary>
    /// <param name="task">The task of the network.</param>
    /// <param name="network">The network.</param>
    /// <param name="values">The values of its parameters.</param>
    /// <param name="thresholds">Thresholds, which also say which classes are on; all classes when null.</param>
    /// <param name="rule">How confidences of several views become one; null where there is none.</param>
    /// <exception cref="IOException">The temporary folder is full or cannot be written.</exception>
    public TemporaryModel(
        TrainingTask task, NetworkDefinition network, IReadOnlyDictionary<string, float[]> values, ClassThresholds? thresholds = null, LookRule? rule = null)
    {
        try
        {
            ModelExporter.Export(network, values, task.Contract(thresholds, "{}", rule).ToMetadata(), Path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Path of the exported file.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "model.onnx");

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
