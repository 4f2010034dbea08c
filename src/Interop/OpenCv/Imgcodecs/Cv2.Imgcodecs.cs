using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <content>Functions of OpenCV's module imgcodecs. Colour images are BGR.</content>
public static partial class Cv2
{
    /// <summary>Reads an image file; the Mat is empty where it cannot be read.</summary>
    public static Mat ImRead(string fileName, ImreadModes flags = ImreadModes.Color) => new(fileName, flags);

    /// <summary>Writes an image file in the format of its extension; false where the file cannot be written.</summary>
    /// <exception cref="OpenCVException">There is no encoder for the extension, or the image is empty.</exception>
    public static bool ImWrite(string fileName, Mat img, int[]? prms = null)
    {
        ArgumentNullException.ThrowIfNull(img);
        prms ??= [];
        Native.Check(Native.Imwrite(fileName, img.Handle, prms, prms.Length, out int written));
        return written != 0;
    }

    /// <inheritdoc cref="ImWrite(string, Mat, int[])"/>
    public static bool ImWrite(string fileName, Mat img, params ImageEncodingParam[] prms) => ImWrite(fileName, img, ImageEncodingParam.Pairs(prms));

    /// <summary>Decodes an image; the Mat is empty where the bytes are no image.</summary>
    public static Mat ImDecode(byte[] buf, ImreadModes flags)
    {
        ArgumentNullException.ThrowIfNull(buf);
        return ImDecode((ReadOnlySpan<byte>)buf, flags);
    }

    /// <inheritdoc cref="ImDecode(byte[], ImreadModes)"/>
    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes flags)
    {
        Native.Check(Native.Imdecode(span, span.Length, (int)flags, out MatHandle result));
        return new Mat(result);
    }

    /// <summary>Encodes an image in the format of an extension (".png", ".jpg").</summary>
    /// <exception cref="OpenCVException">There is no encoder for the extension, or the image is empty.</exception>
    public static bool ImEncode(string ext, InputArray img, out byte[] buf, int[]? prms = null)
    {
        prms ??= [];
        Native.Check(Native.Imencode(ext, img.Required(nameof(img)), prms, prms.Length, out MatHandle bytes, out int encoded));
        using var result = new Mat(bytes);
        result.GetArray(out buf);
        return encoded != 0;
    }

    /// <inheritdoc cref="ImEncode(string, InputArray, out byte[], int[])"/>
    public static void ImEncode(string ext, InputArray img, out byte[] buf, params ImageEncodingParam[] prms) =>
        ImEncode(ext, img, out buf, ImageEncodingParam.Pairs(prms));
}
