using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RobotVision.Data.Synthesis.Surfaces;

/// <summary>Vector operations with the same result on every processor.</summary>
/// <remarks>
/// The images of a seed must not depend on the processor. In System.Numerics Vector3.Lerp, Vector3.Reflect, Vector2.Lerp and products with
/// matrices use a multiply-add estimate that is fused (one rounding) only if the processor supports it; Transform by a quaternion, Cross,
/// Dot, Length and Normalize do not. Here it is always fused: by one instruction, or slower by the C library.
/// </remarks>
static class PortableVector
{
    /// <summary>The vector between two others: the first at 0, the second at 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3 Lerp(Vector3 a, Vector3 b, float part) =>
        MultiplyAdd(a, new(1 - part), b * part);

    /// <summary>Reflects a direction at a surface.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3 Reflect(Vector3 direction, Vector3 normal)
    {
        var dot = Vector3.Dot(direction, normal);
        return MultiplyAdd(new(-(dot + dot)), normal, direction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector3 MultiplyAdd(Vector3 a, Vector3 b, Vector3 c) =>
        Vector128.FusedMultiplyAdd(a.AsVector128Unsafe(), b.AsVector128Unsafe(), c.AsVector128Unsafe()).AsVector3();
}
