using RobotVision.Data.Randomness;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Tests.Runs;

/// <summary>Draws a digit into (1, 32, 32) values, background about -1 and ink about 1, and returns which it is.</summary>
delegate int DigitArtist(RandomSequence random, Span<float> sample);

/// <summary>Digits for LeNet-5, a different batch at every step.</summary>
sealed class Digits(DigitArtist artist, ulong seed) : IBatchSource
{
    public const int Side = 32;
    public const int Length = Side * Side;

    public void Fill(long stepIndex, TrainingBatch batch)
    {
        for (var i = 0; i < batch.Size; i++)
        {
            batch.Target(i).Clear();
            batch.Target(i)[artist(new(seed, (ulong)stepIndex, (uint)i), batch.Sample(i))] = 1;
            batch.Weight(i).Fill(1);
        }
    }

    /// <summary>A random shear, rotation, scale and shift, from the pixels of the sample to a digit of height 1 around (0, 0).</summary>
    public static Func<float, float, (float X, float Y)> Distortion(ref RandomSequence random)
    {
        float angle = random.Uniform(-0.25f, 0.25f), shear = random.Uniform(-0.25f, 0.25f), height = random.Uniform(15, 24),
            width = height * random.Uniform(0.8f, 1.2f);
        float shiftX = random.Uniform(-3, 3), shiftY = random.Uniform(-3, 3);
        var (sine, cosine) = MathF.SinCos(angle);
        return (column, row) =>
        {
            float x = column - (Side - 1) / 2f - shiftX, y = row - (Side - 1) / 2f - shiftY;
            (x, y) = (cosine * x + sine * y, cosine * y - sine * x);
            return ((x + shear * y) / width, y / height);
        };
    }
}
