namespace RobotVision.Classroom.Digits;

/// <summary>Draws strokes into a square picture, paper -1 and ink 1.</summary>
static class DigitPicture
{
    /// <summary>Draws strokes with their middle in the middle of the picture.</summary>
    /// <param name="strokes">The strokes, at least one point.</param>
    /// <param name="picture">(side, side), row by row; overwritten.</param>
    /// <param name="side">Rows and columns.</param>
    /// <param name="box">The larger side of the box around the strokes afterwards, in pixels.</param>
    /// <param name="thickness">The pen's thickness in pixels.</param>
    /// <param name="shiftX">How far the middle is moved to the right, in pixels.</param>
    /// <param name="shiftY">How far it is moved down.</param>
    public static void Draw(
        IReadOnlyList<PenPoint[]> strokes, Span<float> picture, int side, float box, float thickness, float shiftX = 0, float shiftY = 0)
    {
        float left = float.MaxValue, top = float.MaxValue, right = float.MinValue, bottom = float.MinValue;
        foreach (var stroke in strokes)
            foreach (var (x, y) in stroke)
                (left, top, right, bottom) = (MathF.Min(left, x), MathF.Min(top, y), MathF.Max(right, x), MathF.Max(bottom, y));
        var scale = box / MathF.Max(MathF.Max(right - left, bottom - top), 1e-6f);
        float middleX = (left + right) / 2, middleY = (top + bottom) / 2;
        PenPoint Place(PenPoint point) =>
            new((point.X - middleX) * scale + side / 2f + shiftX, (point.Y - middleY) * scale + side / 2f + shiftY);

        picture.Fill(-1);
        foreach (var stroke in strokes)
            for (var i = 0; i < stroke.Length; i++) DrawSegment(picture, side, Place(stroke[Math.Max(0, i - 1)]), Place(stroke[i]), thickness / 2);
    }

    static void DrawSegment(Span<float> picture, int side, PenPoint from, PenPoint to, float radius)
    {
        var reach = radius + 1;
        int firstColumn = Math.Max(0, (int)(MathF.Min(from.X, to.X) - reach)), lastColumn = Math.Min(side - 1, (int)(MathF.Max(from.X, to.X) + reach));
        int firstRow = Math.Max(0, (int)(MathF.Min(from.Y, to.Y) - reach)), lastRow = Math.Min(side - 1, (int)(MathF.Max(from.Y, to.Y) + reach));
        float dx = to.X - from.X, dy = to.Y - from.Y, squared = dx * dx + dy * dy;
        for (var row = firstRow; row <= lastRow; row++)
            for (var column = firstColumn; column <= lastColumn; column++)
            {
                float x = column + 0.5f - from.X, y = row + 0.5f - from.Y;
                var part = squared > 0 ? Math.Clamp((x * dx + y * dy) / squared, 0, 1) : 0;
                x -= part * dx;
                y -= part * dy;
                var ink = Math.Clamp(radius + 0.5f - MathF.Sqrt(x * x + y * y), 0, 1);
                ref var pixel = ref picture[row * side + column];
                pixel = MathF.Max(pixel, 2 * ink - 1);
            }
    }
}
