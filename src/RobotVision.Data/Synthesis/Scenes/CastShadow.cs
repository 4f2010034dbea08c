using System.Numerics;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>The shadow that one solid casts on the ground in the light of one lamp.</summary>
/// <remarks>
/// Seen along the light a capsule is a stadium: points on the ground are compared with it in the plane perpendicular to the light.
/// Boxes are intersected with the ray towards the lamp; where its path inside is short, at their edges, the shadow is faint.
/// </remarks>
readonly struct CastShadow
{
    // Solids smaller than this cast none: theirs is lost in those of the parts around them. Chosen by eye.
    const float SmallestHalf = 0.025f;

    readonly Solid _solid;
    readonly Vector3 _light, _localLight, _a, _axis;
    readonly float _radius, _soft, _inverseLength;

    CastShadow(Solid solid, ShadowLamp lamp, int lampIndex)
    {
        (_solid, _light, Lamp) = (solid, lamp.Direction, lampIndex);
        _localLight = solid.DirectionToLocal(_light);
        Vector3 a = solid.A, b = solid.B;
        _radius = solid.BoundRadius;
        if (solid.Shape is SolidShape.Cylinder or SolidShape.Cone or SolidShape.Pyramid) _radius *= 0.71f;
        if (solid.Shape == SolidShape.Ellipsoid)
        {
            var inset = Vector3.Normalize(b - a) * MathF.Min(_radius, Vector3.Distance(a, b) / 2);
            (a, b) = (a + inset, b - inset);
        }
        _soft = MathF.Max(0.006f, lamp.Softness * MathF.Max(a.Z, b.Z));
        _a = Across(a);
        _axis = Across(b) - _a;
        _inverseLength = 1 / MathF.Max(1e-9f, _axis.LengthSquared());
        var reach = new Vector3(_light.X, _light.Y, 0) / -_light.Z;
        From = new Vector3(a.X, a.Y, 0) + reach * a.Z;
        To = new Vector3(b.X, b.Y, 0) + reach * b.Z;
        Reach = (solid.BoundRadius + _soft) / _light.Z;
    }

    /// <summary>The lamp's index.</summary>
    public int Lamp { get; }

    /// <summary>Start of the shadow's axis on the ground.</summary>
    public Vector3 From { get; }

    /// <summary>End of the shadow's axis on the ground.</summary>
    public Vector3 To { get; }

    /// <summary>The largest distance of the shadow from its axis, in metres.</summary>
    public float Reach { get; }

    /// <summary>The shadows of all solids that rise above the ground; nets and flat solids cast none.</summary>
    public static CastShadow[] Of(IEnumerable<Solid> solids, IReadOnlyList<ShadowLamp> lamps)
    {
        var shadows = new List<CastShadow>();
        foreach (var solid in solids)
        {
            if (solid.Material.Kind is MaterialKind.Net or MaterialKind.Glowing) continue;
            if (MathF.Max(solid.A.Z, solid.B.Z) + solid.BoundRadius < 0.04f) continue;
            if (solid.BoundRadius + (solid.B - solid.A).Length() / 2 < SmallestHalf) continue;
            for (var i = 0; i < lamps.Count; i++) shadows.Add(new(solid, lamps[i], i));
        }
        return [.. shadows];
    }

    /// <summary>The fraction of the lamp's light that the solid blocks at a point on the ground, 0..1.</summary>
    public float Cover(Vector3 ground)
    {
        if (_solid.Shape == SolidShape.Box)
        {
            var inverse = Vector3.One / _localLight;
            var middle = -_solid.ToLocal(ground) * inverse;
            var half = Vector3.Abs(inverse);
            Vector3 enter = middle - half, leave = middle + half;
            var inside = MathF.Min(leave.X, MathF.Min(leave.Y, leave.Z)) - MathF.Max(0, MathF.Max(enter.X, MathF.Max(enter.Y, enter.Z)));
            return ValueNoise.Step(0, _soft, inside);
        }
        var from = Across(ground) - _a;
        var along = Math.Clamp(Vector3.Dot(from, _axis) * _inverseLength, 0, 1);
        return ValueNoise.Step(_radius + _soft, _radius - _soft, (from - _axis * along).Length());
    }

    Vector3 Across(Vector3 place) => place - _light * Vector3.Dot(place, _light);
}
