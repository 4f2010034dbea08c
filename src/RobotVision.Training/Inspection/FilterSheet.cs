using RobotVision.Imaging;

namespace RobotVision.Training.Inspection;

/// <summary>Draws the weights of a convolution's filters.</summary>
public static class FilterSheet
{
    const int Gap = 1;

    /// <summary>
    /// Filters with grey for weight 0 and white or black for the largest absolute weight. Filters over three channels are drawn as RGB and those over
    /// one channel in grey, eight per row; others have a row each, one grey picture per channel.
    /// </summary>
    /// <param name="weights">(filters, channels, height, width), the layout of ONNX.</param>
    /// <param name="filters">Number of filters.</param>
    /// <param name="channels">Channels of each.</param>
    /// <param name="height">Rows of each.</param>
    /// <param name="width">Columns of each.</param>
    /// <exception cref="ArgumentException">There are not as many weights as these sizes say.</exception>
    public static BgrImage Draw(ReadOnlySpan<float> weights, int filters, int channels, int height, int width)
    {
        if (weights.Length != filters * channels * height * width)
            throw new ArgumentException($"Filters: expected {filters} x {channels} x {height} x {width} weights, found {weights.Length}.", nameof(weights));
        var strongest = Strongest(weights);
        var (color, onePicture) = (channels == 3, channels is 1 or 3);
        var columns = onePicture ? Math.Min(8, filters) : channels;
        var rows = onePicture ? (filters + columns - 1) / columns : filters;
        var sheet = new BgrImage(columns * (width + Gap) + Gap, rows * (height + Gap) + Gap);
        for (var filter = 0; filter < filters; filter++)
            for (var channel = 0; channel < channels; channel++)
            {
                var left = Gap + (onePicture ? filter % columns : channel) * (width + Gap);
                var top = Gap + (onePicture ? filter / columns : filter) * (height + Gap);
                for (var y = 0; y < height; y++)
                    for (var x = 0; x < width; x++)
                    {
                        var level = Level(weights[((filter * channels + channel) * height + y) * width + x], strongest);
                        var pixel = sheet.Pixels.AsSpan(((top + y) * sheet.Width + left + x) * 3, 3);
                        if (color) pixel[2 - channel] = level;
                        else pixel.Fill(level);
                    }
            }
        return sheet;
    }

    /// <summary>1x1 filters as one map: one row per filter, one column per channel, one pixel per weight, grey where it is 0.</summary>
    /// <param name="weights">(filters, channels).</param>
    /// <param name="filters">Number of filters.</param>
    /// <param name="channels">Channels of each.</param>
    /// <exception cref="ArgumentException">There are not as many weights as these sizes say.</exception>
    public static BgrImage DrawPoints(ReadOnlySpan<float> weights, int filters, int channels)
    {
        if (weights.Length != filters * channels)
            throw new ArgumentException($"Filters: expected {filters} x {channels} weights, found {weights.Length}.", nameof(weights));
        var strongest = Strongest(weights);
        var sheet = new BgrImage(channels, filters);
        for (var i = 0; i < weights.Length; i++) sheet.Pixels.AsSpan(i * 3, 3).Fill(Level(weights[i], strongest));
        return sheet;
    }

    static float Strongest(ReadOnlySpan<float> weights)
    {
        var strongest = 0f;
        foreach (var weight in weights) strongest = MathF.Max(strongest, MathF.Abs(weight));
        return strongest;
    }

    static byte Level(float weight, float strongest) => (byte)Math.Clamp(128 + 127 * (strongest > 0 ? weight / strongest : 0), 0, 255);
}
