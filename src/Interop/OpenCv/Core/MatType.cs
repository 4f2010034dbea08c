namespace OpenCvSharp;

/// <summary>The type of one element of a Mat: its depth (the type of a channel) and its number of channels.</summary>
/// <param name="Value">OpenCV's number for it: depth + (channels - 1) * 8.</param>
public readonly record struct MatType(int Value)
{
    /// <summary>Depth: byte.</summary>
    public const int CV_8U = 0;

    /// <summary>Depth: signed byte.</summary>
    public const int CV_8S = 1;

    /// <summary>Depth: ushort.</summary>
    public const int CV_16U = 2;

    /// <summary>Depth: short.</summary>
    public const int CV_16S = 3;

    /// <summary>Depth: int.</summary>
    public const int CV_32S = 4;

    /// <summary>Depth: float.</summary>
    public const int CV_32F = 5;

    /// <summary>Depth: double.</summary>
    public const int CV_64F = 6;

    /// <summary>1 channel of byte.</summary>
    public static readonly MatType CV_8UC1 = MakeType(CV_8U, 1);

    /// <summary>2 channels of byte.</summary>
    public static readonly MatType CV_8UC2 = MakeType(CV_8U, 2);

    /// <summary>3 channels of byte.</summary>
    public static readonly MatType CV_8UC3 = MakeType(CV_8U, 3);

    /// <summary>4 channels of byte.</summary>
    public static readonly MatType CV_8UC4 = MakeType(CV_8U, 4);

    /// <summary>1 channel of signed byte.</summary>
    public static readonly MatType CV_8SC1 = MakeType(CV_8S, 1);

    /// <summary>2 channels of signed byte.</summary>
    public static readonly MatType CV_8SC2 = MakeType(CV_8S, 2);

    /// <summary>3 channels of signed byte.</summary>
    public static readonly MatType CV_8SC3 = MakeType(CV_8S, 3);

    /// <summary>4 channels of signed byte.</summary>
    public static readonly MatType CV_8SC4 = MakeType(CV_8S, 4);

    /// <summary>1 channel of ushort.</summary>
    public static readonly MatType CV_16UC1 = MakeType(CV_16U, 1);

    /// <summary>2 channels of ushort.</summary>
    public static readonly MatType CV_16UC2 = MakeType(CV_16U, 2);

    /// <summary>3 channels of ushort.</summary>
    public static readonly MatType CV_16UC3 = MakeType(CV_16U, 3);

    /// <summary>4 channels of ushort.</summary>
    public static readonly MatType CV_16UC4 = MakeType(CV_16U, 4);

    /// <summary>1 channel of short.</summary>
    public static readonly MatType CV_16SC1 = MakeType(CV_16S, 1);

    /// <summary>2 channels of short.</summary>
    public static readonly MatType CV_16SC2 = MakeType(CV_16S, 2);

    /// <summary>3 channels of short.</summary>
    public static readonly MatType CV_16SC3 = MakeType(CV_16S, 3);

    /// <summary>4 channels of short.</summary>
    public static readonly MatType CV_16SC4 = MakeType(CV_16S, 4);

    /// <summary>1 channel of int.</summary>
    public static readonly MatType CV_32SC1 = MakeType(CV_32S, 1);

    /// <summary>2 channels of int.</summary>
    public static readonly MatType CV_32SC2 = MakeType(CV_32S, 2);

    /// <summary>3 channels of int.</summary>
    public static readonly MatType CV_32SC3 = MakeType(CV_32S, 3);

    /// <summary>4 channels of int.</summary>
    public static readonly MatType CV_32SC4 = MakeType(CV_32S, 4);

    /// <summary>1 channel of float.</summary>
    public static readonly MatType CV_32FC1 = MakeType(CV_32F, 1);

    /// <summary>2 channels of float.</summary>
    public static readonly MatType CV_32FC2 = MakeType(CV_32F, 2);

    /// <summary>3 channels of float.</summary>
    public static readonly MatType CV_32FC3 = MakeType(CV_32F, 3);

    /// <summary>4 channels of float.</summary>
    public static readonly MatType CV_32FC4 = MakeType(CV_32F, 4);

    /// <summary>1 channel of double.</summary>
    public static readonly MatType CV_64FC1 = MakeType(CV_64F, 1);

    /// <summary>2 channels of double.</summary>
    public static readonly MatType CV_64FC2 = MakeType(CV_64F, 2);

    /// <summary>3 channels of double.</summary>
    public static readonly MatType CV_64FC3 = MakeType(CV_64F, 3);

    /// <summary>4 channels of double.</summary>
    public static readonly MatType CV_64FC4 = MakeType(CV_64F, 4);

    /// <summary>One of the depth constants.</summary>
    public int Depth => Value & 7;

    /// <summary>Channels, 1..512.</summary>
    public int Channels => (Value >> 3) + 1;

    /// <summary>Puts a type together.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The depth or the number of channels is none of OpenCV's.</exception>
    public static MatType MakeType(int depth, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, 7);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 512);
        return new MatType(depth + ((channels - 1) << 3));
    }

    /// <summary>Any number of channels of byte.</summary>
    public static MatType CV_8UC(int ch) => MakeType(CV_8U, ch);

    /// <summary>Any number of channels of float.</summary>
    public static MatType CV_32FC(int ch) => MakeType(CV_32F, ch);

    /// <summary>OpenCV's number of a type.</summary>
    public static implicit operator int(MatType self) => self.Value;

    /// <summary>The type of OpenCV's number.</summary>
    public static implicit operator MatType(int value) => new(value);

    /// <summary>OpenCV's name, for example CV_8UC3.</summary>
    public override string ToString() =>
        $"CV_{Depth switch { 0 => "8U", 1 => "8S", 2 => "16U", 3 => "16S", 4 => "32S", 5 => "32F", 6 => "64F", _ => "16F" }}C{Channels}";
}
