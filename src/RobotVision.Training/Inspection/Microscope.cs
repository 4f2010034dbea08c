using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.Training.Inspection;

/// <summary>
/// A model opened to look at single frames: its filters, what every layer computes, its raw output and which pixels that comes from. It has sessions of its
/// own on one thread of the processor, that of the caller, so that a running pipeline shares nothing with it. One thread at a time.
/// </summary>
public sealed class Microscope : IDisposable
{
    /// <summary>Samples of one run; chosen by us: more are hardly faster on one thread, and opening runs every number up to it once.</summary>
    const int Batch = 8;

    readonly VisionModel _model;
    readonly OpenedModel _opened;
    readonly ModelRunner _runner;
    readonly Sampler _sampler = new();

    /// <summary>Opens a model.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not an ONNX file of our contract.</exception>
    public Microscope(string path)
    {
        _model = VisionModel.Load(path, new() { Accelerator = Accelerator.Cpu, Threads = 1, MaxSamples = Batch });
        try
        {
            _opened = new(path);
            _runner = _model.CreateRunner();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The model's <see cref="VisionModel.Hash"/>.</summary>
    public string Hash => _model.Hash;

    /// <summary>The model's contract.</summary>
    public ModelContract Contract => _model.Contract;

    /// <summary>The weights of every convolution, in the order of the file.</summary>
    public IReadOnlyList<LayerFilters> Filters => _opened.Filters;

    /// <summary>Looks at the whole view of a frame.</summary>
    /// <param name="picture">The frame's picture, borrowed for the call.</param>
    /// <returns>Valid until this is disposed.</returns>
    public MagnifiedFrame Look(ImageView picture)
    {
        var sample = new float[SampleFormat.Length];
        _sampler.Sample(picture, ImageRegion.Whole(picture.Width, picture.Height), Contract.Input, sample);
        return new(_runner, sample, _opened.Run(sample));
    }

    /// <summary>Frees the sessions.</summary>
    public void Dispose()
    {
        _runner?.Dispose();
        _opened?.Dispose();
        _model.Dispose();
    }
}
