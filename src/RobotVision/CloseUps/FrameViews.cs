using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.CloseUps;

/// <summary>
/// The views of one frame (the whole view first, then close-ups) with their samples and the network's outputs. The memory is allocated once and used
/// again for the next frame; it grows when the model is replaced by one with a larger output. One thread at a time.
/// </summary>
public sealed class FrameViews
{
    readonly ImageRegion[] _regions;
    readonly float[] _samples;
    float[] _outputs;
    int _outputLength;

    /// <summary>Allocates the memory.</summary>
    /// <param name="most">The most views of a frame, the whole view included.</param>
    /// <param name="outputLength">Values of the network's output for one view.</param>
    public FrameViews(int most, int outputLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        (_regions, _samples, _outputs) = (new ImageRegion[most], new float[most * SampleFormat.Length], new float[most * outputLength]);
    }

    /// <summary>How many views of the frame there are, the whole view included.</summary>
    public int Count { get; private set; }

    /// <summary>The part of the frame that each view shows, in pixels of the frame; the whole view first.</summary>
    public ReadOnlySpan<ImageRegion> Regions => _regions.AsSpan(0, Count);

    /// <summary>The sample of the whole view, as the network got it.</summary>
    internal ReadOnlySpan<float> WholeSample => _samples.AsSpan(0, SampleFormat.Length);

    /// <summary>The network's outputs: (views, 5 K, C, C), or (views, K) of a presence network.</summary>
    public ReadOnlySpan<float> Outputs => _outputs.AsSpan(0, Count * _outputLength);

    /// <summary>Begins a frame with the sample of its whole view.</summary>
    internal void SampleWhole(PictureView picture, Sampler sampler, SampleFormat format)
    {
        _regions[0] = ImageRegion.Whole(picture.Width, picture.Height);
        Count = 1;
        sampler.Sample(picture, _regions[0], format, _samples.AsSpan(0, SampleFormat.Length));
    }

    /// <summary>Runs the network on the whole view.</summary>
    /// <param name="runner">The network.</param>
    /// <param name="memory">What it remembers of earlier frames, changed by this one; nothing when null.</param>
    internal void InferWhole(ModelRunner runner, FrameMemory? memory = null)
    {
        _outputLength = runner.Model.OutputLength;
        if (_outputs.Length < _regions.Length * _outputLength) _outputs = new float[_regions.Length * _outputLength];
        runner.Run(_samples, 1, _outputs, memory);
    }

    /// <summary>The regions of the close-ups, to be filled before <see cref="SampleAndInferCloseUps"/>.</summary>
    internal Span<ImageRegion> CloseUpRegions(int count) => _regions.AsSpan(1, count);

    /// <summary>Samples the close-ups and runs the network on all of them at once.</summary>
    internal void SampleAndInferCloseUps(int count, PictureView picture, Sampler sampler, ModelRunner runner)
    {
        for (var i = 1; i <= count; i++)
            sampler.Sample(picture, _regions[i], runner.Model.Contract.Input, _samples.AsSpan(i * SampleFormat.Length, SampleFormat.Length));
        runner.Run(_samples.AsSpan(SampleFormat.Length), count, _outputs.AsSpan(_outputLength));
        Count = 1 + count;
    }
}
