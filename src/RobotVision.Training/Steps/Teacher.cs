using Microsoft.ML.OnnxRuntime;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Network;

namespace RobotVision.Training.Steps;

/// <summary>
/// A trained model, usually a larger one, whose confidences are mixed into the targets of a training: a small network learns from them which objects are
/// hard to tell apart, and not only which are there. One thread at a time.
/// </summary>
/// <remarks>Source: Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network", 2015.</remarks>
public sealed class Teacher : IDisposable
{
    /// <summary>How much of each target is its own, where the recipe says nothing.</summary>
    internal const float DefaultPart = 0.5f;

    readonly GraphSession _session;
    readonly float _part;
    readonly NetworkDefinition _network;

    /// <summary>Loads a teacher.</summary>
    /// <param name="path">Its file, float32 or int8, a network <c>grid</c> without memory.</param>
    /// <param name="part">How much of each target is the teacher's, above 0 to 1.</param>
    /// <param name="network">The network that learns.</param>
    /// <param name="classes">Its classes.</param>
    /// <param name="threads">Threads of one run; 0 for one a core.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The model has other classes or another output, or a memory.</exception>
    /// <exception cref="EnvironmentException">ONNX Runtime cannot load it.</exception>
    public Teacher(string path, float part, NetworkDefinition network, ClassNames classes, int threads)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"teacher '{path}': there is no such file.", path);
        var weights = ModelWeights.Read(path);
        var contract = ModelContract.Parse(weights.Metadata, path);
        if (contract.Output != ModelOutput.Grid || !contract.Classes.All.SequenceEqual(classes.All))
            throw new InvalidDataException(
                $"teacher '{path}': expected a model with boxes of the classes {classes}, found the network '{contract.Network}' with {contract.Classes}.");
        if (weights.Tensors.Keys.Any(name => name.StartsWith($"{GridNetwork.MemoryName}.", StringComparison.Ordinal)))
            throw new InvalidDataException($"teacher '{path}': expected a model without a memory, found one with it; name the model that it was made from.");
        _session = new(File.ReadAllBytes(path), $"teacher '{path}'", threads);
        (_part, _network) = (part, network);
        var batch = new TrainingBatch(network, 1);
        if (Answers(batch).Length != batch.Targets.Length)
        {
            _session.Dispose();
            throw new InvalidDataException($"teacher '{path}': expected an output of {Shapes.Text([.. network.OutputShape])}, found another; "
                + "give the recipe the teacher's 'cells'.");
        }
    }

    /// <summary>Mixes its confidences into the targets of a batch, where these count. Boxes stay those of the labels.</summary>
    /// <param name="batch">The batch, with samples, targets and weights.</param>
    public void Soften(TrainingBatch batch)
    {
        var answers = Answers(batch);
        var plane = _network.OutputShape[1] * _network.OutputShape[2];
        for (var start = 0; start < answers.Length; start += GridLayout.ValuesPerClass * plane)
            for (var i = start + GridLayout.Logit * plane; i < start + (GridLayout.Logit + 1) * plane; i++)
                if (batch.Weights[i] > 0) batch.Targets[i] += _part * (1 / (1 + MathF.Exp(-answers[i])) - batch.Targets[i]);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    float[] Answers(TrainingBatch batch)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(batch.Samples, [batch.Size, .. _network.InputShape.Select(axis => (long)axis)]);
        using var outputs = _session.Run([NetworkDefinition.InputName], [input], [_network.OutputName]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
