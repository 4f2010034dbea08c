using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;
using RobotVision.Training.Layers;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Tests.Inspection;

/// <summary>A handmade model file: it detects a ball where the mean of red over 8 x 8 pixels is high, and never a robot.</summary>
sealed class BlobModel : IDisposable
{
    /// <summary>Logit of the ball in a white cell; half of it in a grey cell, the negative of it in a black one.</summary>
    public const float Gain = 6;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("robotvision");

    /// <summary>Makes the file.</summary>
    /// <param name="knowsOthers">Whether its contract says that it was trained on the other classes too.</param>
    public BlobModel(bool knowsOthers = true)
    {
        var network = new NetworkDefinition("blob", [3, SampleFormat.Size, SampleFormat.Size], "head",
            [new Convolution("red", 1, Kernel: 1), new AveragePool("mean", 8), new Convolution("head", GridLayout.ChannelsOf(), Kernel: 1)]);
        var values = network.ParameterList.ToDictionary(parameter => parameter.Name, parameter => new float[parameter.Length]);
        values["red.weight"][0] = 1;
        values["head.weight"][GridLayout.Logit] = Gain;
        ModelExporter.Export(
            network, values,
            new ModelContract
            {
                Network = "grid",
                Output = ModelOutput.Grid,
                Thresholds = [0.5f, .. Enumerable.Repeat(knowsOthers ? 0.5f : Thresholds.Off, 7)],
            }.ToMetadata(),
            Path);
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "blob.onnx");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A grey sample with a bright red square; planes, -1 dark to 1 bright.</summary>
    public static float[] Sample(int left, int top, int side)
    {
        var sample = new float[SampleFormat.Length];
        for (var y = top; y < top + side; y++) sample.AsSpan(y * SampleFormat.Size + left, side).Fill(1);
        return sample;
    }
}
