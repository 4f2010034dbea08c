using OpenCvSharp;
using RobotVision.Recording;

namespace RobotVision.Imaging;

/// <summary>Reads and writes image files.</summary>
public static class ImageFile
{
    static readonly string[] KnownEndings = [".png", ".jpg", ".jpeg", ".bmp", ".ppm", ".pgm", ".tif", ".tiff", ".webp"];

    static readonly string[] WritableEndings = [.. KnownEndings.Except([".pgm"])]; // a PGM has no colours

    /// <summary>File name endings that are taken for images.</summary>
    public static IReadOnlyList<string> Endings => KnownEndings;

    /// <summary>Whether a file's name says that it is an image; hidden files are not, half-written ones among them.</summary>
    public static bool IsImage(string path) =>
        !Path.GetFileName(path).StartsWith('.') && KnownEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the ending of a name is that of a picture with colours, so that one can be written there.</summary>
    public static bool IsWritable(string path) => WritableEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses a name under which no image can be written, for work that writes it much later.</summary>
    /// <exception cref="ArgumentException">Its ending is not that of a picture with colours; says which are.</exception>
    public static void CheckEnding(string path)
    {
        if (!IsWritable(path))
            throw new ArgumentException($"Output '{path}': expected the ending of a picture with colours ({string.Join(' ', WritableEndings)}).");
    }

    /// <summary>Reads an image in any format that OpenCV decodes, turned upright as its EXIF data say.</summary>
    /// <exception cref="InvalidDataException">It cannot be decoded; says which file and why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BgrImage Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length == 0) throw new InvalidDataException($"Image '{path}': expected a picture, found 0 bytes.");
        try
        {
            using var picture = Cv2.ImDecode(bytes, ImreadModes.Color);
            if (picture.Empty()) throw new InvalidDataException($"Image '{path}': it cannot be decoded; expected PNG, JPEG or another format of OpenCV.");
            var image = new BgrImage(picture.Cols, picture.Rows);
            CopyRows(picture, image);
            return image;
        }
        catch (OpenCVException exception)
        {
            throw new InvalidDataException($"Image '{path}': {exception.Message}", exception);
        }
    }

    /// <summary>Writes an image; the ending says the format. The file appears whole or not at all.</summary>
    /// <param name="path">Where it goes: <c>.png</c>, <c>.jpg</c> or another that <see cref="CheckEnding"/> allows.</param>
    /// <param name="image">The image, borrowed for the call.</param>
    /// <exception cref="ArgumentException">The ending is another.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, ImageView image)
    {
        CheckEnding(path);
        WholeFile.WriteAllBytes(path, Encode(Path.GetExtension(path), image));
    }

    /// <summary>The bytes of an image file.</summary>
    /// <param name="ending">The format: <c>.png</c>, <c>.jpg</c> or another ending that OpenCV knows.</param>
    /// <param name="image">The image, borrowed for the call.</param>
    public static unsafe byte[] Encode(string ending, ImageView image)
    {
        fixed (byte* pixels = image.Pixels)
        {
            using var picture = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, (IntPtr)pixels, image.Stride);
            Cv2.ImEncode(ending, picture, out var bytes);
            return bytes;
        }
    }

    /// <summary>Replaces an image by what JPEG compression leaves of it.</summary>
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

    static unsafe void CopyRows(Mat picture, BgrImage image)
    {
        for (var y = 0; y < image.Height; y++)
            new ReadOnlySpan<byte>((byte*)picture.Data + y * picture.Step(), image.Width * 3).CopyTo(image.Pixels.AsSpan(y * image.Width * 3));
    }
}
