using RobotVision.Training.Layers;

namespace RobotVision.Training.Steps;

/// <summary>
/// Samples, targets and weights of one step. Allocated once by the trainer, which owns it, and reused; a source may write it only during
/// <see cref="IBatchSource.Fill"/>.
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

    /// <summary>Names of the samples, for error messages. A source may leave them out.</summary>
    public IList<string> Names { get; }

    internal float[] Samples { get; }

    internal float[] Targets { get; }

    internal float[] Weights { get; }

    internal float[][] Masks { get; set; } = [];

    /// <summary>One sample in the network's input format, for example (3, 96, 96) in SampleFormat.Default.</summary>
    public Span<float> Sample(int index) => Samples.AsSpan(index * _sampleLength, _sampleLength);

    /// <summary>The target of one sample, in the shape of the network's output.</summary>
    public Span<float> Target(int index) => Targets.AsSpan(index * _outputLength, _outputLength);

    /// <summary>The weight of each output value of one sample; values of weight 0 are excluded from the loss.</summary>
    public Span<float> Weight(int index) => Weights.AsSpan(index * _outputLength, _outputLength);
}

/// <summary>Source of the samples of every step.</summary>
public interface IBatchSource
{
    /// <summary>
    /// Fills every sample, target and weight of a batch. The same step always gives the same batch, whatever was requested before, so that a resumed run
    /// equals an uninterrupted one. Called from one of the trainer's threads, one call at a time.
    /// </summary>
    /// <param name="stepIndex">The step, counted from 0.</param>
    /// <param name="batch">The batch to fill; borrowed for this call.</param>
    void Fill(long stepIndex, TrainingBatch batch);
}
