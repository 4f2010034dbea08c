using RobotVision.Inference;
using RobotVision.Testing;
using RobotVision.Training.Layers;
using RobotVision.Training.Network;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Tools.Tests;

/// <summary>Shared by all tests: a valid, untrained model, created once.</summary>
[SetUpFixture]
sealed class Workplace
{
    static TemporaryFolder _folder = null!;

    /// <summary>A valid model with random weights.</summary>
    public static string Model => _folder["grid.onnx"];

    [OneTimeSetUp]
    public void MakeModel()
    {
        _folder = new TemporaryFolder();
        WriteModel(Model, GridNetwork.Create(), Contract.ToMetadata());
    }

    [OneTimeTearDown]
    public void RemoveModel() => _folder.Dispose();

    /// <summary>The contract of a valid model; with the lowest thresholds, so that even this one detects something.</summary>
    public static ModelContract Contract { get; } = new() { Network = "grid", Output = ModelOutput.Grid, Thresholds = [.. Enumerable.Repeat(0.01f, 8)] };

    /// <summary>Writes a network with random weights.</summary>
    public static void WriteModel(string path, NetworkDefinition network, IReadOnlyDictionary<string, string> metadata)
    {
        var values = network.ParameterList.Select((parameter, stream) =>
        {
            var value = new float[parameter.Length];
            if (parameter.FanIn > 0) RandomTensors.FillNormal(value, Math.Sqrt(2.0 / parameter.FanIn), seed: 1, (uint)stream);
            else Array.Fill(value, 1f);
            return (parameter.Name, value);
        }).ToDictionary(pair => pair.Name, pair => pair.value);
        ModelExporter.Export(network, values, metadata, path);
    }
}
