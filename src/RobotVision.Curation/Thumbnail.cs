using RobotVision.Imaging;

namespace RobotVision.Curation;

/// <summary>The brightness of an image in 32 x 32 cells, whatever the image's size and aspect ratio.</summary>
public sealed class Thumbnail
{
    /// <summary>Cells per side.</summary>
    public const int Side = 32;

    readonly byte[] _levels = new byte[Side * Side];

    Thumbnail()
    {
    }

    /// <summary>The levels, (32, 32), row-major, 0..255.</summary>
    public ReadOnlySpan<byte> Levels => _levels;

    /// <summary>The mean level, 0..255.</summary>
    public double Brightness { get; private set; }

    /// <summary>Makes the thumbnail of an image; each level is the mean luma of the pixels of its cell.</summary>
    public static Thumbnail Of(ImageView image)
    {
        var thumbnail = new Thumbnail();
        for (var row = 0; row < Side; row++)
            for (var column = 0; column < Side; column++)
                thumbnail._levels[row * Side + column] = (byte)(MeanLuma(image, Range(column, image.Width), Range(row, image.Height)) + 0.5);
        var sum = 0;
        foreach (var level in thumbnail._levels) sum += level;
        thumbnail.Brightness = (double)sum / thumbnail._levels.Length;
        return thumbnail;
    }

    /// <summary>The mean absolute difference of the levels, 0..255, after a shift to the same mean.</summary>
    public double DifferenceTo(Thumbnail other)
    {
        var (sum, shift) = (0.0, other.Brightness - Brightness);
        for (var i = 0; i < _levels.Length; i++) sum += Math.Abs(_levels[i] + shift - other._levels[i]);
        return sum / _levels.Length;
    }

    static (int First, int End) Range(int number, int length)
    {
        var first = Math.Min(number * length / Side, length - 1);
        return (first, Math.Max(first + 1, (number + 1) * length / Side));
    }

    // The mean luma of a rectangle; weights of ITU-R BT.601.
    static double MeanLuma(ImageView image, (int First, int End) columns, (int First, int End) rows)
    {
        long blue = 0, green = 0, red = 0;
        for (var y = rows.First; y < rows.End; y++)
        {
            var pixels = image.Row(y)[(columns.First * 3)..(columns.End * 3)];
            for (var i = 0; i < pixels.Length; i += 3)
            {
                blue += pixels[i];
                green += pixels[i + 1];
                red += pixels[i + 2];
            }
        }

        var count = (double)(columns.End - columns.First) * (rows.End - rows.First);
        return (0.114 * blue + 0.587 * green + 0.299 * red) / count;
    }
}
