using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RobotVision.Data.Synthesis.Surfaces;

/// <summary>What System.Numerics computes with one rounding on some processors and with two on others; here the same bits on all.</summary>
/// <remarks>
/// A seed's pictures must not depend on the processor. Vector3.Lerp, Vector3.Reflect, Vector2.Lerp and products with matrices multiply and
/// add by an estimate that is fused where the processor can; Transform by a quaternion, Cross, Dot, Length and Normalize do not. Here
/// it is always fused: in one instruction, or by the C library, slower, where a processor has none.
/// </remarks>
static class PortableVector
{
    /// <summary>The vector between two others: the first at 0, the second at 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3 Lerp(Vector3 a, Vector3 b, float part) =>
        MultiplyAdd(a, new(1 - part), b * part);

    /// <summary>A direction as a surface mirrors it.</summary>
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
