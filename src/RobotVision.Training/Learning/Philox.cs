namespace RobotVision.Training.Learning;

/// <summary>
/// Philox4x32-10, a generator without a state: the numbers are a function of a key and a counter, so that the numbers of any
/// step of any layer can be had at once, in any order, and again after a resume.
/// </summary>
/// <remarks>Source: Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", 2011; constants and test vectors of Random123.</remarks>
public static class Philox
{
    const uint Multiplier0 = 0xD2511F53;
    const uint Multiplier1 = 0xCD9E8D57;
    const uint Weyl0 = 0x9E3779B9;
    const uint Weyl1 = 0xBB67AE85;
    const int Rounds = 10;

    /// <summary>Four random words for a counter of four words and a key of two.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>Fills a dropout mask: 0 with the probability <paramref name="rate"/>, else 1 / (1 - rate).</summary>
    /// <param name="mask">What is filled.</param>
    /// <param name="rate">0 to below 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The step.</param>
    /// <param name="stream">Tells the masks of one step apart.</param>
    public static void FillMask(Span<float> mask, float rate, ulong seed, long step, uint stream)
    {
        var limit = (uint)(rate * 4294967296.0);
        var kept = 1 / (1 - rate);
        for (var i = 0; i < mask.Length; i += 4)
        {
            var (x0, x1, x2, x3) = Block((uint)i / 4, stream, (uint)step, (uint)(step >> 32), (uint)seed, (uint)(seed >> 32));
            mask[i] = x0 < limit ? 0 : kept;
            if (i + 1 < mask.Length) mask[i + 1] = x1 < limit ? 0 : kept;
            if (i + 2 < mask.Length) mask[i + 2] = x2 < limit ? 0 : kept;
            if (i + 3 < mask.Length) mask[i + 3] = x3 < limit ? 0 : kept;
        }
    }

    /// <summary>Fills with normal deviates of mean 0.</summary>
    /// <remarks>Source: Box and Muller, 1958.</remarks>
    public static void FillNormal(Span<float> values, double deviation, ulong seed, uint stream)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var (x0, x1, _, _) = Block((uint)i, stream, uint.MaxValue, uint.MaxValue, (uint)seed, (uint)(seed >> 32));
            var radius = Math.Sqrt(-2 * Math.Log((x0 + 1.0) / 4294967296.0));
            values[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * x1 / 4294967296.0));
        }
    }
}
