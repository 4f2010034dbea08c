namespace RobotVision.Sampling;

/// <summary>The order of the colours in a sample.</summary>
public enum ColorOrder
{
    /// <summary>Red first.</summary>
    Rgb,

    /// <summary>Blue first.</summary>
    Bgr,
}

/// <summary>The order of a sample's axes.</summary>
public enum SampleLayout
{
    /// <summary>(3, 96, 96): one plane a colour.</summary>
    Chw,

    /// <summary>(96, 96, 3): one pixel after the other.</summary>
    Hwc,
}

/// <summary>
/// How a sample is written for the network that reads it; a model carries it in its metadata. Each value is
/// <c>(pixel - Mean) * Scale</c> with the pixel in 0..255.
/// </summary>
public sealed record SampleFormat
{
    /// <summary>Pixels along each side of every sample.</summary>
    public const int Size = 96;

    /// <summary>Values of one sample: 96 x 96 x 3.</summary>
    public const int Length = Size * Size * 3;

    /// <summary>The format of the networks that the trainer writes.</summary>
    public static SampleFormat Default { get; } = new();

    /// <summary>Order of the colours; RGB by default.</summary>
    public ColorOrder Order { get; init; } = ColorOrder.Rgb;

    /// <summary>Order of the axes; planes by default.</summary>
    public SampleLayout Layout { get; init; } = SampleLayout.Chw;

    /// <summary>Subtracted from every pixel value, 0..255.</summary>
    public float Mean { get; init; } = 127.5f;

    /// <summary>The factor of the difference.</summary>
    public float Scale { get; init; } = 1 / 127.5f;
}
