using RobotVision.Data.Randomness;

namespace RobotVision.Classroom.Digits;

/// <summary>How people write digits: strokes in a box of 1 x 1 (x right, y down), in several styles a digit, written anew each time.</summary>
static class DigitStrokes
{
    const int SegmentsOfCircle = 20;

    /// <summary>The styles of each digit; a style is its strokes.</summary>
    static readonly PenPoint[][][][] Styles =
    [
        [[Arc(0.5f, 0.5f, 0.33f, 0.5f, -90, 270)], [Arc(0.5f, 0.5f, 0.42f, 0.5f, -60, -420)], [Arc(0.5f, 0.5f, 0.25f, 0.5f, -110, 260)]],
        [
            [Line(0.5f, 0, 0.5f, 1)], [Line(0.22f, 0.3f, 0.55f, 0, 0.55f, 1)], [Line(0.3f, 0.16f, 0.5f, 0, 0.5f, 1)],
            [Line(0.25f, 0.25f, 0.5f, 0, 0.5f, 1), Line(0.2f, 1, 0.8f, 1)],
        ],
        [
            [[.. Arc(0.5f, 0.3f, 0.34f, 0.3f, 190, 385), .. Line(0.14f, 1, 0.88f, 1)]],
            [[.. Arc(0.48f, 0.26f, 0.3f, 0.26f, 215, 400), .. Line(0.12f, 1, 0.9f, 0.97f)]],
            [[.. Arc(0.48f, 0.28f, 0.34f, 0.28f, 200, 400), .. Arc(0.3f, 0.9f, 0.16f, 0.1f, 60, 300), .. Line(0.9f, 1)]],
        ],
        [
            [[.. Arc(0.46f, 0.25f, 0.31f, 0.25f, 205, 445), .. Arc(0.46f, 0.75f, 0.37f, 0.25f, -80, 155)]],
            [[.. Line(0.15f, 0, 0.8f, 0, 0.44f, 0.4f), .. Arc(0.44f, 0.7f, 0.38f, 0.3f, -85, 150)]],
            [[.. Arc(0.42f, 0.26f, 0.36f, 0.26f, 230, 430), .. Line(0.3f, 0.5f), .. Arc(0.42f, 0.75f, 0.4f, 0.25f, -80, 135)]],
        ],
        [
            [Line(0.35f, 0, 0.08f, 0.62f, 0.92f, 0.62f), Line(0.66f, 0.25f, 0.64f, 1)], [Line(0.68f, 1, 0.68f, 0, 0.08f, 0.68f, 0.95f, 0.68f)],
            [Line(0.2f, 0, 0.16f, 0.5f, 0.85f, 0.5f), Line(0.82f, 0, 0.8f, 1)],
        ],
        [
            [[.. Line(0.85f, 0, 0.26f, 0, 0.2f, 0.46f), .. Arc(0.46f, 0.69f, 0.38f, 0.31f, -120, 150)]],
            [[.. Line(0.24f, 0.04f, 0.2f, 0.44f), .. Arc(0.46f, 0.69f, 0.36f, 0.31f, -110, 145)], Line(0.24f, 0.03f, 0.88f, 0)],
            [[.. Line(0.8f, 0, 0.3f, 0.02f, 0.22f, 0.42f, 0.5f, 0.4f), .. Arc(0.45f, 0.7f, 0.38f, 0.3f, -60, 160)]],
        ],
        [
            [[.. Arc(0.8f, 0.68f, 0.66f, 0.68f, -98, -180), .. Arc(0.48f, 0.7f, 0.34f, 0.3f, 180, -190)]],
            [[.. Line(0.62f, 0, 0.24f, 0.5f), .. Arc(0.5f, 0.7f, 0.34f, 0.3f, 200, -170)]],
            [[.. Arc(0.62f, 0.6f, 0.46f, 0.6f, -70, -185), .. Arc(0.48f, 0.74f, 0.32f, 0.26f, 170, -200)]],
        ],
        [
            [Line(0.1f, 0, 0.9f, 0, 0.4f, 1)], [Line(0.1f, 0, 0.9f, 0, 0.4f, 1), Line(0.3f, 0.5f, 0.85f, 0.5f)],
            [Line(0.12f, 0.14f, 0.12f, 0, 0.88f, 0, 0.46f, 1)],
            [[.. Line(0.1f, 0.02f, 0.9f, 0), .. Arc(1.1f, 1, 0.65f, 0.8f, -115, -178)]],
        ],
        [
            [[.. Arc(0.5f, 0.25f, 0.29f, 0.25f, 90, 450), .. Arc(0.5f, 0.75f, 0.36f, 0.25f, -90, 270)]],
            [[.. Arc(0.5f, 0.26f, 0.3f, 0.26f, -40, -260), .. Line(0.68f, 0.56f), .. Arc(0.5f, 0.76f, 0.34f, 0.24f, -30, 215), .. Line(0.74f, 0.1f)]],
        ],
        [
            [[.. Arc(0.5f, 0.3f, 0.34f, 0.3f, -10, -360), .. Line(0.8f, 1)]], [[.. Arc(0.5f, 0.28f, 0.33f, 0.28f, -30, -370), .. Line(0.5f, 1)]],
            [[.. Arc(0.5f, 0.3f, 0.34f, 0.3f, -10, -360), .. Arc(0.4f, 0.55f, 0.44f, 0.45f, 0, 130)]],
        ],
    ];

