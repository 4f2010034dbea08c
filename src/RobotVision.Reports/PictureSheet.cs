using RobotVision.Drawing;
using RobotVision.Imaging;

namespace RobotVision.Reports;

/// <summary>Pictures in rows and columns that have names, as one picture.</summary>
public sealed class PictureSheet
{
    /// <summary>Pixels between two pictures.</summary>
    public const int Gap = 4;

    /// <summary>The picture for whose size the letters are chosen.</summary>
    const int LetterWidth = 640, LetterHeight = 480;

    readonly int _tileWidth, _tileHeight;

    /// <summary>Makes a sheet with names and without pictures, dark where none is put.</summary>
    /// <param name="columns">The names above the columns.</param>
    /// <param name="rows">The names beside the rows, from above.</param>
    /// <param name="tileWidth">How wide a picture is at most, in pixels.</param>
    /// <param name="tileHeight">How high.</param>
    public PictureSheet(IReadOnlyList<string> columns, IReadOnlyList<string> rows, int tileWidth, int tileHeight)
    {
        (_tileWidth, _tileHeight) = (tileWidth, tileHeight);
        var lettering = new Lettering(LetterWidth, LetterHeight);
        Left = rows.Select(name => lettering.Measure(name).Width).DefaultIfEmpty(0).Max() + Gap;
        Top = lettering.LineHeight + Gap;
        Picture = new BgrImage(Left + columns.Count * (tileWidth + Gap), Top + Math.Max(1, rows.Count) * (tileHeight + Gap));
        for (var i = 0; i < Picture.Pixels.Length; i++) Picture.Pixels[i] = (byte)Lettering.Dark[i % 3];
        for (var column = 0; column < columns.Count; column++) lettering.Write(Picture, columns[column], Left + column * (tileWidth + Gap), 0);
        for (var row = 0; row < rows.Count; row++) lettering.Write(Picture, rows[row], 0, Top + row * (tileHeight + Gap) + (tileHeight - lettering.LineHeight) / 2);
    }

    /// <summary>Where the first column begins, in pixels.</summary>
    public int Left { get; }

    /// <summary>Where the first row begins, in pixels.</summary>
    public int Top { get; }

    /// <summary>The sheet.</summary>
    public BgrImage Picture { get; }

    /// <summary>Puts a picture into the middle of its place.</summary>
    public void Put(BgrImage picture, int column, int row) => Picture.Paste(
        picture, Left + column * (_tileWidth + Gap) + (_tileWidth - picture.Width) / 2, Top + row * (_tileHeight + Gap) + (_tileHeight - picture.Height) / 2);
}
