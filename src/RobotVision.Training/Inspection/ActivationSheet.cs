using RobotVision.Imaging;

namespace RobotVision.Training.Inspection;

/// <summary>Draws what a layer hands on: one grey picture a channel.</summary>
public static class ActivationSheet
{
    const int Gap = 1;

    /// <summary>The channels of a layer, eight in a row at least, on one scale: grey is 0, white and black the strongest of the layer.</summary>
    /// <param name="activation">Channels x rows x columns, or values alone, each of which is a channel of one pixel.</param>
    public static BgrImage Draw(LayerActivation activation)
    {
        var (channels, height, width) = activation.Shape is [var c, var h, var w] ? (c, h, w) : (activation.Values.Length, 1, 1);
        // About as wide as high, whatever the number of channels.
        var columns = Math.Clamp((int)Math.Ceiling(Math.Sqrt(channels * 2.0)), Math.Min(8, channels), channels);
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
}
