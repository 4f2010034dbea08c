namespace RobotVision.Imaging;

/// <summary>The standard by which colours were encoded as YUV.</summary>
public enum YuvStandard
{
    /// <summary>ITU-R BT.601: standard definition, JPEG, most cameras; assumed where a file says nothing.</summary>
    Bt601,

    /// <summary>ITU-R BT.709: high definition.</summary>
    Bt709,

    /// <summary>ITU-R BT.2020: ultra high definition.</summary>
    Bt2020,
}

/// <summary>How YUV was encoded.</summary>
/// <param name="Standard">Which weights of red, green and blue make up Y.</param>
/// <param name="IsFullRange">Whether Y takes 0..255, as in JPEG, instead of 16..235, and U and V 0..255 instead of 16..240.</param>
public readonly record struct YuvColors(YuvStandard Standard, bool IsFullRange)
{
    /// <summary>The factors by which Y, U and V in bytes become red, green and blue in 0..255.</summary>
    /// <remarks>
    /// Source: ITU-R BT.601-7, BT.709-6 and BT.2020-2: Y = Kr R + Kg G + Kb B, U = (B - Y) / (2 - 2 Kb), V = (R - Y) / (2 - 2 Kr);
    /// black is Y = 16, white 235 and U, V reach from 16 to 240 unless the range is full.
    /// </remarks>
    internal YuvFactors Factors
    {
        get
        {
            var (kr, kb) = Standard switch { YuvStandard.Bt709 => (0.2126f, 0.0722f), YuvStandard.Bt2020 => (0.2627f, 0.0593f), _ => (0.299f, 0.114f) };
            var kg = 1 - kr - kb;
            var (black, luma, chroma) = IsFullRange ? (0f, 1f, 1f) : (16f, 255f / 219, 255f / 224);
            return new(black, luma, 2 * (1 - kr) * chroma, -2 * kb * (1 - kb) / kg * chroma, -2 * kr * (1 - kr) / kg * chroma, 2 * (1 - kb) * chroma);
        }
    }
}

/// <summary>red = Luma (Y - Black) + RedOfV (V - 128), and so on.</summary>
readonly record struct YuvFactors(float Black, float Luma, float RedOfV, float GreenOfU, float GreenOfV, float BlueOfU)
{
    /// <summary>The value of U and V without colour.</summary>
    public const float Grey = 128;
}
