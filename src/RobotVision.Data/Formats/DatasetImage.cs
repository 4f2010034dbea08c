using BitMiracle.LibJpeg.Classic;
using RobotVision.Imaging;

namespace RobotVision.Data.Formats;

/// <summary>Reads images to learn from or to judge by, and notices when part of the picture is lost.</summary>
static class DatasetImage
{
    /// <summary>Reads an image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="damage">What is wrong with the picture, as words to follow the file's name; null where nothing is.</param>
    /// <exception cref="InvalidDataException">It cannot be decoded; says which file and why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BgrImage Read(string path, out string? damage)
    {
        var image = ImageFile.Read(path, out damage);
        damage ??= CorruptPart(path);
        return image;
    }

    /// <summary>The sentence about a damaged image.</summary>
    public static string Problem(string path, string damage) => $"Image '{path}': {damage}.";

    /// <summary>What a JPEG's decoder complains of although it makes a picture; OpenCV keeps that to itself.</summary>
    static string? CorruptPart(string path)
    {
        using var file = File.OpenRead(path);
        if ((file.ReadByte(), file.ReadByte()) != (0xFF, 0xD8)) return null;
        file.Position = 0;
        var complaints = new Complaints();
        try
        {
            var decoder = new jpeg_decompress_struct(complaints);
            decoder.jpeg_stdio_src(file);
            decoder.jpeg_read_header(true);
            decoder.jpeg_read_coefficients(); // the coded pixels without making a picture of them
            decoder.jpeg_finish_decompress();
        }
        catch (Exception exception) when (exception is NotSupportedException or IndexOutOfRangeException or NullReferenceException)
        {
            // What this decoder cannot read and the other could; a complaint before that counts.
        }

        return complaints.First is { } complaint ? $"its pixels are corrupt ({complaint}), and part of the picture is torn or grey" : null;
    }

    sealed class Complaints : jpeg_error_mgr
    {
        public string? First { get; private set; }

        public override void emit_message(int msg_level)
        {
            const int Corrupt = -1; // above are remarks for developers
            if (msg_level == Corrupt) First ??= format_message().Replace("Corrupt JPEG data: ", "", StringComparison.Ordinal);
        }

        public override void error_exit() => throw new NotSupportedException(format_message());
    }
}
