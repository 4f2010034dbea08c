using RobotVision.Training.Layers;

namespace RobotVision.Training.Steps;

/// <summary>
/// The samples of one step and what is to be learned from them. Allocated once by the trainer and filled again and again; it
/// belongs to the trainer, and a source may write it only during <see cref="IBatchSource.Fill"/>.
/// </summary>
public sealed class TrainingBatch
{
    readonly int _sampleLength;
    readonly int _outputLength;

    internal TrainingBatch(NetworkDefinition network, int size)
    {
        Size = size;
        _sampleLength = Graph.Shapes.Length([.. network.InputShape]);
        _outputLength = Graph.Shapes.Length([.. network.OutputShape]);
        Samples = new float[size * _sampleLength];
        Targets = new float[size * _outputLength];
        Weights = new float[size * _outputLength];
        Names = new string[size];
    }

    /// <summary>The number of samples.</summary>
    public int Size { get; }

    /// <summary>Where each sample comes from; for the message when a step goes wrong. A source may leave them out.</summary>
    public IList<string> Names { get; }

    internal float[] Samples { get; }

    internal float[] Targets { get; }

    internal float[] Weights { get; }

    internal float[][] Masks { get; set; } = [];

    /// <summary>One sample in the network's input format, for example (3, 96, 96) in SampleFormat.Default.</summary>
    public Span<float> Sample(int index) => Samples.AsSpan(index * _sampleLength, _sampleLength);

    /// <summary>What the network should put out for one sample, in the shape of its output.</summary>
    public Span<float> Target(int index) => Targets.AsSpan(index * _outputLength, _outputLength);

    /// <summary>How much each output value of one sample counts; 0 takes no part in the loss.</summary>
    public Span<float> Weight(int index) => Weights.AsSpan(index * _outputLength, _outputLength);
}
