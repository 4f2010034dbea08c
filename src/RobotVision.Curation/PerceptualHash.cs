using System.Numerics;

namespace RobotVision.Curation;

/// <summary>A 64-bit perceptual hash: similar images have similar hashes.</summary>
/// <remarks>
/// Each bit tells whether one of the 64 lowest frequencies of a 32 x 32 thumbnail's cosine transform, without the mean, is above their median.
/// Source: C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.1.
/// </remarks>
/// <param name="Bits">The bits.</param>
public readonly record struct PerceptualHash(ulong Bits)
{
    const int Frequencies = 8;

    static readonly double[,] Cosines = MakeCosines();

    /// <summary>Hashes a thumbnail.</summary>
    public static PerceptualHash Of(Thumbnail thumbnail)
    {
        // Rows first, then columns; frequencies 1..8 in both directions, so that the mean brightness has no influence.
        Span<double> rows = stackalloc double[Thumbnail.Side * Frequencies];
        for (var y = 0; y < Thumbnail.Side; y++)
            for (var u = 0; u < Frequencies; u++)
            {
                var sum = 0.0;
                for (var x = 0; x < Thumbnail.Side; x++) sum += Cosines[u, x] * thumbnail.Levels[y * Thumbnail.Side + x];
                rows[y * Frequencies + u] = sum;
            }

        Span<double> values = stackalloc double[Frequencies * Frequencies];
        for (var v = 0; v < Frequencies; v++)
            for (var u = 0; u < Frequencies; u++)
            {
                var sum = 0.0;
                for (var y = 0; y < Thumbnail.Side; y++) sum += Cosines[v, y] * rows[y * Frequencies + u];
                values[v * Frequencies + u] = sum;
            }

        Span<double> sorted = stackalloc double[values.Length];
        values.CopyTo(sorted);
        sorted.Sort();
        var median = (sorted[values.Length / 2 - 1] + sorted[values.Length / 2]) / 2;
        var bits = 0UL;
        for (var i = 0; i < values.Length; i++)
            if (values[i] > median) bits |= 1UL << i;
        return new(bits);
    }

    /// <summary>The number of different bits, 0..64; about 32 for unrelated images.</summary>
    public int DistanceTo(PerceptualHash other) => BitOperations.PopCount(Bits ^ other.Bits);

    static double[,] MakeCosines()
    {
        var cosines = new double[Frequencies, Thumbnail.Side];
        for (var u = 0; u < Frequencies; u++)
            for (var x = 0; x < Thumbnail.Side; x++) cosines[u, x] = Math.Cos(Math.PI * (u + 1) * (x + 0.5) / Thumbnail.Side);
        return cosines;
    }
}
