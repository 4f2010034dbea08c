namespace RobotVision.Data.Randomness;

/// <summary>
/// Random numbers that depend only on a seed and the two numbers of the sequence, for example the step and the index in its
/// batch: sequences can be created in any order, on any thread, and are always the same.
/// </summary>
/// <remarks>
/// Source: Philox4x32-10, a counter-based generator; J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel Random Numbers: As Easy
/// as 1, 2, 3", SC11. The seed is the key, (sequence, subsequence, block) the counter. A value type with a position: pass it by
/// reference, because a copy repeats the numbers of the original.
/// </remarks>
public struct RandomSequence
{
    readonly ulong _seed;
    readonly ulong _sequence;
    readonly uint _subsequence;
    uint _block;
    uint _r0, _r1, _r2, _r3;
    int _left;

    /// <summary>Starts a sequence at its beginning.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="sequence">Which sequence, for example the number of the training step.</param>
    /// <param name="subsequence">Which part of it, for example the index in the batch.</param>
    public RandomSequence(ulong seed, ulong sequence, uint subsequence = 0)
    {
        _seed = seed;
        _sequence = sequence;
        _subsequence = subsequence;
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_left == 0)
        {
            (_r0, _r1, _r2, _r3) = Block(_seed, _sequence, _subsequence, _block++);
            _left = 4;
        }
        return --_left switch { 3 => _r0, 2 => _r1, 1 => _r2, _ => _r3 };
    }

    /// <summary>A number from 0 (included) to 1 (excluded), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>A number from 0 (included) to <paramref name="count"/> (excluded), each equally likely to within 2^-32.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public int NextInt32(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)(((ulong)NextUInt32() * (uint)count) >> 32);
    }

    /// <summary>A uniformly distributed number between two others.</summary>
    public float Uniform(float minimum, float maximum) => minimum + (maximum - minimum) * NextSingle();

    /// <summary>A number between two positive ones whose logarithm is uniformly distributed.</summary>
    public float LogUniform(float minimum, float maximum) =>
        MathF.Exp(Uniform(MathF.Log(minimum), MathF.Log(maximum)));

    /// <summary>True with a probability, 0..1.</summary>
    public bool Chance(float probability) => NextSingle() < probability;

    /// <summary>A normally distributed number with mean 0 and standard deviation 1.</summary>
    /// <remarks>Source: the Box-Muller transform; its second number is discarded to keep the state small.</remarks>
    public float Normal()
    {
        var radius = MathF.Sqrt(-2 * MathF.Log(1 - NextSingle()));
        return radius * MathF.Cos(2 * MathF.PI * NextSingle());
    }

    /// <summary>Ten rounds of Philox on one counter.</summary>
    internal static (uint R0, uint R1, uint R2, uint R3) Block(ulong seed, ulong sequence, uint subsequence, uint block)
    {
        const uint multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
        const uint weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;
        uint c0 = block, c1 = subsequence, c2 = (uint)sequence, c3 = (uint)(sequence >> 32);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (var round = 0; round < 10; round++)
        {
            var product0 = (ulong)multiplier0 * c0;
            var product1 = (ulong)multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            k0 += weyl0;
            k1 += weyl1;
        }
        return (c0, c1, c2, c3);
    }
}
