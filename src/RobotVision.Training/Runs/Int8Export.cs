using Microsoft.ML.OnnxRuntime;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Layers;
using RobotVision.Training.Quantisation;
using RobotVision.Training.Recipes;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Runs;

/// <summary>How an export in int8 went: the three forms of the network, trainer, float32 file and int8 file, compared on validation samples.</summary>
/// <param name="Bytes">The size of the file.</param>
/// <param name="LargestOutput">The largest output of the trainer, to judge the differences by.</param>
/// <param name="TrainerToFp32">The trainer's own inference pass against the float32 file.</param>
/// <param name="TrainerToInt8">The trainer's own inference pass against the int8 file.</param>
/// <param name="Fp32ToInt8">One file against the other.</param>
public sealed record Int8Export(long Bytes, float LargestOutput, OutputDifference TrainerToFp32, OutputDifference TrainerToInt8, OutputDifference Fp32ToInt8)
{
    /// <summary>
    /// The largest mean difference that is accepted, in parts of the largest output (at least 1). The shipped networks have 0.002 and 0.006: what
    /// has five times as much is another network.
    /// </summary>
    public const float Tolerance = 0.03f;

    /// <summary>Training samples on which the range of the activations is seen.</summary>
    const int CalibrationSamples = 128;

    /// <summary>Validation samples on which both models are compared.</summary>
    const int ComparedSamples = 64;

    /// <summary>Writes the int8 form of a float32 model beside it, whole or not at all, and compares both.</summary>
    /// <param name="files">Where the float32 model is and the int8 one goes.</param>
    /// <param name="training">Where the samples for the ranges come from.</param>
    /// <param name="validation">Where the samples to compare on come from.</param>
    /// <param name="network">The network.</param>
    /// <param name="values">The values of its parameters.</param>
    /// <param name="options">The run's options: its steps, behind which fresh samples are drawn, and its batch size.</param>
    /// <param name="warn">Told why there is no int8 form.</param>
    /// <returns>How it went; null where the int8 file would compute something else, and there is none then: the float32 model is not concerned.</returns>
    public static Int8Export? Write(
        RunFiles files, IBatchSource training, IBatchSource validation, NetworkDefinition network, IReadOnlyDictionary<string, float[]> values, TrainingOptions options, Action<string>? warn = null)
    {
        File.Delete(files.QuantisedModel); // that of an earlier run is of other weights
        var model = File.ReadAllBytes(files.Model);
        var int8 = ModelQuantiser.Quantise(
            model, Samples(training, network, options, CalibrationSamples), network.InputShape, new Dictionary<string, string> { [ModelContract.PrecisionKey] = "int8" });

        float[] samples = [.. Samples(validation, network, options, ComparedSamples).SelectMany(sample => sample)];
        var own = ModelExporter.Run(network.ToInferenceModel(values), network, samples, GraphOptimizationLevel.ORT_DISABLE_ALL);
        float[] fp32 = ModelExporter.Run(model, network, samples), found = ModelExporter.Run(int8, network, samples);
        var export = new Int8Export(
            int8.Length, own.Max(MathF.Abs), OutputDifference.Of(own, fp32), OutputDifference.Of(own, found), OutputDifference.Of(fp32, found));
        if (!(export.TrainerToInt8.Mean <= Tolerance * MathF.Max(1, export.LargestOutput)))
        {
            warn?.Invoke(FormattableString.Invariant(
                $"Model '{files.QuantisedModel}': expected outputs on average within {Tolerance} of the largest ({export.LargestOutput}) of the trainer's, found {export.TrainerToInt8.Mean}. ")
                + "It was not written; the float32 model is not concerned. Use that one, or train longer.");
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
