using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RobotVision.Data.Synthesis.Surfaces;

/// <summary>Value noise for textures: interpolated hashes of lattice points, 0..1.</summary>
static class ValueNoise
{
    const uint FactorX = 0x8DA6B343, FactorY = 0xD8163841, FactorSalt = 0xCB1AB31F, FirstMix = 0x2C1B3C6D, SecondMix = 0x297A2D39;

    /// <summary>A uniformly distributed hash of integers, 0..1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Hash(int x, int y, uint salt) => (Bits(x, y, salt) >> 8) * (1f / (1 << 24));

    /// <summary>A uniformly distributed hash of integers, 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(int x, int y, uint salt)
    {
        var h = (uint)x * FactorX ^ (uint)y * FactorY ^ salt * FactorSalt;
        h = (h ^ (h >> 15)) * FirstMix;
        h = (h ^ (h >> 12)) * SecondMix;
        return h ^ (h >> 15);
    }

    /// <summary>Smooth noise over the plane; one lattice cell is 1 wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Plane(float x, float y, uint salt)
    {
        float floorX = MathF.Floor(x), floorY = MathF.Floor(y);
        float u = Ease(x - floorX), v = Ease(y - floorY);
        // The hashes of the four corners at once, those on the left first.
        var h = Vector128.Create((uint)(int)floorX * FactorX) + Vector128.Create(0, 0, FactorX, FactorX)
            ^ Vector128.Create((uint)(int)floorY * FactorY) + Vector128.Create(0, FactorY, 0, FactorY)
            ^ Vector128.Create(salt * FactorSalt);
        h = (h ^ h >>> 15) * Vector128.Create(FirstMix);
        h = (h ^ h >>> 12) * Vector128.Create(SecondMix);
        h ^= h >>> 15;
        var corners = Vector128.ConvertToSingle((h >>> 8).AsInt32()) * (1f / (1 << 24));
        var right = Vector128.Shuffle(corners, Vector128.Create(2, 3, 2, 3));
        var across = corners + (right - corners) * u;
        return Lerp(across.GetElement(0), across.GetElement(1), v);
    }

    /// <summary>Smooth noise in space; one lattice cell is 1 wide.</summary>
    public static float Space(Vector3 p, uint salt)
    {
        var k = (int)MathF.Floor(p.Z);
        var w = Ease(p.Z - k);
        var near = salt + (uint)k * 7919u;
        return Lerp(Plane(p.X, p.Y, near), Plane(p.X, p.Y, near + 7919u), w);
    }

    /// <summary>0 below the first edge, 1 above the second, smooth between.</summary>
    public static float Step(float low, float high, float x)
    {
        var t = Math.Clamp((x - low) / (high - low), 0, 1);
        return t * t * (3 - 2 * t);
    }

    static float Ease(float t) => t * t * (3 - 2 * t);

    static float Lerp(float a, float b, float t) => a + (b - a) * t;
}
