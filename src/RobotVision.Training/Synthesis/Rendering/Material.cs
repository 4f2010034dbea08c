using System.Numerics;

namespace RobotVision.Training.Synthesis;

/// <summary>How a surface is painted.</summary>
enum MaterialKind { Plain, Mottled, Plates, Stripes, Glowing, Ball, Net, Screen }

/// <summary>What a body's surface looks like. Colours are red, green, blue as displayed, 0..1.</summary>
sealed class Material
{
    /// <summary>The kind of paint.</summary>
    public MaterialKind Kind { get; init; } = MaterialKind.Plain;

    /// <summary>The main colour.</summary>
    public Vector3 Color { get; init; }

    /// <summary>The second colour: of plates, stripes, folds.</summary>
    public Vector3 Second { get; init; }

    /// <summary>The strength of highlights, 0..1.</summary>
    public float Gloss { get; init; }

    /// <summary>Size of the paint's pattern in metres.</summary>
    public float Scale { get; init; } = 0.1f;

    /// <summary>Makes two patterns of a kind differ.</summary>
    public uint Salt { get; init; }

    /// <summary>The ball's pattern, for balls alone.</summary>
    public BallPattern? Pattern { get; init; }

    /// <summary>A plain colour.</summary>
    public static Material Plain(Vector3 color, float gloss = 0) => new() { Color = color, Gloss = gloss };

    /// <summary>Cloth, turf-soiled plastic and the like: a colour with soft spots of a second one.</summary>
    public static Material Mottled(Vector3 color, Vector3 second, float scale, uint salt, float gloss = 0) =>
        new() { Kind = MaterialKind.Mottled, Color = color, Second = second, Scale = scale, Salt = salt, Gloss = gloss };

    /// <summary>The unlit colour at a point of the body.</summary>
    /// <param name="local">The point in the body's own unit coordinates, -1..1.</param>
    /// <param name="world">The point in the world in metres.</param>
    public Vector3 At(Vector3 local, Vector3 world)
    {
        switch (Kind)
        {
            case MaterialKind.Ball:
                return Pattern!.ColorAt(local);
            case MaterialKind.Mottled:
                return Vector3.Lerp(Color, Second, ValueNoise.Space(world / Scale, Salt));
            case MaterialKind.Stripes:
                return MathF.Sin(local.Z * 6 / Scale * 0.1f + Salt) > 0 ? Color : Second;
            case MaterialKind.Plates:
            case MaterialKind.Screen:
                int i = (int)MathF.Floor((local.Y + local.X) * 0.5f / Scale), j = (int)MathF.Floor(local.Z * 0.5f / Scale);
                var hash = ValueNoise.Hash(i, j, Salt);
                return hash > 0.95f && Kind == MaterialKind.Screen
                    ? new Vector3(0.3f, 1, 0.4f)
                    : Vector3.Lerp(Color, Second, hash * hash);
            default:
                return Color;
        }
    }
}
