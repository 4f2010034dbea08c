using RobotVision.Data.Randomness;

namespace RobotVision.Training.Steps;

/// <summary>
/// Fills tensors with random values that depend only on seed, step and stream, so that a resumed run draws the same values.
/// </summary>
public static class RandomTensors
{
    /// <summary>
    /// First stream of masks and weights; lower streams belong to the samples of a batch, which use the same seed and step.
    /// </summary>
    const uint FirstStream = 0x8000_0000;

    /// <summary>Fills a dropout mask: 0 with the probability <paramref name="rate"/>, else 1 / (1 - rate).</summary>
    /// <param name="mask">The mask to fill.</param>
    /// <param name="rate">At least 0 and below 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The step.</param>
    /// <param name="stream">Number of the mask within the step.</param>
    public static void FillMask(Span<float> mask, float rate, ulong seed, long step, uint stream)
    {
        var random = new RandomSequence(seed, (ulong)step, FirstStream + stream);
        var limit = (uint)(rate * 4294967296.0); // of 2^32 equally likely words
        var kept = 1 / (1 - rate);
        foreach (ref var value in mask) value = random.NextUInt32() < limit ? 0 : kept;
    }

    /// <summary>Fills with normally distributed values of mean 0.</summary>
    /// <param name="values">The values to fill.</param>
    /// <param name="deviation">Their standard deviation.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">Number of the tensor within the run.</param>
    public static void FillNormal(Span<float> values, double deviation, ulong seed, uint stream)
    {
        var random = new RandomSequence(seed, ulong.MaxValue, FirstStream + stream); // no step has that number
        foreach (ref var value in values) value = (float)deviation * random.Normal();
    }
}
