using System.Numerics;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>The shapes of solids.</summary>
enum SolidShape { Ellipsoid, Box, Capsule, Cylinder, Cone, Pyramid }

/// <summary>One solid in the field frame; metres, z up. Immutable.</summary>
/// <remarks>
/// Ellipsoids, boxes and cylinders are the unit sphere, the cube -1..1 and the upright unit cylinder -1..1 under
/// <c>local = (RowX, RowY, RowZ) (world - Center)</c>; cones and pyramids are cylinders and boxes that are <see cref="Taper"/> times as wide
/// at local z = 1 as at z = -1, where their half width is 1;
/// a capsule is the set of points within <see cref="Radius"/> of the segment from <see cref="A"/> to <see cref="B"/>.
/// </remarks>
sealed class Solid
{
    Solid(SolidShape shape, Material material, int owner) => (Shape, Material, Owner) = (shape, material, owner);

    public SolidShape Shape { get; }

    public Material Material { get; }

    /// <summary>The index of the object it belongs to; -1 for scenery.</summary>
    public int Owner { get; }

    public Vector3 Center { get; private init; }
    public Vector3 RowX { get; private init; }
    public Vector3 RowY { get; private init; }
    public Vector3 RowZ { get; private init; }
    public Vector3 A { get; private init; }
    public Vector3 B { get; private init; }
    public float Radius { get; private init; }

    /// <summary>Width of the upper end of a cone or pyramid as a multiple of the lower end's; 1 for other shapes.</summary>
    public float Taper { get; private init; } = 1;

    /// <summary>Radius of the spheres along A-B that together enclose the solid.</summary>
    public float BoundRadius { get; private init; }

    public static Solid Capsule(Vector3 a, Vector3 b, float radius, Material material, int owner) =>
        new(SolidShape.Capsule, material, owner) { A = a, B = b, Radius = radius, BoundRadius = radius, Center = (a + b) / 2 };

    public static Solid Ellipsoid(Vector3 center, Vector3 radii, Quaternion rotation, Material material, int owner) =>
        Make(SolidShape.Ellipsoid, center, radii, rotation, material, owner);

    public static Solid Box(Vector3 center, Vector3 halves, Quaternion rotation, Material material, int owner) =>
        Make(SolidShape.Box, center, halves, rotation, material, owner);

    public static Solid Cylinder(Vector3 center, Vector3 halves, Quaternion rotation, Material material, int owner) =>
        Make(SolidShape.Cylinder, center, halves, rotation, material, owner);

    /// <summary>A truncated cone with an elliptic cross section; the half widths x and y are those of the lower end.</summary>
    public static Solid Cone(Vector3 center, Vector3 halves, float taper, Quaternion rotation, Material material, int owner) =>
        Make(SolidShape.Cone, center, halves, rotation, material, owner, taper);

    /// <summary>A truncated pyramid with a rectangular cross section; the half widths x and y are those of the lower end.</summary>
    public static Solid Pyramid(Vector3 center, Vector3 halves, float taper, Quaternion rotation, Material material, int owner) =>
        Make(SolidShape.Pyramid, center, halves, rotation, material, owner, taper);

    static Solid Make(SolidShape shape, Vector3 center, Vector3 halves, Quaternion rotation, Material material, int owner, float taper = 1)
    {
        var wide = new Vector3(MathF.Max(1, taper), MathF.Max(1, taper), 1) * halves;
        var x = Vector3.Transform(Vector3.UnitX, rotation);
        var y = Vector3.Transform(Vector3.UnitY, rotation);
        var z = Vector3.Transform(Vector3.UnitZ, rotation);
        // The bound is a capsule along the longest axis, which is tight for long boards too.
        var (axis, length, a, b) = wide.X >= wide.Y && wide.X >= wide.Z ? (x, wide.X, wide.Y, wide.Z)
            : wide.Y >= wide.Z ? (y, wide.Y, wide.X, wide.Z) : (z, wide.Z, wide.X, wide.Y);
        var thickness = shape != SolidShape.Ellipsoid ? MathF.Sqrt(a * a + b * b) : MathF.Max(a, b);
        return new(shape, material, owner)
        {
            Center = center,
            RowX = x / halves.X,
            RowY = y / halves.Y,
            RowZ = z / halves.Z,
            A = center - axis * length,
            B = center + axis * length,
            BoundRadius = thickness,
            Taper = taper,
        };
    }

    /// <summary>Converts a point to the solid's unit coordinates.</summary>
    public Vector3 ToLocal(Vector3 world) => DirectionToLocal(world - Center);

    /// <summary>Converts a direction to the solid's unit coordinates; its length changes.</summary>
    public Vector3 DirectionToLocal(Vector3 direction) =>
        new(Vector3.Dot(RowX, direction), Vector3.Dot(RowY, direction), Vector3.Dot(RowZ, direction));

    /// <summary>The outward normal at a point of the surface, length 1.</summary>
    public Vector3 Normal(Vector3 world)
    {
        if (Shape == SolidShape.Capsule)
        {
            var axis = B - A;
            var along = Math.Clamp(Vector3.Dot(world - A, axis) / MathF.Max(1e-9f, axis.LengthSquared()), 0, 1);
            return Vector3.Normalize(world - A - axis * along);
        }
        var p = ToLocal(world);
        if (Shape == SolidShape.Ellipsoid) return Vector3.Normalize(RowX * p.X + RowY * p.Y + RowZ * p.Z);
        if (Shape == SolidShape.Cylinder)
            return p.X * p.X + p.Y * p.Y >= p.Z * p.Z ? Vector3.Normalize(RowX * p.X + RowY * p.Y) : Vector3.Normalize(RowZ) * MathF.Sign(p.Z);
        if (Shape == SolidShape.Cone) return ConeNormal(p);
        var size = Vector3.Abs(p);
        if (Shape == SolidShape.Pyramid)
        {
            var slope = (Taper - 1) / 2;
            var width = (Taper + 1) / 2 + slope * p.Z;
            if (size.Z < 0.9995f || MathF.Max(size.X, size.Y) > width * 0.999f)
                return size.X >= size.Y
                    ? Vector3.Normalize(RowX * MathF.Sign(p.X) - RowZ * slope)
                    : Vector3.Normalize(RowY * MathF.Sign(p.Y) - RowZ * slope);
            return Vector3.Normalize(RowZ) * MathF.Sign(p.Z);
        }
        return size.X >= size.Y && size.X >= size.Z ? Vector3.Normalize(RowX) * MathF.Sign(p.X)
            : size.Y >= size.Z ? Vector3.Normalize(RowY) * MathF.Sign(p.Y) : Vector3.Normalize(RowZ) * MathF.Sign(p.Z);
    }

    Vector3 ConeNormal(Vector3 p)
    {
        var slope = (Taper - 1) / 2;
        var width = (Taper + 1) / 2 + slope * p.Z;
        return MathF.Abs(p.Z) > 0.9995f && p.X * p.X + p.Y * p.Y < width * width * 0.998f
            ? Vector3.Normalize(RowZ) * MathF.Sign(p.Z)
            : Vector3.Normalize(RowX * p.X + RowY * p.Y - RowZ * (slope * width));
    }
}
