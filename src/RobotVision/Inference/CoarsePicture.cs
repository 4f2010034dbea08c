using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RobotVision.Sampling;

namespace RobotVision.Inference;

/// <summary>
/// A sample summed over 12 x 12 squares and all colours, by which a cut to another scene is told from a camera that turns: on rendered clips at 8 frames a
/// second neighbours correlate with at least 0.75, at 30 frames a second with at least 0.92; images of <c>msl</c> (train) in random order with 0.41 in the
/// median, and three in four with less than 0.58. The same on every processor: sums are taken in one order.
/// </summary>
static class CoarsePicture
{
    /// <summary>Values of a coarse picture.</summary>
    public const int Length = Side * Side;

    /// <summary>With less than this correlation two frames in a row show different scenes; chosen by us from the figures above.</summary>
    const double LeastAlike = 0.7;

    const int Side = 12;
    const int Square = SampleFormat.Size / Side; // as many values as a Vector256 has

    /// <summary>Makes the coarse picture of a sample of any format.</summary>
    /// <param name="sample">27,648 values.</param>
    /// <param name="layout">The order of their axes.</param>
    /// <param name="coarse">Takes <see cref="Length"/> sums.</param>
    public static void Write(ReadOnlySpan<float> sample, SampleLayout layout, Span<float> coarse)
    {
        var values = MemoryMarshal.Cast<float, Vector256<float>>(sample);
        // In planes the colours of a square lie in three runs of one vector a row, otherwise in one run of three.
        var (runs, length) = layout == SampleLayout.Chw ? (3, 1) : (1, 3);
        var row = Side * length;
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var sum = Vector256<float>.Zero;
                for (var run = 0; run < runs; run++)
                    for (var line = 0; line < Square; line++)
                    {
                        var at = (run * SampleFormat.Size + y * Square + line) * row + x * length;
                        for (var i = 0; i < length; i++) sum += values[at + i];
                    }

                var total = 0f;
                for (var i = 0; i < Square; i++) total += sum[i];
                coarse[y * Side + x] = total;
            }
    }

    /// <summary>Whether two coarse pictures may be of one scene, however bright each is.</summary>
    public static bool AreAlike(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        double sum = 0, otherSum = 0, squares = 0, otherSquares = 0, products = 0;
        for (var i = 0; i < Length; i++)
        {
            sum += one[i];
            otherSum += other[i];
            squares += (double)one[i] * one[i];
            otherSquares += (double)other[i] * other[i];
            products += (double)one[i] * other[i];
        }

        var (spread, otherSpread) = (squares - sum * sum / Length, otherSquares - otherSum * otherSum / Length);
        // Pictures of one colour, as of a covered lens, are alike; of one colour and any other picture not.
        if (spread < Flat || otherSpread < Flat) return spread < Flat && otherSpread < Flat;
        return products - sum * otherSum / Length >= LeastAlike * Math.Sqrt(spread * otherSpread);
    }

    /// <summary>Below this a picture is of one colour: rounding in its sums.</summary>
    const double Flat = 1e-3;
}
