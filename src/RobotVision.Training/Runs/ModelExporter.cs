using Microsoft.ML.OnnxRuntime;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Network;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Runs;

/// <summary>Result of an export.</summary>
/// <param name="Bytes">Size of the file.</param>
/// <param name="LargestDifference">Largest difference between the file's outputs and the trainer's own inference pass.</param>
public sealed record ExportReport(long Bytes, float LargestDifference);

/// <summary>Writes a trained network as an ONNX file for inference: batch normalisation folded into the weights, no dropout, any batch size.</summary>
public static class ModelExporter
{
    /// <summary>Largest accepted difference as a fraction of the largest output (at least 1); float32 rounding is about 1e-6 per layer.</summary>
    public const float Tolerance = 1e-4f;

    const int CheckedSamples = 3;

    /// <summary>Folds, checks the result against the unfolded inference pass on random samples, and writes the file completely or not at all.</summary>
    /// <param name="network">The network.</param>
    /// <param name="values">The values of its parameters.</param>
    /// <param name="metadata">Key and value pairs that the file carries.</param>
    /// <param name="path">Output file; its folder is created if needed.</param>
    /// <exception cref="DivergedException">The file's outputs differ from the trainer's; nothing is written.</exception>
    public static ExportReport Export(
        NetworkDefinition network, IReadOnlyDictionary<string, float[]> values, IReadOnlyDictionary<string, string> metadata, string path)
    {
        var (folded, foldedValues) = Folding.Fold(network, values);
        if (network.StateShape is { } state)
            metadata = new Dictionary<string, string>(metadata) { [ModelContract.MemoryKey] = string.Join(',', state) };
        var model = folded.ToInferenceModel(foldedValues, metadata);
        var samples = new float[CheckedSamples * Shapes.Length([.. network.InputShape])];
        RandomTensors.FillNormal(samples, 0.5, seed: 0, stream: 0);
        var memory = ZeroMemory(network, CheckedSamples);
        RandomTensors.FillNormal(memory, 0.5, seed: 0, stream: 1);
        float[] expectedNext = [.. memory], foundNext = [.. memory];
        // Without optimisation: ONNX Runtime would fold the trainer's own pass too, and two wrong foldings could agree.
        float[] expected = [.. Run(network.ToInferenceModel(values), network, samples, GraphOptimizationLevel.ORT_DISABLE_ALL, expectedNext), .. expectedNext];
        float[] found = [.. Run(model, network, samples, memory: foundNext), .. foundNext];
        float largest = 0, difference = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            largest = MathF.Max(largest, MathF.Abs(expected[i]));
            difference = MathF.Max(difference, MathF.Abs(expected[i] - found[i])); // NaN stays NaN
        }
        if (!(difference <= Tolerance * MathF.Max(1, largest)))
            throw new DivergedException(FormattableString.Invariant(
                $"Model '{path}': expected the outputs of the trainer within {Tolerance} of the largest ({largest}), found a difference of {difference}. ")
                + "The weights may have diverged; nothing was written.");
        WholeFile.WriteAllBytes(path, model);
        return new(model.Length, difference);
    }

    /// <summary>The outputs of a model for a batch of samples, stored one after the other.</summary>
    /// <param name="model">The model.</param>
    /// <param name="network">The network in it.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="level">How far the runtime may change the graph.</param>
    /// <param name="memory">What a network with a memory remembers before each sample; nothing when null. Takes what it remembers after it.</param>
    internal static float[] Run(
        byte[] model, NetworkDefinition network, float[] samples, GraphOptimizationLevel level = GraphOptimizationLevel.ORT_ENABLE_ALL,
        float[]? memory = null)
    {
        using var session = new GraphSession(model, "Checking the export", level: level);
        long[] shape = [samples.Length / Shapes.Length([.. network.InputShape]), .. network.InputShape.Select(axis => (long)axis)];
        using var input = OrtValue.CreateTensorValueFromMemory(samples, shape);
        if (network.StateShape is not { } stateShape)
        {
            using var outputs = session.Run([NetworkDefinition.InputName], [input], [network.OutputName]);
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }

        memory ??= ZeroMemory(network, (int)shape[0]);
        using var before = OrtValue.CreateTensorValueFromMemory(memory, [shape[0], .. stateShape.Select(axis => (long)axis)]);
        using var both = session.Run(
            [NetworkDefinition.InputName, NetworkDefinition.StateName], [input, before], [network.OutputName, NetworkDefinition.NextStateName]);
        both[1].GetTensorDataAsSpan<float>().CopyTo(memory);
        return both[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <summary>The memory of a network before the first frame, for so many samples; empty of a network without one.</summary>
    static float[] ZeroMemory(NetworkDefinition network, int samples) =>
        new float[samples * (network.StateShape is { } shape ? Shapes.Length([.. shape]) : 0)];
}
