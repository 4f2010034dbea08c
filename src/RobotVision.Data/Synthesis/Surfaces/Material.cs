using System.Numerics;

namespace RobotVision.Data.Synthesis.Surfaces;

/// <summary>The kinds of surfaces.</summary>
enum MaterialKind { Plain, Mottled, Plates, Stripes, Glowing, Ball, Net, Screen, Stickers, Numbered }

/// <summary>The appearance of a solid's surface. Colours are red, green, blue as displayed, 0..1.</summary>
sealed class Material
{
    /// <summary>The kind of surface.</summary>
    public MaterialKind Kind { get; init; } = MaterialKind.Plain;

    /// <summary>The main colour.</summary>
    public Vector3 Color { get; init; }

    /// <summary>The second colour, of plates, stripes and spots.</summary>
    public Vector3 Second { get; init; }

    /// <summary>The strength of highlights, 0..1.</summary>
    public float Gloss { get; init; }

    /// <summary>Size of the surface's pattern in metres.</summary>
    public float Scale { get; init; } = 0.1f;

    /// <summary>Seed of the surface's pattern.</summary>
    public uint Salt { get; init; }

    /// <summary>The ball's pattern, for balls only.</summary>
    public BallPattern? Pattern { get; init; }

    /// <summary>A plain colour.</summary>
    public static Material Plain(Vector3 color, float gloss = 0) => new() { Color = color, Gloss = gloss };

    /// <summary>A colour with soft spots of a second one, as on cloth or dirty plastic.</summary>
    public static Material Mottled(Vector3 color, Vector3 second, float scale, uint salt, float gloss = 0) =>
        new() { Kind = MaterialKind.Mottled, Color = color, Second = second, Scale = scale, Salt = salt, Gloss = gloss };

    /// <summary>The unlit colour at a point of the solid.</summary>
    /// <param name="local">The point in the solid's unit coordinates, -1..1.</param>
    /// <param name="world">The point in the field frame in metres.</param>
    public Vector3 At(Vector3 local, Vector3 world)
    {
        switch (Kind)
        {
            case MaterialKind.Ball:
                return Pattern!.ColorAt(local);
            case MaterialKind.Mottled:
                return PortableVector.Lerp(Color, Second, ValueNoise.Space(world / Scale, Salt));
            case MaterialKind.Stripes:
                return MathF.Sin(local.Z * 6 / Scale * 0.1f + Salt) > 0 ? Color : Second;
            case MaterialKind.Plates:
            case MaterialKind.Screen:
                int i = (int)MathF.Floor((local.Y + local.X) * 0.5f / Scale), j = (int)MathF.Floor(local.Z * 0.5f / Scale);
                var hash = ValueNoise.Hash(i, j, Salt);
                return hash > 0.95f && Kind == MaterialKind.Screen
                    ? new Vector3(0.3f, 1, 0.4f)
                    : PortableVector.Lerp(Color, Second, hash * hash);
            case MaterialKind.Stickers:
                return Sticker(local);
            case MaterialKind.Numbered:
                return IsDigit(MathF.CopySign(local.Y, local.X * local.Y), local.Z) ? Second : Color;
            default:
                return Color;
        }
    }

    // The digits of a number, 3 by 5 cells each, from the uppermost row; the lowest bit is the right cell of the lowest row.
    static readonly ushort[] Digits = [0x7B6F, 0x2C97, 0x73E7, 0x73CF, 0x5BC9, 0x79CF, 0x79EF, 0x7249, 0x7BEF, 0x7BCF];

    // Whether a point of the front or back shows the number in Salt; across and up are -1..1, across to the viewer's right.
    bool IsDigit(float across, float up)
    {
        var (count, width) = Salt > 9 ? (2, Scale * 0.9f) : (1, Scale * 0.6f);
        float x = (across + width) / (2 * width), y = (Scale + 0.1f - up) / (2 * Scale);
        if (x is < 0 or >= 1 || y is < 0 or >= 1) return false;
        var place = (int)(x * count);
        var digit = place == count - 1 ? Salt % 10 : Salt / 10;
        var column = (int)((x * count - place) * 3.7f);
        return column < 3 && (Digits[digit] >> (14 - (int)(y * 5) * 3 - column) & 1) != 0;
    }

    // Each side of a box, or the unrolled round wall, is divided into cells; some of them carry a sticker with text or a number.
    Vector3 Sticker(Vector3 local)
    {
        var size = Vector3.Abs(local);
        if (size.Z > size.X && size.Z > size.Y) return Color;
        var flat = MathF.Max(size.X, size.Y) > 0.999f && MathF.Min(size.X, size.Y) < 0.999f && local.X * local.X + local.Y * local.Y > 1.001f;
        var side = flat ? size.X > size.Y ? local.X > 0 ? 0 : 1 : local.Y > 0 ? 2 : 3 : 4;
        float across = !flat ? MathF.Atan2(local.Y, local.X) * 1.27f : size.X > size.Y ? local.Y : local.X, up = local.Z;
        float u = (across + 1) / (2 * Scale), v = (up + 1) / (1.6f * Scale);
        int i = (int)MathF.Floor(u), j = (int)MathF.Floor(v);
        var salt = Salt + (uint)side * 53;
        var hash = ValueNoise.Hash(i, j, salt);
        if (hash > 0.6f) return Color;
        float x = (u - i - 0.5f) / (0.2f + 0.5f * hash), y = (v - j - 0.5f) / (0.12f + 0.55f * ValueNoise.Hash(i, j, salt + 1));
        if (MathF.Abs(x) > 1 || MathF.Abs(y) > 1) return Color;
        var ink = MathF.Abs(x) < 0.8f && MathF.Abs(y) < 0.7f && ValueNoise.Hash((int)((x + 1) * (3 + 6 * hash)), (int)((y + 1) * 2.5f), salt + 2) > 0.5f;
        var paper = hash < 0.35f ? Second : new Vector3(0.9f) - Second * 0.3f;
        return ink ? paper.Y > 0.5f ? new Vector3(0.08f) : new(0.92f) : paper;
    }
}
