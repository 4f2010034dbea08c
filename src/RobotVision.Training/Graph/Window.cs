namespace RobotVision.Training.Graph;

/// <summary>How a square window moves over the rows and columns of an image.</summary>
/// <param name="Kernel">Taps along each side, at least 1.</param>
/// <param name="Stride">Steps from one window to the next, at least 1.</param>
/// <param name="Padding">Zeros added around the image, on every side.</param>
/// <param name="Dilation">Distance between neighbouring taps; 1 is a window without gaps.</param>
public readonly record struct Window(int Kernel, int Stride = 1, int Padding = 0, int Dilation = 1)
{
    /// <summary>The pixels that the window spans: dilation * (kernel - 1) + 1.</summary>
    public int Reach => Dilation * (Kernel - 1) + 1;

    /// <summary>The length of the output along an axis, by (I - F + 2P)/S + 1.</summary>
    /// <exception cref="ArgumentException">It does not come out whole; the message names the layer.</exception>
    public int Slide(string layer, int length) => Shapes.Slide(layer, length, Reach, Stride, Padding);
}
