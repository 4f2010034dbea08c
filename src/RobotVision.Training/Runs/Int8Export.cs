using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Layers;
using RobotVision.Training.Quantisation;
using RobotVision.Training.Recipes;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Runs;

/// <summary>Result of an int8 export: trainer, float32 file and int8 file compared on validation samples.</summary>
/// <param name="Bytes">Size of the int8 file.</param>
/// <param name="LargestOutput">Largest absolute output of the trainer, the scale of the differences.</param>
/// <param name="TrainerToFp32">Difference between the trainer's own inference pass and the float32 file.</param>
/// <param name="TrainerToInt8">Difference between the trainer's own inference pass and the int8 file.</param>
/// <param name="Fp32ToInt8">Difference between the two files.</param>
public sealed record Int8Export(long Bytes, float LargestOutput, OutputDifference TrainerToFp32, OutputDifference TrainerToInt8, OutputDifference Fp32ToInt8)
{
    /// <summary>
    /// The largest accepted mean difference as a fraction of the largest output (at least 1). Chosen as five times what the shipped networks have
    /// (0.002 and 0.006).
    /// </summary>
    public const float Tolerance = 0.03f;

    /// <summary>Training samples on which the range of the activations is measured.</summary>
    const int CalibrationSamples = 128;

    /// <summary>Validation samples on which both models are compared.</summary>
    const int ComparedSamples = 64;

    /// <summary>Writes the int8 model beside the float32 model (complete or not at all) and compares both.</summary>
    /// <param name="files">Paths of both models.</param>
    /// <param name="training">Source of the samples for the activation ranges.</param>
    /// <param name="validation">Source of the samples to compare on.</param>
    /// <param name="network">The network.</param>
    /// <param name="values">The values of its parameters.</param>
    /// <param name="options">The run's steps, after which new samples are drawn, and its batch size.</param>
    /// <param name="warn">Receives the reason when no int8 model is written.</param>
    /// <returns>The comparison; null, and no file, where the int8 model would differ too much.</returns>
    public static Int8Export? Write(
        RunFiles files, IBatchSource training, IBatchSource validation, NetworkDefinition network,
        IReadOnlyDictionary<string, float[]> values, TrainingOptions options, Action<string>? warn = null)
    {
        File.Delete(files.QuantisedModel); // one of an earlier run has other weights
        var model = File.ReadAllBytes(files.Model);
        var int8 = ModelQuantiser.Quantise(
            model, Samples(training, network, options, CalibrationSamples), network.InputShape,
            new Dictionary<string, string> { [ModelContract.PrecisionKey] = "int8" });

        float[] samples = [.. Samples(validation, network, options, ComparedSamples).SelectMany(sample => sample)];
        var own = ModelExporter.Run(network.ToInferenceModel(values), network, samples, GraphOptimizationLevel.ORT_DISABLE_ALL);
        float[] fp32 = ModelExporter.Run(model, network, samples), found = ModelExporter.Run(int8, network, samples);
        var export = new Int8Export(
            int8.Length, own.Max(MathF.Abs), OutputDifference.Of(own, fp32), OutputDifference.Of(own, found), OutputDifference.Of(fp32, found));
        if (!(export.TrainerToInt8.Mean <= Tolerance * MathF.Max(1, export.LargestOutput)))
        {
            warn?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"Model '{files.QuantisedModel}': expected outputs on average within {Tolerance} of the largest ({export.LargestOutput}) of the trainer's, "
                + $"found {export.TrainerToInt8.Mean}. ")
                + "It was not written. Use the float32 model, which is not affected, or train longer.");
            return null;
        }

        WholeFile.WriteAllBytes(files.QuantisedModel, int8);
        return export;
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
