using RobotVision.Imaging;

namespace RobotVision.Training.Inspection;

/// <summary>Draws the activations of a layer: one grey picture per channel.</summary>
public static class ActivationSheet
{
    const int Gap = 1;

    /// <summary>How many channels stand in a row of the sheet: about twice as many as there are rows.</summary>
    public static int Columns(LayerActivation activation)
    {
        var (channels, _, _) = SizeOf(activation);
        return Math.Clamp((int)Math.Ceiling(Math.Sqrt(channels * 2.0)), Math.Min(8, channels), channels);
    }

    /// <summary>The channels of a layer, at least eight per row, on one scale: grey is 0, white and black are the largest absolute value.</summary>
    /// <param name="activation">(channels, rows, columns), or (values), each drawn as a channel of one pixel.</param>
    public static BgrImage Draw(LayerActivation activation)
    {
        var (channels, height, width) = SizeOf(activation);
        var columns = Columns(activation);
        var rows = (channels + columns - 1) / columns;
        var sheet = new BgrImage(columns * (width + Gap) + Gap, rows * (height + Gap) + Gap);
        var strongest = activation.Values.Length == 0 ? 0 : activation.Values.Max(MathF.Abs);
        for (var channel = 0; channel < channels; channel++)
        {
            var (left, top) = (Gap + channel % columns * (width + Gap), Gap + channel / columns * (height + Gap));
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                {
                    var value = activation.Values[(channel * height + y) * width + x];
                    var level = (byte)Math.Clamp(128 + 127 * (strongest > 0 ? value / strongest : 0), 0, 255);
                    sheet.Pixels.AsSpan(((top + y) * sheet.Width + left + x) * 3, 3).Fill(level);
                }
        }

        return sheet;
    }

    static (int Channels, int Height, int Width) SizeOf(LayerActivation activation) =>
        activation.Shape is [var channels, var height, var width] ? (channels, height, width) : (activation.Values.Length, 1, 1);
}
