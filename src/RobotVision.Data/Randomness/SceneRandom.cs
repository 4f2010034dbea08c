using System.Numerics;

namespace RobotVision.Data.Randomness;

/// <summary>The random numbers of a scene, with colours, directions and rotations.</summary>
public sealed class SceneRandom
{
    RandomSequence _numbers;

    /// <summary>Starts the sequence of a seed and a stream; every pair has its own sequence.</summary>
    public SceneRandom(ulong seed, ulong stream = 0) => _numbers = new(seed, stream);

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits() => ((ulong)_numbers.NextUInt32() << 32) | _numbers.NextUInt32();

    /// <summary>A number from 0 (included) to 1 (excluded).</summary>
    public float Next() => _numbers.NextSingle();

    /// <summary>A uniformly distributed number of a range.</summary>
    public float Range(float low, float high) => low + (high - low) * Next();

    /// <summary>An integer from <paramref name="low"/> (included) to <paramref name="high"/> (excluded).</summary>
    public int NextInt32(int low, int high) => low + _numbers.NextInt32(high - low);

    /// <summary>True with a probability.</summary>
    public bool Chance(float probability) => Next() < probability;

    /// <summary>One of the items, all equally likely.</summary>
    public T Pick<T>(params ReadOnlySpan<T> items) => items[NextInt32(0, items.Length)];

    /// <summary>An approximately normally distributed number, mean 0 and standard deviation 1, never beyond 3.5.</summary>
    public float Normal() => (Next() + Next() + Next() + Next() - 2) * 1.7320508f;

    /// <summary>A direction of length 1, uniformly distributed over the sphere.</summary>
    public Vector3 Direction()
    {
        float z = Range(-1, 1), angle = Range(0, 2 * MathF.PI), r = MathF.Sqrt(1 - z * z);
        return new(r * MathF.Cos(angle), r * MathF.Sin(angle), z);
    }

    /// <summary>A random rotation.</summary>
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
}
