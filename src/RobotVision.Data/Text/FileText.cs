using System.Text;
using System.Text.Unicode;

namespace RobotVision.Data.Text;

/// <summary>Reads files of text that has to be UTF-8, with or without a mark at its beginning.</summary>
static class FileText
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file.</summary>
    /// <exception cref="InvalidDataException">It is not UTF-8; says file, line and byte.</exception>
    public static string Read(string path) => Encoding.UTF8.GetString(ReadBytes(path).Span);

    /// <summary>The same as bytes of UTF-8, without the mark.</summary>
    public static ReadOnlyMemory<byte> ReadBytes(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (!Utf8.IsValid(bytes)) throw NotUtf8(path, bytes);
        // Some parsers take it for the end of the text.
        if (bytes.AsSpan().IndexOf((byte)0) is >= 0 and var zero)
            throw DamagedFile.At(path, Line(bytes, zero), "expected UTF-8 text, found a zero byte; store the file as UTF-8.");
        return bytes.AsMemory(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0);
    }

    static InvalidDataException NotUtf8(string path, byte[] bytes)
    {
        try
        {
            Strict.GetCharCount(bytes);
        }
        catch (DecoderFallbackException e)
        {
            return DamagedFile.At(path, Line(bytes, e.Index), $"expected UTF-8 text, found byte 0x{bytes[e.Index]:X2}; store the file as UTF-8.");
        }

        throw new InvalidOperationException("Bytes that are no UTF-8 were decoded.");
    }

    static int Line(byte[] bytes, int index) => bytes.AsSpan(0, index).Count((byte)'\n') + 1;
}
