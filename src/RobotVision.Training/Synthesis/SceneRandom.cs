using System.Numerics;

namespace RobotVision.Training.Synthesis;

/// <summary>The random numbers of scenes. Its sequence is written down here, so that it never changes with the runtime.</summary>
/// <remarks>Source: xoshiro256** and SplitMix64, D. Blackman and S. Vigna (2018), public domain.</remarks>
public sealed class SceneRandom
{
    ulong _a, _b, _c, _d;

    /// <summary>Starts the sequence of a seed and a stream; every pair has a sequence of its own.</summary>
    public SceneRandom(ulong seed, ulong stream = 0)
    {
        var state = Mix(seed) ^ Mix(stream + 0x632BE59BD9B4E019);
        _a = Mix(state += 0x9E3779B97F4A7C15);
        _b = Mix(state += 0x9E3779B97F4A7C15);
        _c = Mix(state += 0x9E3779B97F4A7C15);
        _d = Mix(state + 0x9E3779B97F4A7C15);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number from 0 up to, but not including, 1.</summary>
    public float Next() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>A number of a range.</summary>
    public float Range(float low, float high) => low + (high - low) * Next();

    /// <summary>A whole number from <paramref name="low"/> up to, but not including, <paramref name="high"/>.</summary>
    public int Whole(int low, int high) => low + (int)(NextBits() % (ulong)(high - low));

    /// <summary>True with a probability.</summary>
    public bool Chance(float probability) => Next() < probability;

    /// <summary>One of the items, each as likely as the others.</summary>
    public T Pick<T>(params ReadOnlySpan<T> items) => items[Whole(0, items.Length)];

    /// <summary>A number of roughly normal distribution, mean 0 and deviation 1, never beyond 3.5.</summary>
    public float Normal() => (Next() + Next() + Next() + Next() - 2) * 1.7320508f;

    /// <summary>A direction, evenly spread over the sphere.</summary>
    public Vector3 Direction()
    {
        float z = Range(-1, 1), angle = Range(0, 2 * MathF.PI), r = MathF.Sqrt(1 - z * z);
        return new(r * MathF.Cos(angle), r * MathF.Sin(angle), z);
    }

    /// <summary>A turn, evenly spread over all turns.</summary>
    public Quaternion Orientation() =>
        Quaternion.CreateFromAxisAngle(Direction(), Range(0, 2 * MathF.PI))
        * Quaternion.CreateFromAxisAngle(Direction(), Range(0, 2 * MathF.PI));

    /// <summary>A grey between two levels, 0..1.</summary>
    public Vector3 Grey(float low, float high) => new(Range(low, high));

    /// <summary>A colour (red, green, blue; 0..1) of any hue.</summary>
    /// <param name="saturation">0 grey .. 1 pure.</param>
    /// <param name="value">Brightness 0..1.</param>
    public Vector3 Hue(float saturation, float value)
    {
        var hue = Range(0, 6);
        return value * (Vector3.One - saturation * (Vector3.One - new Vector3(
            Math.Clamp(MathF.Abs(hue - 3) - 1, 0, 1),
            Math.Clamp(2 - MathF.Abs(hue - 2), 0, 1),
            Math.Clamp(2 - MathF.Abs(hue - 4), 0, 1))));
    }

    static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
