using System.Numerics;

namespace RobotVision.Data.Synthesis.Surfaces;

/// <summary>The shape of a decal.</summary>
enum DecalShape { Soft, Patch, Scrap, Star, Pane }

/// <summary>A flat mark on the ground: a shadow, a spot of light, a worn patch, a scrap of paper.</summary>
/// <param name="Shape">
/// Soft fades out; Patch is sprayed; Scrap has hard ragged edges; Star has five to eight thin arms; Pane is a rectangle with sides of 0.7 times
/// the radii from its centre.
/// </param>
/// <param name="Center">Its centre on the ground in metres.</param>
/// <param name="Axis">The direction of its first radius, length 1.</param>
/// <param name="RadiusAlong">Radius along the axis in metres.</param>
/// <param name="RadiusAcross">Radius across the axis in metres.</param>
/// <param name="Color">The colour, or the factor if <paramref name="Multiplies"/> is set.</param>
/// <param name="Opacity">0..1.</param>
/// <param name="Multiplies">Whether the ground's colour is multiplied, as for shadows and light.</param>
/// <param name="Salt">Seed of ragged edges.</param>
readonly record struct GroundDecal(
    DecalShape Shape, Vector2 Center, Vector2 Axis, float RadiusAlong, float RadiusAcross,
    Vector3 Color, float Opacity, bool Multiplies = false, uint Salt = 0)
{
    /// <summary>The contact shadow of an object on the ground.</summary>
    public static GroundDecal Shadow(Vector2 center, float radius, float darkness) =>
        new(DecalShape.Soft, center, Vector2.UnitX, radius, radius, Vector3.Zero, darkness, true);

    /// <summary>Blends the decal over the ground's colour at a point.</summary>
    public Vector3 Over(Vector3 ground, float x, float y)
    {
        var offset = new Vector2(x, y) - Center;
        var u = Vector2.Dot(offset, Axis) / RadiusAlong;
        var v = (offset.Y * Axis.X - offset.X * Axis.Y) / RadiusAcross;
        var squared = u * u + v * v;
        if (squared > 1) return ground;
        var alpha = Opacity * Alpha(u, v, squared, x, y);
        return Multiplies ? ground * PortableVector.Lerp(Vector3.One, Color, alpha) : PortableVector.Lerp(ground, Color, alpha);
    }

    float Alpha(float u, float v, float squared, float x, float y)
    {
        switch (Shape)
        {
            case DecalShape.Soft:
                return (1 - squared) * (1 - squared);
            case DecalShape.Pane:
                return ValueNoise.Step(0.72f, 0.66f, MathF.Max(MathF.Abs(u), MathF.Abs(v)));
            case DecalShape.Patch:
                var grain = ValueNoise.Plane(x * 90, y * 90, Salt) * 0.6f + ValueNoise.Plane(x * 30, y * 30, Salt + 1) * 0.4f;
                return ValueNoise.Step(0.1f, 0.45f, 1.25f - squared * 0.9f - grain);
            case DecalShape.Star:
                var angle = MathF.Atan2(v, u);
                var arms = 5 + Salt % 4;
                return MathF.Sqrt(squared) < 0.25f + 0.7f * MathF.Pow(0.5f + 0.5f * MathF.Cos(angle * arms), 3) ? 1 : 0;
            default:
                return squared < 0.35f + 0.6f * ValueNoise.Plane(u * 1.7f, v * 1.7f, Salt) ? 1 : 0;
        }
    }
}
