using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RobotVision.Data.Labels;

namespace RobotVision.Data.Datasets;

/// <summary>Tells one state of a data set from any other: SHA-256, the first 16 hexadecimal digits of it.</summary>
static class Fingerprint
{
    const int Digits = 16;

    /// <summary>The fingerprint of some images: their pixels, names and labels.</summary>
    public static string Of(IEnumerable<LabelledImage> images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var image in images)
        {
            Append(hash, $"{Path.GetFileName(image.Name)} {image.Image.Width} {image.Image.Height} {image.Labelled.Bits}");
            hash.AppendData(image.Image.Pixels);
            foreach (var label in image.Labels)
                Append(hash, string.Create(CultureInfo.InvariantCulture, $"{label.Class} {label.Ignore} {label.Box.X1:R} {label.Box.Y1:R} {label.Box.X2:R} {label.Box.Y2:R}"));
        }
        return End(hash);
    }

    /// <summary>The fingerprint of files, in their order, and of words; a file that is not there counts as empty.</summary>
    public static string Of(string words, IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, words);
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
