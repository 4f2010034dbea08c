namespace OpenCvSharp;

/// <summary>Four characters that name a codec, the first in the lowest byte.</summary>
/// <param name="Value">The number they make.</param>
public readonly record struct FourCC(int Value)
{
    /// <summary>Puts four characters together.</summary>
    public static FourCC FromFourChars(char c1, char c2, char c3, char c4) =>
        new((c1 & 255) | ((c2 & 255) << 8) | ((c3 & 255) << 16) | ((c4 & 255) << 24));

    /// <summary>Takes a string of four characters.</summary>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public static FourCC FromString(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length != 4) throw new ArgumentException($"Expected four characters, found '{code}'.", nameof(code));
        return FromFourChars(code[0], code[1], code[2], code[3]);
    }

    /// <summary>The number of a code.</summary>
    public static implicit operator int(FourCC fourcc) => fourcc.Value;

    /// <summary>The code of a number.</summary>
    public static implicit operator FourCC(int code) => new(code);

    /// <summary>The four characters.</summary>
    public override string ToString() =>
        new([(char)(Value & 255), (char)((Value >> 8) & 255), (char)((Value >> 16) & 255), (char)((Value >> 24) & 255)]);
}
