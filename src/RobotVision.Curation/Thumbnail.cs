using RobotVision.Imaging;

namespace RobotVision.Curation;

/// <summary>A picture's brightness in 32 x 32 squares of equal size, whatever its own size and shape.</summary>
public sealed class Thumbnail
{
    /// <summary>Squares of a side.</summary>
    public const int Side = 32;

    readonly byte[] _levels = new byte[Side * Side];

    Thumbnail()
    {
    }

    /// <summary>The levels, 0..255, row by row.</summary>
    public ReadOnlySpan<byte> Levels => _levels;

    /// <summary>The mean level, 0..255.</summary>
    public double Brightness { get; private set; }

    /// <summary>Shrinks a picture; each level is the mean of the pixels of its square.</summary>
    public static Thumbnail Of(ImageView image)
    {
        var thumbnail = new Thumbnail();
        for (var row = 0; row < Side; row++)
            for (var column = 0; column < Side; column++)
                thumbnail._levels[row * Side + column] = (byte)(MeanLevel(image, Part(column, image.Width), Part(row, image.Height)) + 0.5);
        var sum = 0;
        foreach (var level in thumbnail._levels) sum += level;
        thumbnail.Brightness = (double)sum / thumbnail._levels.Length;
        return thumbnail;
    }

    /// <summary>The mean difference of the levels, 0..255, after both were brought to the same mean.</summary>
    public double DifferenceTo(Thumbnail other)
    {
        var (sum, shift) = (0.0, other.Brightness - Brightness);
        for (var i = 0; i < _levels.Length; i++) sum += Math.Abs(_levels[i] + shift - other._levels[i]);
        return sum / _levels.Length;
    }

    static (int First, int End) Part(int number, int length)
    {
        var first = Math.Min(number * length / Side, length - 1);
        return (first, Math.Max(first + 1, (number + 1) * length / Side));
    }

    /// <summary>The mean luma of a rectangle; weights of ITU-R BT.601.</summary>
    static double MeanLevel(ImageView image, (int First, int End) columns, (int First, int End) rows)
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
