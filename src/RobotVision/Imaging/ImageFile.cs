using OpenCvSharp;
using RobotVision.Files;

namespace RobotVision.Imaging;

/// <summary>Reads and writes image files.</summary>
public static class ImageFile
{
    static readonly string[] KnownEndings = [".png", ".jpg", ".jpeg", ".bmp", ".ppm", ".pgm", ".tif", ".tiff", ".webp"];

    static readonly string[] WritableEndings = [.. KnownEndings.Except([".pgm"])]; // a PGM has no colours

    /// <summary>The endings of image file names, with their dot.</summary>
    public static IReadOnlyList<string> Endings => KnownEndings;

    /// <summary>Whether a file's name has the ending of an image, hidden or not.</summary>
    public static bool HasEnding(string path) => KnownEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file is an image by its name; hidden files, such as partly written ones, are not.</summary>
    public static bool IsImage(string path) => !Path.GetFileName(path).StartsWith('.') && HasEnding(path);

    /// <summary>The images in a folder, in no order, without hidden files and folders.</summary>
    /// <param name="folder">The folder, which may be a hidden one itself.</param>
    /// <param name="pattern">The pattern of the names, with <c>*</c> and <c>?</c> as wildcards.</param>
    /// <param name="deep">Whether to search its subfolders too.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<string> Find(string folder, string pattern = "*", bool deep = false) =>
        VisibleFiles.In(folder, pattern, deep).Where(file => IsImage(file) && UnixFile.Status(file) is not { IsSpecial: true });

    /// <summary>The compression of a picture by its first bytes: <c>jpeg</c>, <c>png</c> or <c>webp</c>; null for any other.</summary>
    internal static string? CompressionOf(ReadOnlySpan<byte> file) => ImageEnd.FormatOf(file);

    /// <summary>Whether a name has the ending of a format with colours, in which images can be written.</summary>
    public static bool IsWritable(string path) => WritableEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks before long work that an image can be written under a name.</summary>
    /// <exception cref="ArgumentException">Its ending is not that of a format with colours; the message lists those.</exception>
    public static void CheckEnding(string path)
    {
        if (!IsWritable(path))
            throw new OptionException($"Output '{path}': expected the ending of a picture with colours ({string.Join(' ', WritableEndings)}).");
    }

    /// <summary>Reads an image in any format that OpenCV decodes, turned upright as its EXIF data say.</summary>
    /// <exception cref="InvalidDataException">It cannot be decoded; the message names the file and the reason.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BgrImage Read(string path) => Read(path, out _);

    /// <summary>Reads an image and says what is wrong with one that is truncated.</summary>
    /// <param name="path">The file.</param>
    /// <param name="damage">What is wrong with the picture, as the end of a message after the file's name; null where it is complete.</param>
    /// <exception cref="InvalidDataException">It cannot be decoded; the message names the file and the reason.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BgrImage Read(string path, out string? damage)
    {
        using var picture = TryDecode(File.ReadAllBytes(path), out damage) ?? throw new InvalidDataException($"Image '{path}': {damage}.");
        return ToImage(picture);
    }

    /// <summary>Reads a JPEG that somebody sent.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="mostPixels">How many pixels it may have.</param>
    /// <exception cref="InvalidDataException">It is no JPEG, too large or cannot be decoded.</exception>
    public static BgrImage ReadJpeg(byte[] file, int mostPixels)
    {
        if (!ImageEnd.IsJpeg(file) || ImageEnd.SizeOfJpeg(file) is not var (width, height))
            throw new InvalidDataException("Image: expected a JPEG, found another.");
        if ((long)width * height > mostPixels) throw new InvalidDataException($"Image: expected at most {mostPixels} pixels, found {width} x {height}.");
        using var picture = TryDecode(file, out var problem) ?? throw new InvalidDataException($"Image: {problem}.");
        return ToImage(picture);
    }

