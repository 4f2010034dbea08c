using System.Numerics;
using System.Runtime.CompilerServices;

namespace RobotVision.Training.Synthesis;

/// <summary>Cheap noise of hashed lattice values, 0..1, for textures.</summary>
static class ValueNoise
{
    /// <summary>An even hash of whole numbers, 0..1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Hash(int x, int y, uint salt) => (Bits(x, y, salt) >> 8) * (1f / (1 << 24));

    /// <summary>An even hash of whole numbers, 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(int x, int y, uint salt)
    {
        var h = (uint)x * 0x8DA6B343u ^ (uint)y * 0xD8163841u ^ salt * 0xCB1AB31Fu;
        h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
        h = (h ^ (h >> 12)) * 0x297A2D39u;
        return h ^ (h >> 15);
    }

    /// <summary>Smooth noise over the plane; one lattice cell is 1 wide.</summary>
    public static float Plane(float x, float y, uint salt)
    {
        float floorX = MathF.Floor(x), floorY = MathF.Floor(y);
        int i = (int)floorX, j = (int)floorY;
        float u = Ease(x - floorX), v = Ease(y - floorY);
        float low = Lerp(Hash(i, j, salt), Hash(i + 1, j, salt), u);
        return Lerp(low, Lerp(Hash(i, j + 1, salt), Hash(i + 1, j + 1, salt), u), v);
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
