using RobotVision.Drawing;
using RobotVision.Imaging;

namespace RobotVision.Reports;

/// <summary>Combines pictures into one, in rows and columns with names.</summary>
public sealed class PictureSheet
{
    /// <summary>Pixels between two pictures.</summary>
    public const int Gap = 4;

    /// <summary>Reference size for the size of the letters.</summary>
    const int LetterWidth = 640, LetterHeight = 480;

    readonly int _tileWidth, _tileHeight;

    /// <summary>Creates an empty, dark sheet with names.</summary>
    /// <param name="columns">The names above the columns.</param>
    /// <param name="rows">The names of the rows, from top to bottom.</param>
    /// <param name="tileWidth">Maximum width of a picture in pixels.</param>
    /// <param name="tileHeight">Maximum height.</param>
    public PictureSheet(IReadOnlyList<string> columns, IReadOnlyList<string> rows, int tileWidth, int tileHeight)
    {
        (_tileWidth, _tileHeight) = (tileWidth, tileHeight);
        var lettering = new Lettering(LetterWidth, LetterHeight);
        Left = rows.Select(name => lettering.Measure(name).Width).DefaultIfEmpty(0).Max() + Gap;
        Top = lettering.LineHeight + Gap;
        Picture = new BgrImage(Left + columns.Count * (tileWidth + Gap), Top + Math.Max(1, rows.Count) * (tileHeight + Gap));
        for (var i = 0; i < Picture.Pixels.Length; i++) Picture.Pixels[i] = (byte)Lettering.Dark[i % 3];
        for (var column = 0; column < columns.Count; column++) lettering.Write(Picture, columns[column], Left + column * (tileWidth + Gap), 0);
        for (var row = 0; row < rows.Count; row++)
            lettering.Write(Picture, rows[row], 0, Top + row * (tileHeight + Gap) + (tileHeight - lettering.LineHeight) / 2);
    }

    /// <summary>Left edge of the first column in pixels.</summary>
    public int Left { get; }

    /// <summary>Top edge of the first row in pixels.</summary>
    public int Top { get; }

    /// <summary>The sheet.</summary>
    public BgrImage Picture { get; }

    /// <summary>Draws a picture centred in its cell.</summary>
    public void Put(BgrImage picture, int column, int row) => Picture.Paste(
        picture, Left + column * (_tileWidth + Gap) + (_tileWidth - picture.Width) / 2, Top + row * (_tileHeight + Gap) + (_tileHeight - picture.Height) / 2);
}