    /// <summary>Decodes a file to BGR of eight bits; of a truncated JPEG, as much as there is.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="problem">Why it cannot be decoded, or what is wrong with the decoded picture; null where nothing is.</param>
    /// <returns>The picture, which the caller disposes; null where the file gives none.</returns>
    internal static Mat? TryDecode(byte[] file, out string? problem)
    {
        var isCut = ImageEnd.IsMissing(file, out var whole);
        // The decoder rejects a file without its end, so the end marker is added.
        var picture = !isCut ? Decode(file) : ImageEnd.IsJpeg(file) ? Decode([.. file.AsSpan(0, whole), .. ImageEnd.OfJpeg]) : null;
        problem = file.Length == 0 ? "it has 0 bytes"
            : picture is null && isCut ? "it is cut off, and no picture can be made of what is there"
            : picture is null ? "it cannot be decoded; expected PNG, JPEG or another format of OpenCV, of less than 700 million pixels"
            : isCut ? "it is cut off (a JPEG without its end marker); what is missing of the picture is grey"
            : null;
        return picture;
    }

    static Mat? Decode(byte[] file)
    {
        if (file.Length == 0) return null;
        Cv2.SetLogLevel(LogLevel.SILENT); // its messages on the terminal name no file
        Mat? picture = null;
        try
        {
            picture = Cv2.ImDecode(file, ImreadModes.Color);
            if (!picture.Empty() && picture.Total() * 3 <= Array.MaxLength) return picture;
        }
        catch (OpenCVException)
        {
            // It has more pixels than OpenCV decodes.
        }

        picture?.Dispose();
        return null;
    }

    /// <summary>Writes an image in the format of the ending. The file appears whole or not at all.</summary>
    /// <param name="path">Where it goes: <c>.png</c>, <c>.jpg</c> or another that <see cref="CheckEnding"/> allows.</param>
    /// <param name="image">The image, borrowed for the call.</param>
    /// <exception cref="ArgumentException">The ending is not one of those.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, ImageView image)
    {
        CheckEnding(path);
        WholeFile.WriteAllBytes(path, Encode(Path.GetExtension(path), image));
    }

    /// <summary>The bytes of an image file.</summary>
    /// <param name="ending">The format: <c>.png</c>, <c>.jpg</c> or another ending that OpenCV knows.</param>
    /// <param name="image">The image, borrowed for the call.</param>
    public static byte[] Encode(string ending, ImageView image) => Encode(ending, image, []);

    /// <summary>The bytes of a JPEG file.</summary>
    /// <param name="image">The image, borrowed for the call.</param>
    /// <param name="quality">1..100.</param>
    public static byte[] EncodeJpeg(ImageView image, int quality) => Encode(".jpg", image, [new(ImwriteFlags.JpegQuality, quality)]);

    static unsafe byte[] Encode(string ending, ImageView image, ImageEncodingParam[] options)
    {
        fixed (byte* pixels = image.Pixels)
        {
            using var picture = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, (IntPtr)pixels, image.Stride);
            Cv2.ImEncode(ending, picture, out var bytes, options);
            return bytes;
        }
    }

    /// <summary>Compresses an image as a JPEG and decodes it again, for its artefacts.</summary>
    /// <param name="image">The image, changed.</param>
    /// <param name="quality">1 (worst) .. 100.</param>
    public static unsafe void Compress(BgrImage image, int quality)
    {
        fixed (byte* pixels = image.Pixels)
        {
            using var picture = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, (IntPtr)pixels, image.Width * 3);
            Cv2.ImEncode(".jpg", picture, out var bytes, [(int)ImwriteFlags.JpegQuality, quality]);
            using var compressed = Cv2.ImDecode(bytes, ImreadModes.Color);
            CopyRows(compressed, image);
        }
    }

    static BgrImage ToImage(Mat picture)
    {
        var image = new BgrImage(picture.Cols, picture.Rows);
        CopyRows(picture, image);
        return image;
    }

    static unsafe void CopyRows(Mat picture, BgrImage image)
    {
        for (var y = 0; y < image.Height; y++)
            new ReadOnlySpan<byte>((byte*)picture.Data + y * picture.Step(), image.Width * 3).CopyTo(image.Pixels.AsSpan(y * image.Width * 3));
    }
}
