using Microsoft.ML.OnnxRuntime;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Steps;

/// <summary>
/// Measures the loss of a network on a fixed set of samples, in inference mode: without dropout, with the averaged weights.
/// </summary>
sealed class LossMeasure : IDisposable
{
    readonly NetworkDefinition _network;
    readonly Loss _loss;
    readonly GraphSession _session;
    readonly TrainingBatch[] _batches;

    /// <summary>Draws the samples and keeps them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="options">Batch size and threads.</param>
    /// <param name="source">Source of the samples.</param>
    /// <param name="firstStep">The step of the first batch.</param>
    /// <param name="samples">Minimum number of samples; rounded up to whole batches.</param>
    public LossMeasure(NetworkDefinition network, Loss loss, TrainingOptions options, IBatchSource source, long firstStep, int samples)
    {
        (_network, _loss) = (network, loss);
        _batches = new TrainingBatch[(samples + options.BatchSize - 1) / options.BatchSize];
        for (var i = 0; i < _batches.Length; i++) source.Fill(firstStep + i, _batches[i] = new(network, options.BatchSize));

        var graph = new GraphBuilder($"{network.Name}_loss");
        var input = graph.Input(NetworkDefinition.InputName, [options.BatchSize, .. network.InputShape]);
        var targets = graph.Input(StepGraph.Targets, [options.BatchSize, .. network.OutputShape]);
        var weights = graph.Input(StepGraph.Weights, [options.BatchSize, .. network.OutputShape]);
        var parameters = network.ParameterList.ToDictionary(parameter => parameter.Name, parameter => graph.Input(parameter.Name, [.. parameter.Shape]));
        var output = new NetworkPass(graph, training: false, parameters).Forward(network.Layers, input).Output;
        var parts = loss.Write(graph, output, targets, weights).Parts;
        for (var i = 0; i < parts.Count; i++) graph.Output($"loss.{loss.Parts[i]}", parts[i]);
        _session = new(graph.ToModel(), "Measuring the loss", options.Threads);
    }

    /// <summary>The mean of each part of the loss over the samples.</summary>
    /// <param name="values">The value of every parameter, by its name.</param>
    public IReadOnlyDictionary<string, double> Measure(IReadOnlyDictionary<string, float[]> values)
    {
        var sums = new double[_loss.Parts.Count];
        foreach (var batch in _batches)
        {
            var inputs = new List<OrtValue>();
            try
            {
                void Add(float[] memory, IEnumerable<int> shape) =>
                    inputs.Add(OrtValue.CreateTensorValueFromMemory(memory, [.. shape.Select(axis => (long)axis)]));
                Add(batch.Samples, _network.InputShape.Prepend(batch.Size));
                Add(batch.Targets, _network.OutputShape.Prepend(batch.Size));
                Add(batch.Weights, _network.OutputShape.Prepend(batch.Size));
                foreach (var parameter in _network.ParameterList) Add(values[parameter.Name], parameter.Shape);
                var parameters = _network.ParameterList.Select(parameter => parameter.Name);
                string[] names = [NetworkDefinition.InputName, StepGraph.Targets, StepGraph.Weights, .. parameters];
                using var outputs = _session.Run(names, inputs, [.. _loss.Parts.Select(part => $"loss.{part}")]);
                for (var i = 0; i < sums.Length; i++) sums[i] += outputs[i].GetTensorDataAsSpan<float>()[0];
            }
            finally
            {
                foreach (var input in inputs) input.Dispose();
            }
        }
        return _loss.Parts.Select((part, i) => (part, Mean: sums[i] / _batches.Length)).ToDictionary(pair => pair.part, pair => pair.Mean);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
