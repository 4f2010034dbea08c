using RobotVision.Recording;
using RobotVision.Training.Learning;
using RobotVision.Training.Network;

namespace RobotVision.Training.Quantisation;

/// <summary>How an export in int8 went, measured on validation samples.</summary>
/// <param name="Bytes">The size of the file.</param>
/// <param name="LargestOutput">The largest output of the float32 model.</param>
/// <param name="LargestDifference">The largest difference between an output of the int8 and of the float32 model.</param>
/// <param name="MeanDifference">The mean of the differences' sizes.</param>
public sealed record Int8Export(long Bytes, float LargestOutput, float LargestDifference, double MeanDifference)
{
    /// <summary>Training samples on which the range of the activations is seen.</summary>
    const int CalibrationSamples = 128;

    /// <summary>Validation samples on which both models are compared.</summary>
    const int ComparedSamples = 64;

    /// <summary>Writes the int8 form of a float32 model beside it, whole or not at all, and compares both.</summary>
    /// <param name="files">Where the float32 model is and the int8 one goes.</param>
    /// <param name="training">Where the samples for the ranges come from.</param>
    /// <param name="validation">Where the samples to compare on come from.</param>
    /// <param name="network">The network, for its shapes.</param>
    /// <param name="options">The run's options: its steps, behind which fresh samples are drawn, and its batch size.</param>
    public static Int8Export Write(RunFiles files, IBatchSource training, IBatchSource validation, NetworkDefinition network, TrainingOptions options)
    {
        var model = File.ReadAllBytes(files.Model);
        var int8 = ModelQuantiser.Quantise(
            model, Samples(training, network, options, CalibrationSamples), network.InputShape, new Dictionary<string, string> { ["robotvision.precision"] = "int8" });
        WholeFile.WriteAllBytes(files.QuantisedModel, int8);

        float[] samples = [.. Samples(validation, network, options, ComparedSamples).SelectMany(sample => sample)];
        float[] expected = ModelExporter.Run(model, network, samples), found = ModelExporter.Run(int8, network, samples);
        var differences = expected.Zip(found, (a, b) => MathF.Abs(a - b)).ToArray();
        return new(int8.Length, expected.Max(MathF.Abs), differences.Max(), differences.Average());
    }

    static List<float[]> Samples(IBatchSource source, NetworkDefinition network, TrainingOptions options, int count)
    {
        var samples = new List<float[]>();
        var batch = new TrainingBatch(network, options.BatchSize);
        for (var step = options.Steps; samples.Count < count; step++)
        {
            source.Fill(step, batch);
            for (var i = 0; i < batch.Size && samples.Count < count; i++) samples.Add(batch.Sample(i).ToArray());
        }
        return samples;
    }
}