    /// <summary>Writes a digit in a style by chance, slanted and bent as handwriting is.</summary>
    /// <param name="digit">0..9.</param>
    /// <param name="random">Draws style and form.</param>
    public static PenPoint[][] Write(int digit, ref RandomSequence random)
    {
        var styles = Styles[digit];
        return Distort(styles[random.NextInt32(styles.Length)], ref random, 1);
    }

    /// <summary>Strokes as they would be written another time: turned, slanted, stretched and bent a little.</summary>
    /// <param name="strokes">The strokes.</param>
    /// <param name="random">Draws the form.</param>
    /// <param name="strength">1 for what differs between people, less for one and the same.</param>
    public static PenPoint[][] Distort(PenPoint[][] strokes, ref RandomSequence random, float strength)
    {
        float angle = strength * random.Uniform(-0.22f, 0.22f), shear = strength * random.Uniform(-0.3f, 0.3f);
        var width = MathF.Exp(strength * random.Uniform(-0.35f, 0.3f));
        // Two slow waves bend the strokes.
        float bendX = strength * random.Uniform(-0.06f, 0.06f), bendY = strength * random.Uniform(-0.06f, 0.06f);
        float phaseX = random.Uniform(0, 2 * MathF.PI), phaseY = random.Uniform(0, 2 * MathF.PI);
        var (sine, cosine) = MathF.SinCos(angle);
        return [.. strokes.Select(stroke => stroke.Select(point =>
        {
            float x = point.X - 0.5f + bendX * MathF.Sin(5 * point.Y + phaseX), y = point.Y - 0.5f + bendY * MathF.Sin(5 * point.X + phaseY);
            x = width * x - shear * y;
            return new PenPoint(cosine * x - sine * y + 0.5f, sine * x + cosine * y + 0.5f);
        }).ToArray())];
    }

    static PenPoint[] Line(params float[] places) => [.. places.Chunk(2).Select(place => new PenPoint(place[0], place[1]))];

    /// <summary>A part of an ellipse; 0 degrees is right, 90 down, and the pen goes from the first angle to the second.</summary>
    static PenPoint[] Arc(float x, float y, float radiusX, float radiusY, float from, float to)
    {
        var count = (int)MathF.Ceiling(MathF.Abs(to - from) / 360 * SegmentsOfCircle);
        return [.. Enumerable.Range(0, count + 1).Select(i =>
        {
            var (sine, cosine) = MathF.SinCos((from + (to - from) * i / count) * MathF.PI / 180);
            return new PenPoint(x + radiusX * cosine, y + radiusY * sine);
        })];
    }
}

/// <summary>A point of a stroke; x right, y down, in any unit.</summary>
public readonly record struct PenPoint(float X, float Y);
