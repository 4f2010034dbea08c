using RobotVision.Detections;

namespace RobotVision.Data.Exchange;

/// <summary>One object as another tool tagged it.</summary>
/// <param name="Name">The name of its class in that tool.</param>
/// <param name="Box">Its upright box in pixels of the image; of a point a box without size.</param>
public readonly record struct ExchangeObject(string Name, Box Box)
{
    /// <summary>Whether it was tagged as a point.</summary>
    public bool IsPoint => Box.Width == 0 && Box.Height == 0;

    /// <summary>Whether it is to be ignored, such as a crowd: what is found there is neither right nor wrong.</summary>
    public bool Ignore { get; init; }

    /// <summary>A point, in pixels of the image.</summary>
    public static ExchangeObject Point(string name, float x, float y) => new(name, new(x, y, x, y));

    /// <summary>The upright box around points, x and y in turn, in pixels; a single point stays one.</summary>
    public static ExchangeObject Around(string name, IReadOnlyList<float> points)
    {
        float left = float.MaxValue, top = float.MaxValue, right = float.MinValue, bottom = float.MinValue;
        for (var i = 0; i + 1 < points.Count; i += 2)
            (left, top, right, bottom) = (
                MathF.Min(left, points[i]), MathF.Min(top, points[i + 1]), MathF.Max(right, points[i]), MathF.Max(bottom, points[i + 1]));
        return new(name, new(left, top, right, bottom));
    }

    /// <summary>The upright box around a box that is turned about a point, clockwise in the image.</summary>
    /// <param name="name">The class's name.</param>
    /// <param name="box">The box before it is turned.</param>
    /// <param name="degrees">The angle.</param>
    /// <param name="x">The point that stays in place, in pixels.</param>
    /// <param name="y">The point that stays in place, in pixels.</param>
    public static ExchangeObject Turned(string name, Box box, float degrees, float x, float y)
    {
        if (degrees == 0) return new(name, box);
        var (sine, cosine) = MathF.SinCos(degrees * MathF.PI / 180);
        var points = new List<float>();
        foreach (var (across, down) in new[] { (box.X1, box.Y1), (box.X2, box.Y1), (box.X2, box.Y2), (box.X1, box.Y2) })
            points.AddRange([x + (across - x) * cosine - (down - y) * sine, y + (across - x) * sine + (down - y) * cosine]);
        return Around(name, points);
    }

    /// <summary>The upright box around an ellipse that is turned about its middle, clockwise in the image.</summary>
    /// <param name="name">The class's name.</param>
    /// <param name="x">The middle, in pixels.</param>
    /// <param name="y">The middle, in pixels.</param>
    /// <param name="across">Half of the width before it is turned, in pixels.</param>
    /// <param name="down">Half of the height before it is turned, in pixels.</param>
    /// <param name="degrees">The angle.</param>
    public static ExchangeObject OfEllipse(string name, float x, float y, float across, float down, float degrees)
    {
        var (sine, cosine) = degrees == 0 ? (0, 1) : MathF.SinCos(degrees * MathF.PI / 180);
        var halfWidth = MathF.Sqrt(across * cosine * across * cosine + down * sine * down * sine);
        var halfHeight = MathF.Sqrt(across * sine * across * sine + down * cosine * down * cosine);
        return new(name, new(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight));
    }
}

/// <summary>One tagged image of another tool.</summary>
/// <param name="Name">Its file name as that tool has it, with or without folders, separated by <c>/</c>.</param>
/// <param name="Width">Its width in pixels; 0 where the file does not say.</param>
/// <param name="Height">Its height in pixels; 0 where the file does not say.</param>
/// <param name="Objects">Its objects; empty where somebody looked and there was none.</param>
/// <param name="Place">Where it stands in the file, for messages.</param>
public sealed record ExchangeImage(string Name, int Width, int Height, IReadOnlyList<ExchangeObject> Objects, string Place)
{
    /// <summary>
    /// The folder of the file with the labels, by which images of the same name in <c>train/</c> and <c>valid/</c> stay apart; empty where it is not known.
    /// </summary>
    public string Beside { get; init; } = "";

    /// <summary>The list that the tool put it in, in the tool's word; null where it does not say.</summary>
    public string? List { get; init; }

    /// <summary>The classes that were looked for, as the file lists them, with objects or without; empty where it does not say.</summary>
    public IReadOnlyList<string> LookedFor { get; init; } = [];

    /// <summary>Why the image cannot be used: a shape that has no box, without which it would seem to show less than it does; else null.</summary>
    public string? Unusable { get; init; }

    /// <summary>The picture itself where the file carries it, as an encoded image file; else null.</summary>
    public byte[]? Picture { get; init; }
}
