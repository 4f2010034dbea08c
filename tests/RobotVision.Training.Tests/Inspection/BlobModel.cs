using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;
using RobotVision.Training.Layers;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Tests.Inspection;

/// <summary>A model built by hand, as a file: its ball is where the sample's red is bright, the mean of it over 8 x 8 pixels; its robot is nowhere.</summary>
sealed class BlobModel : IDisposable
{
    /// <summary>Logit of the ball where the cell is white; half of that where it is grey, no light at all gives minus this.</summary>
    public const float Gain = 6;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("robotvision");

    public BlobModel()
    {
        var network = new NetworkDefinition("blob", [3, SampleFormat.Size, SampleFormat.Size], "head",
            [new Convolution("red", 1, Kernel: 1), new AveragePool("mean", 8), new Convolution("head", GridLayout.Channels, Kernel: 1)]);
        var values = network.ParameterList.ToDictionary(parameter => parameter.Name, parameter => new float[parameter.Length]);
        values["red.weight"][0] = 1;
        values["head.weight"][GridLayout.Logit] = Gain;
        ModelExporter.Export(network, values, new ModelContract { Network = "grid", Output = "grid", Thresholds = [.. Enumerable.Repeat(0.5f, 8)] }.ToMetadata(), Path);
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
