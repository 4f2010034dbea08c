using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.CloseUps;

/// <summary>
/// What a network was shown of one frame and what it said, the whole view first, then close-ups. Its memory is taken once and
/// used again for the next frame. One thread at a time.
/// </summary>
public sealed class Looks
{
    readonly ImageRegion[] _regions;
    readonly float[] _samples;
    readonly float[] _outputs;
    readonly int _outputLength;

    /// <summary>Takes memory.</summary>
    /// <param name="most">The most looks at a frame, the one at the whole view included.</param>
    /// <param name="outputLength">Values of the network's output for one look.</param>
    public Looks(int most, int outputLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        (_regions, _samples, _outputs, _outputLength) = (new ImageRegion[most], new float[most * SampleFormat.Length], new float[most * outputLength], outputLength);
    }

    /// <summary>How often the frame was looked at.</summary>
    public int Count { get; private set; }

    /// <summary>The parts of the frame that were looked at, in its pixels.</summary>
    public ReadOnlySpan<ImageRegion> Regions => _regions.AsSpan(0, Count);

    /// <summary>(looks, 40, C, C), what the network said.</summary>
    public ReadOnlySpan<float> Outputs => _outputs.AsSpan(0, Count * _outputLength);

    /// <summary>Begins with a frame: its whole view, sampled.</summary>
    internal void Begin(PictureView frame, Sampler sampler, SampleFormat format)
    {
        _regions[0] = ImageRegion.Whole(frame.Width, frame.Height);
        Count = 1;
        sampler.Sample(frame, _regions[0], format, _samples.AsSpan(0, SampleFormat.Length));
    }

    /// <summary>Runs the network on the whole view.</summary>
    internal void Run(VisionModel model) => model.Run(_samples, 1, _outputs);

    /// <summary>Looks at a frame again: chooses close-ups by what is known of the view and what the network said of all of it, samples them and runs it on all of them.</summary>
    internal void RunCloser(int closeUps, PictureView frame, ViewExpectation view, CloseUpChooser chooser, Sampler sampler, VisionModel model)
    {
        var regions = _regions.AsSpan(1, closeUps);
        chooser.Choose(Outputs, frame.Width, frame.Height, view, regions);
        for (var i = 0; i < closeUps; i++) sampler.Sample(frame, regions[i], model.Contract.Input, _samples.AsSpan((1 + i) * SampleFormat.Length, SampleFormat.Length));
        model.Run(_samples.AsSpan(SampleFormat.Length), closeUps, _outputs.AsSpan(_outputLength));
        Count = 1 + closeUps;
    }
}
