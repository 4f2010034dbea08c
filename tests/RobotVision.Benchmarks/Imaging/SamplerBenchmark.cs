using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using OpenCvSharp;
using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Benchmarks.Imaging;

/// <summary>One frame to 96 x 96 x 3; the baseline is OpenCV's area resize, converted to RGB planes of floats.</summary>
[MemoryDiagnoser]
public class SamplerBenchmark
{
    readonly Sampler _sampler = new();
    readonly float[] _sample = new float[SampleFormat.Length];
    readonly Mat _small = new();
    BgrImage _image = null!;
    Mat _picture = null!;

    /// <summary>The frame's size.</summary>
    [Params("640x480", "1280x720")]
    public string Frame { get; set; } = "";

    /// <summary>Makes the frame.</summary>
    [GlobalSetup]
    public void MakeFrame()
    {
        var sides = Frame.Split('x');
        _image = new BgrImage(int.Parse(sides[0]), int.Parse(sides[1]));
        new Random(1).NextBytes(_image.Pixels);
        _picture = new Mat(_image.Height, _image.Width, MatType.CV_8UC3);
        Marshal.Copy(_image.Pixels, 0, _picture.Data, _image.Pixels.Length);
    }

    /// <summary>Frees the pictures.</summary>
    [GlobalCleanup]
    public void Free()
    {
        _picture.Dispose();
        _small.Dispose();
    }

    /// <summary>This project's sampler.</summary>
    [Benchmark]
    public void Sample() => _sampler.Sample(_image.View, ImageRegion.Whole(_image.Width, _image.Height), SampleFormat.Default, _sample);

    /// <summary>OpenCV's area resize.</summary>
    [Benchmark(Baseline = true)]
    public unsafe void OpenCvArea()
    {
        const int plane = SampleFormat.Size * SampleFormat.Size;
        Cv2.Resize(_picture, _small, new Size(SampleFormat.Size, SampleFormat.Size), 0, 0, InterpolationFlags.Area);
        var pixels = new ReadOnlySpan<byte>((byte*)_small.Data, plane * 3);
        for (var i = 0; i < plane; i++)
            for (var channel = 0; channel < 3; channel++)
                _sample[(2 - channel) * plane + i] = (pixels[i * 3 + channel] - 127.5f) / 127.5f;
    }
}
