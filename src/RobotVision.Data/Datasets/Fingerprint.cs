using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RobotVision.Data.Labels;

namespace RobotVision.Data.Datasets;

/// <summary>Identifies the contents of a data set: the first 16 hexadecimal digits of a SHA-256 hash.</summary>
static class Fingerprint
{
    const int Digits = 16;

    /// <summary>The fingerprint of images: their pixels, names and labels.</summary>
    public static string Of(IEnumerable<LabelledImage> images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var image in images)
        {
            Append(hash, $"{Path.GetFileName(image.Name)} {image.Image.Width} {image.Image.Height} {image.Labelled.Bits}");
            hash.AppendData(image.Image.Pixels);
            foreach (var label in image.Labels)
            {
                var box = label.Box;
                Append(hash, string.Create(CultureInfo.InvariantCulture, $"{label.Class} {label.Ignore} {box.X1:R} {box.Y1:R} {box.X2:R} {box.Y2:R}"));
            }
        }
        return End(hash);
    }

    /// <summary>The fingerprint of a text and of files in their order; a missing file counts as empty.</summary>
    public static string Of(string text, IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, text);
        foreach (var file in files)
        {
            Append(hash, Path.GetFileName(file));
            if (File.Exists(file)) hash.AppendData(File.ReadAllBytes(file));
        }
        return End(hash);
    }

    static void Append(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }

    static string End(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
}
