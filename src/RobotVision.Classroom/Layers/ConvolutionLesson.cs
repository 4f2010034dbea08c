using RobotVision.Classroom.Neurons;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;

namespace RobotVision.Classroom.Layers;

/// <summary>
/// A convolution of a 7 x 7 image with one filter, then ReLU, then pooling, by the layers that RobotVision trains with. A size that does not fit is refused
/// as these refuse it, with the formula's result.
/// </summary>
public static class ConvolutionLesson
{
    /// <summary>Rows and columns of the image.</summary>
    public const int Side = 7;

    const double LargestValue = 1000;

    /// <summary>Computes what the options ask for, as far as the sizes fit.</summary>
    /// <exception cref="OptionException">An option is out of range.</exception>
    public static ConvolutionState Compute(ConvolutionOptions options)
    {
        options.Validate();
        var convolution = new Convolution("conv", 1, options.Kernel, options.Stride, options.Padding);
        var size = FormulaResult.Of(Side, options.Kernel, options.Stride, options.Padding);
        if (!size.Fits) return new(size, null, null, null, null);
        var outputs = Run(options.Image, Side, [convolution, new Relu("relu")], new() { ["conv.weight"] = options.Filter, ["conv.bias"] = [0] });
        var (output, rectified) = (outputs[0], outputs[1]);
        var source = options.HasRelu ? rectified : output;
        FormulaResult? pooledSize = null;
        float[]? pooled = null;
        if (options.Pool is { } pool)
        {
            pooledSize = FormulaResult.Of(size.Size, options.PoolSize, options.PoolStride, 0);
            Layer layer = pool == PoolKind.Max
                ? new MaxPool("pool", options.PoolSize) { Stride = options.PoolStride } : new AveragePool("pool", options.PoolSize, options.PoolStride);
            if (pooledSize.Fits) pooled = Run(source, size.Size, [layer], [])[0];
        }

        return new(size, output, rectified, pooledSize, pooled);
    }

    static float[][] Run(float[] image, int side, Layer[] layers, Dictionary<string, float[]> values)
    {
        using var network = new LayerOutputs(new("lesson", [1, side, side], "output", layers), values);
        return [.. network.Run(image).Select(output => output.Values)];
    }

    /// <summary>Options that are no numbers to compute with.</summary>
    internal static void Check(float[] values, int length, string name)
    {
        if (values.Length != length) throw new OptionException($"{name}: expected {length} values, found {values.Length}.");
        foreach (var value in values)
            if (!(Math.Abs(value) <= LargestValue))
                throw new OptionException(FormattableString.Invariant($"{name}: expected values of -{LargestValue}..{LargestValue}, found {value}."));
    }
}

/// <summary>How a window is pooled.</summary>
public enum PoolKind
{
    /// <summary>Its largest value.</summary>
    Max,

    /// <summary>The mean of its values.</summary>
    Average,
}

/// <summary>Options of a <see cref="ConvolutionLesson"/>.</summary>
public sealed record ConvolutionOptions
{
    /// <summary>(7, 7) pixels, row by row.</summary>
    public float[] Image { get; init; } = [];

    /// <summary>(Kernel, Kernel) weights, row by row.</summary>
    public float[] Filter { get; init; } = [];

    /// <summary>F, 1..7; default 3.</summary>
    public int Kernel { get; init; } = 3;

    /// <summary>S, 1..7; default 1.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>P, 0..3; default 0.</summary>
    public int Padding { get; init; }

    /// <summary>Whether ReLU comes before the pooling; default true.</summary>
    public bool HasRelu { get; init; } = true;

    /// <summary>How is pooled; null (default): not at all.</summary>
    public PoolKind? Pool { get; init; }

    /// <summary>Rows and columns that are pooled into one, 1..7; default 2.</summary>
    public int PoolSize { get; init; } = 2;

    /// <summary>The step of the pooling, 1..7; default 2.</summary>
    public int PoolStride { get; init; } = 2;

    internal void Validate()
    {
        foreach (var (name, value) in new[] { ("Kernel", Kernel), ("Stride", Stride), ("Pool size", PoolSize), ("Pool stride", PoolStride) })
            OptionCheck.That(value is >= 1 and <= ConvolutionLesson.Side, name, $"1..{ConvolutionLesson.Side}", value);
        OptionCheck.That(Padding is >= 0 and <= 3, "Padding", "0..3", Padding);
        ConvolutionLesson.Check(Image, ConvolutionLesson.Side * ConvolutionLesson.Side, "Image");
        ConvolutionLesson.Check(Filter, Kernel * Kernel, "Filter");
    }
}

/// <summary>(I - F + 2P)/S + 1.</summary>
/// <param name="Value">The formula's result, a whole number or not.</param>
/// <param name="Size">The length of the output; 0 where it does not fit.</param>
/// <param name="Problem">Why the layers refuse it; null where it fits.</param>
public sealed record FormulaResult(double Value, int Size, string? Problem)
{
    /// <summary>Whether the window fits.</summary>
    public bool Fits => Problem is null;

    internal static FormulaResult Of(int input, int kernel, int stride, int padding)
    {
        var value = (double)(input - kernel + 2 * padding) / stride + 1;
        try
        {
            return new(value, new Window(kernel, stride, padding).Slide("conv", input), null);
        }
        catch (ArgumentException exception)
        {
            return new(value, 0, exception.Message);
        }
    }
}

/// <summary>What came out.</summary>
/// <param name="Size">The length of the output of the convolution along each side.</param>
/// <param name="Output">(Size, Size), row by row; null where it does not fit.</param>
/// <param name="Rectified">The same after ReLU.</param>
/// <param name="PooledSize">The length of the output of the pooling; null without pooling.</param>
/// <param name="Pooled">(PooledSize, PooledSize); null where there is none.</param>
public sealed record ConvolutionState(FormulaResult Size, float[]? Output, float[]? Rectified, FormulaResult? PooledSize, float[]? Pooled);
