using System.Numerics;

namespace RobotVision.Data.Randomness;

/// <summary>The random numbers of a scene, in a scene's words: colours, directions, turns.</summary>
public sealed class SceneRandom
{
    RandomSequence _numbers;

    /// <summary>Starts the sequence of a seed and a stream; every pair has a sequence of its own.</summary>
    public SceneRandom(ulong seed, ulong stream = 0) => _numbers = new(seed, stream);

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits() => ((ulong)_numbers.NextUInt32() << 32) | _numbers.NextUInt32();

    /// <summary>A number from 0 up to, but not including, 1.</summary>
    public float Next() => _numbers.NextSingle();

    /// <summary>A number of a range.</summary>
    public float Range(float low, float high) => low + (high - low) * Next();

    /// <summary>A whole number from <paramref name="low"/> up to, but not including, <paramref name="high"/>.</summary>
    public int Whole(int low, int high) => low + _numbers.NextInt32(high - low);

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
}
