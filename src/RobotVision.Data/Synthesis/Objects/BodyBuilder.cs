using System.Numerics;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Objects;

/// <summary>Adds the solids of an object, given in the object's frame (x ahead, y left, z up; metres), to a scene.</summary>
sealed class BodyBuilder(List<Solid> solids, int owner, Vector3 position, Quaternion rotation)
{
    /// <summary>Converts a point from the object's frame to the field frame.</summary>
    public Vector3 ToWorld(Vector3 local) => position + Vector3.Transform(local, rotation);

    public void Capsule(Vector3 a, Vector3 b, float radius, Material material) =>
        solids.Add(Solid.Capsule(ToWorld(a), ToWorld(b), radius, material, owner));

    public void Ellipsoid(Vector3 center, Vector3 radii, Material material, Quaternion? own = null) =>
        solids.Add(Solid.Ellipsoid(ToWorld(center), radii, rotation * (own ?? Quaternion.Identity), material, owner));

    public void Box(Vector3 center, Vector3 halves, Material material, Quaternion? own = null) =>
        solids.Add(Solid.Box(ToWorld(center), halves, rotation * (own ?? Quaternion.Identity), material, owner));

    public void Cylinder(Vector3 center, Vector3 halves, Material material, Quaternion? own = null) =>
        solids.Add(Solid.Cylinder(ToWorld(center), halves, rotation * (own ?? Quaternion.Identity), material, owner));

    /// <summary>A bar with a rectangular cross section between two points.</summary>
    public void Beam(Vector3 a, Vector3 b, float halfWidth, float halfDepth, Material material)
    {
        var along = b - a;
        Box((a + b) / 2, new(halfDepth, halfWidth, along.Length() / 2), material, Between(Vector3.UnitZ, Vector3.Normalize(along)));
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
}
