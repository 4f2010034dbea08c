using System.Numerics;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Bodies;

/// <summary>Adds the solids of an object, given in the object's frame (x ahead, y left, z up; metres), to a scene.</summary>
/// <param name="solids">The scene's solids.</param>
/// <param name="owner">The object's index in the scene; -1 for scenery.</param>
/// <param name="position">The origin of the object's frame on the field.</param>
/// <param name="rotation">The orientation of the object's frame on the field.</param>
/// <param name="finest">Solids that are smaller than this in every direction are left out, in metres: far ones would be invisible.</param>
sealed class BodyBuilder(List<Solid> solids, int owner, Vector3 position, Quaternion rotation, float finest = 0)
{
    static readonly Quaternion AlongX = Quaternion.CreateFromAxisAngle(Vector3.UnitY, MathF.PI / 2);
    static readonly Quaternion AlongY = Quaternion.CreateFromAxisAngle(Vector3.UnitX, MathF.PI / 2);

    /// <summary>A builder for a part of the object with a frame of its own.</summary>
    /// <param name="origin">The origin of the part's frame, in this frame.</param>
    /// <param name="own">The orientation of the part's frame in this frame.</param>
    public BodyBuilder Part(Vector3 origin, Quaternion own) => new(solids, owner, ToWorld(origin), rotation * own, finest);

    /// <summary>Converts a point from the object's frame to the field frame.</summary>
    public Vector3 ToWorld(Vector3 local) => position + Vector3.Transform(local, rotation);

    public void Capsule(Vector3 a, Vector3 b, float radius, Material material)
    {
        if (radius + (b - a).Length() / 2 >= finest) solids.Add(Solid.Capsule(ToWorld(a), ToWorld(b), radius, material, owner));
    }

    public void Ellipsoid(Vector3 center, Vector3 radii, Material material, Quaternion? own = null)
    {
        if (IsSeen(radii)) solids.Add(Solid.Ellipsoid(ToWorld(center), radii, rotation * (own ?? Quaternion.Identity), material, owner));
    }

    public void Box(Vector3 center, Vector3 halves, Material material, Quaternion? own = null)
    {
        if (IsSeen(halves)) solids.Add(Solid.Box(ToWorld(center), halves, rotation * (own ?? Quaternion.Identity), material, owner));
    }

    public void Cylinder(Vector3 center, Vector3 halves, Material material, Quaternion? own = null)
    {
        if (IsSeen(halves)) solids.Add(Solid.Cylinder(ToWorld(center), halves, rotation * (own ?? Quaternion.Identity), material, owner));
    }

    /// <summary>A truncated cone whose upper end is <paramref name="taper"/> times as wide as the lower one.</summary>
    public void Cone(Vector3 center, Vector3 halves, float taper, Material material, Quaternion? own = null)
    {
        if (IsSeen(halves)) solids.Add(Solid.Cone(ToWorld(center), halves, taper, rotation * (own ?? Quaternion.Identity), material, owner));
    }

    /// <summary>A truncated pyramid whose upper end is <paramref name="taper"/> times as wide as the lower one.</summary>
    public void Pyramid(Vector3 center, Vector3 halves, float taper, Material material, Quaternion? own = null)
    {
        if (IsSeen(halves)) solids.Add(Solid.Pyramid(ToWorld(center), halves, taper, rotation * (own ?? Quaternion.Identity), material, owner));
    }

    /// <summary>A flat round disc that faces ahead.</summary>
    public void DiscAhead(Vector3 center, float radius, float halfThickness, Material material) =>
        Cylinder(center, new(radius, radius, halfThickness), material, AlongX);

    /// <summary>A flat round disc that faces sideways.</summary>
    public void DiscAside(Vector3 center, float radius, float halfThickness, Material material) =>
        Cylinder(center, new(radius, radius, halfThickness), material, AlongY);

    /// <summary>A bar with a rectangular cross section between two points.</summary>
    public void Beam(Vector3 a, Vector3 b, float halfWidth, float halfDepth, Material material)
    {
        var along = b - a;
        Box((a + b) / 2, new(halfDepth, halfWidth, along.Length() / 2), material, Between(Vector3.UnitZ, Vector3.Normalize(along)));
    }

    /// <summary>A tube bent into part of a circle.</summary>
    /// <param name="center">The circle's centre in the object's frame.</param>
    /// <param name="radius">The circle's radius in metres.</param>
    /// <param name="thickness">The tube's radius in metres.</param>
    /// <param name="start">The start angle on the circle, in radians.</param>
    /// <param name="sweep">The length of the arc, in radians.</param>
    /// <param name="material">Its material.</param>
    public void CurvedTube(Vector3 center, float radius, float thickness, float start, float sweep, Material material)
    {
        const int pieces = 5;
        Vector3 Point(int i)
        {
            var angle = start + sweep * i / pieces;
            return center + new Vector3(MathF.Cos(angle), MathF.Sin(angle) * 0.6f, MathF.Sin(angle) * 0.8f) * radius;
        }
        for (var i = 0; i < pieces; i++) Capsule(Point(i), Point(i + 1), thickness, material);
    }

    /// <summary>The shortest rotation from one direction to another.</summary>
    public static Quaternion Between(Vector3 from, Vector3 to)
    {
        var dot = Vector3.Dot(from, to);
        if (dot < -0.9999f) return Quaternion.CreateFromAxisAngle(Vector3.UnitX, MathF.PI);
        return Quaternion.Normalize(new Quaternion(Vector3.Cross(from, to), 1 + dot));
    }

    /// <summary>A rotation about the vertical axis.</summary>
    public static Quaternion Heading(float yaw) => Quaternion.CreateFromAxisAngle(Vector3.UnitZ, yaw);

    bool IsSeen(Vector3 halves) => MathF.Max(halves.X, MathF.Max(halves.Y, halves.Z)) >= finest;
}
