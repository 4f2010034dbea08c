using RobotVision.Data.Randomness;

namespace RobotVision.Training.Tests.Runs;

/// <summary>Seven-segment digits, distorted.</summary>
static class SegmentDigits
{
    /// <summary>From end to end, height 1: top, top left, top right, middle, bottom left, bottom right, bottom.</summary>
    static readonly (float X1, float Y1, float X2, float Y2)[] Strokes =
    [
        (-0.25f, -0.5f, 0.25f, -0.5f), (-0.25f, -0.5f, -0.25f, 0), (0.25f, -0.5f, 0.25f, 0), (-0.25f, 0, 0.25f, 0),
        (-0.25f, 0, -0.25f, 0.5f), (0.25f, 0, 0.25f, 0.5f), (-0.25f, 0.5f, 0.25f, 0.5f),
    ];

    static readonly int[][] StrokesOfDigit =
    [
        [0, 1, 2, 4, 5, 6], [2, 5], [0, 2, 3, 4, 6], [0, 2, 3, 5, 6], [1, 2, 3, 5], [0, 1, 3, 5, 6], [0, 1, 3, 4, 5, 6], [0, 2, 5],
        [0, 1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 5, 6],
    ];

    public static int Draw(RandomSequence random, Span<float> sample)
    {
        var digit = random.NextInt32(10);
        var toDigit = Digits.Distortion(ref random);
        var thickness = random.Uniform(0.04f, 0.09f);
        for (var i = 0; i < sample.Length; i++)
        {
            var (x, y) = toDigit(i % Digits.Side, i / Digits.Side);
            var distance = float.MaxValue;
            foreach (var stroke in StrokesOfDigit[digit]) distance = MathF.Min(distance, Distance(Strokes[stroke], x, y));
            sample[i] = Math.Clamp(1 - (distance - thickness) * 40, -1, 1) + random.Uniform(-0.3f, 0.3f);
        }
        return digit;
    }

    static float Distance((float X1, float Y1, float X2, float Y2) stroke, float x, float y)
    {
        float dx = Math.Clamp(x, Math.Min(stroke.X1, stroke.X2), Math.Max(stroke.X1, stroke.X2)) - x;
        float dy = Math.Clamp(y, Math.Min(stroke.Y1, stroke.Y2), Math.Max(stroke.Y1, stroke.Y2)) - y;
        return MathF.Sqrt(dx * dx + dy * dy); // the strokes lie along the axes
    }
}
