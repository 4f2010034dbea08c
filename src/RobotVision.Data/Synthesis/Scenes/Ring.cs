using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>The kinds of surfaces around the field.</summary>
enum RingStyle { Boards, Crowd, Wall, Panels, Windows, Shelves, Curtain }

/// <summary>A rectangle of upright surfaces around the field, seen from inside: boards, spectators, walls.</summary>
sealed class Ring
{
    static readonly Vector3[] Skins = [new(0.85f, 0.65f, 0.52f), new(0.7f, 0.5f, 0.38f), new(0.45f, 0.3f, 0.2f), new(0.92f, 0.75f, 0.65f)];

    readonly RingStyle[] _sides = new RingStyle[4];
    readonly Vector3 _color, _second;
    readonly float _cell, _density, _light;
    readonly uint _salt;

    /// <summary>Draws a ring; the four sides may differ in style.</summary>
    public Ring(float halfX, float halfY, float top, SceneRandom random, params ReadOnlySpan<RingStyle> styles)
    {
        (HalfX, HalfY, Top) = (halfX, halfY, top);
        for (var i = 0; i < 4; i++) _sides[i] = random.Pick(styles);
        _salt = (uint)random.NextBits();
        _color = random.Chance(0.65f)
            ? random.Grey(0.3f, 0.95f) * new Vector3(1, random.Range(0.93f, 1), random.Range(0.8f, 1.02f))
            : random.Hue(random.Range(0.05f, 0.35f), random.Range(0.2f, 0.8f));
        _second = random.Chance(0.5f) ? _color * random.Range(0.5f, 0.95f) : random.Hue(0.35f, random.Range(0.2f, 0.9f));
        _cell = random.Range(0.5f, 1.6f);
        // Boards of trade-fair stands are often white, and posts must be distinguishable from them.
        if (styles.Contains(RingStyle.Boards) && random.Chance(0.5f)) _color = random.Grey(0.7f, 1);
        _density = random.Range(0.35f, 1);
        _light = random.Range(0.55f, 1.05f);
    }

    public float HalfX { get; }
    public float HalfY { get; }

    /// <summary>How bright daylight in its windows is; 1 is white.</summary>
    public float Glow { get; init; } = 1;

    /// <summary>Height of the upper edge in metres.</summary>
    public float Top { get; }

    /// <summary>The sides with spectators, in pieces of a few metres: where each begins and ends on the ground.</summary>
    public IEnumerable<(Vector2 From, Vector2 To)> Crowds()
    {
        const float piece = 3;
        for (var side = 0; side < 4; side++)
        {
            if (_sides[side] != RingStyle.Crowd) continue;
            var along = side < 2 ? HalfY : HalfX;
            for (var at = -along; at < along; at += piece)
            {
                Vector2 Point(float s) => side switch { 0 => new(HalfX, s), 1 => new(-HalfX, s), 2 => new(s, HalfY), _ => new(s, -HalfY) };
                yield return (Point(at), Point(MathF.Min(along, at + piece)));
            }
        }
    }

    /// <summary>The colour of the ring along a ray; false if the ray misses it.</summary>
    public bool TryHit(Vector3 origin, Vector3 direction, float limit, out Vector3 color)
    {
        color = default;
        var tx = ((direction.X > 0 ? HalfX : -HalfX) - origin.X) / direction.X;
        var ty = ((direction.Y > 0 ? HalfY : -HalfY) - origin.Y) / direction.Y;
        var along = tx < ty;
        var distance = along ? tx : ty;
        if (!(distance > 0 && distance < limit)) return false;
        var z = origin.Z + distance * direction.Z;
        if (z > Top || z < 0) return false;
        var side = along ? direction.X > 0 ? 0 : 1 : direction.Y > 0 ? 2 : 3;
        var s = along ? origin.Y + distance * direction.Y : origin.X + distance * direction.X;
        return TryPaint(_sides[side], s + 50, z, _salt + (uint)side * 101, out color);
    }

    bool TryPaint(RingStyle style, float s, float z, uint salt, out Vector3 color)
    {
        switch (style)
        {
            case RingStyle.Crowd:
                if (!TryCrowd(s, z, salt, out color)) return false;
                break;
            case RingStyle.Boards:
                color = Boards(s, z, salt);
                break;
            case RingStyle.Panels:
                var panel = s / _cell;
                color = _color * (0.9f + 0.2f * ValueNoise.Plane(s * 6, z * 0.7f, salt));
                if (panel - MathF.Floor(panel) < 0.012f / _cell + 0.008f || MathF.Abs(z - 1.1f) < 0.006f && salt % 2 == 0) color *= 0.4f;
                if (salt % 3 == 0 && panel - MathF.Floor(panel) is > 0.94f and < 0.99f) color = new(0.75f); // a strip of aluminium
                var handle = panel - MathF.Floor(panel) - 0.9f;
                if (MathF.Abs(handle) < 0.02f && MathF.Abs(z - 0.95f) < 0.1f) color = new(0.25f);
                break;
            case RingStyle.Windows:
                color = Signs(s, z, salt);
                var pane = new Vector2(s / 1.3f, (z - 0.9f) / 1.2f);
                if (pane.Y is > 0.08f and < 0.92f && pane.X - MathF.Floor(pane.X) is > 0.07f and < 0.93f)
                {
                    var blind = z * 18 - MathF.Floor(z * 18);
                    color = salt % 3 == 0 ? new Vector3(0.45f, 0.65f, 0.9f) * (blind < 0.5f ? 1.1f : 0.7f) : new Vector3(1, 1.02f, 1.05f);
                    color *= Glow / _light;
                }
                break;
            case RingStyle.Curtain:
                color = _color * ((0.12f + 0.2f * _density) * (0.75f + 0.25f * MathF.Sin(s * 17 + 3 * ValueNoise.Plane(s * 2, z * 0.3f, salt))));
                break;
            case RingStyle.Shelves:
                color = Shelves(s, z, salt);
                break;
            default:
                color = Signs(s, z, salt);
                break;
        }
        // A skirting board along the foot of walls.
        if (z < 0.09f && style is RingStyle.Wall or RingStyle.Windows && salt % 4 != 0) color *= 0.12f;
        color *= _light;
        return true;
    }

    Vector3 Boards(float s, float z, uint salt)
    {
        var panel = (int)MathF.Floor(s / _cell);
        var inside = s / _cell - panel;
        var color = _color * (0.9f + 0.1f * ValueNoise.Plane(s, z * 3, salt));
        if (inside < 0.02f || z > Top * 0.95f) return color * 0.5f;
        var hash = ValueNoise.Hash(panel, 1, salt);
        if (hash > 0.55f || MathF.Abs(inside - 0.5f) > 0.3f || MathF.Abs(z / Top - 0.55f) > 0.25f) return color;
        // A sign: its area in one colour, its text as hashed blocks.
        var ink = ValueNoise.Hash((int)(inside * 40), (int)(z / Top * 9), salt + (uint)panel) > 0.5f && MathF.Abs(z / Top - 0.55f) < 0.1f;
        return ink ? new Vector3(0.95f) : HashColor(panel, salt);
    }

    Vector3 Signs(float s, float z, uint salt)
    {
        var color = PortableVector.Lerp(_color, _second, 0.5f * ValueNoise.Plane(s * 0.4f, z * 0.5f, salt));
        if (salt % 2 == 0) color *= MathF.Sin(z * 40) > 0.9f ? 0.85f : 1;
        int i = (int)MathF.Floor(s / 1.7f), j = (int)MathF.Floor(z / 1.4f);
        float u = s / 1.7f - i, v = z / 1.4f - j;
        var hash = ValueNoise.Hash(i, j, salt + 3);
        if (hash > 0.25f || MathF.Abs(u - 0.5f) > 0.15f + 0.5f * hash || MathF.Abs(v - 0.5f) > 0.4f - 0.5f * hash) return color;
        if (ValueNoise.Hash((int)(u * 23), (int)(v * 17), salt + (uint)(i * 31 + j)) > 0.7f) return HashColor(i + 7, salt + (uint)j);
        return HashColor(i, salt + (uint)j);
    }

    static Vector3 Shelves(float s, float z, uint salt)
    {
        var shelf = (int)MathF.Floor(z / 0.38f);
        var within = z / 0.38f - shelf;
        if (within < 0.08f) return new(0.35f);
        var slot = s * 3.1f + ValueNoise.Hash(shelf, 0, salt);
        var item = (int)MathF.Floor(slot);
        var hash = ValueNoise.Hash(item, shelf, salt);
        if (within > 0.2f + 0.75f * hash) return new(0.1f);
        var color = hash is > 0.3f and < 0.55f ? new Vector3(0.6f + hash * 0.5f) : HashColor(item, salt + (uint)shelf);
        return color * (0.6f + 0.6f * ValueNoise.Plane(s * 12, z * 12, salt));
    }

    bool TryCrowd(float s, float z, uint salt, out Vector3 color)
    {
        color = default;
        for (var row = 0; row < 3; row++)
        {
            var width = 0.52f + 0.05f * row;
            var shifted = s / width + row * 0.37f;
            var first = (int)MathF.Floor(shifted);
            for (var step = 0; step < 2; step++)
            {
                var index = first + (step == 0 ? 0 : shifted - first > 0.5f ? 1 : -1);
                if (ValueNoise.Hash(index, row, salt) > _density) continue;
                var across = (shifted - index - 0.5f + (ValueNoise.Hash(index, row, salt + 1) - 0.5f) * 0.4f) * width;
                if (TrySpectator(across, z, index, salt + (uint)row * 977, row, out color)) return true;
            }
        }
        return false;
    }

    static bool TrySpectator(float x, float z, int index, uint salt, int row, out Vector3 color)
    {
        color = default;
        if (MathF.Abs(x) > 0.33f) return false; // beyond the arms of the widest spectator
        var size = row == 0 ? 0.62f + 0.35f * ValueNoise.Hash(index, 2, salt) : 0.9f + 0.2f * ValueNoise.Hash(index, 2, salt);
        var lift = row * 0.12f;
        z = (z - lift) / (1.72f * size); // 0 at the soles, 1 at the crown
        if (z is < 0 or > 1) return false;
        x /= 0.9f + 0.2f * ValueNoise.Hash(index, 3, salt);
        var shade = 0.75f + 0.4f * ValueNoise.Plane(x * 14, z * 12 + index, salt);
        var skin = Skins[ValueNoise.Bits(index, 4, salt) % 4];
        float headX = x / 0.1f, headZ = (z - 0.93f) / 0.075f;
        if (headX * headX + headZ * headZ < 1)
        {
            var hair = headZ > 0.25f + 0.5f * (ValueNoise.Hash(index, 5, salt) - 0.5f) || MathF.Abs(headX) > 0.8f;
            color = (hair ? new Vector3(0.16f, 0.12f, 0.1f) : skin) * shade;
            return true;
        }
        var arm = 0.24f + 0.05f * MathF.Sin(z * 20 + index);
        if (z is > 0.5f and < 0.86f && MathF.Abs(x) < (z > 0.8f ? 0.15f : arm))
        {
            var bare = MathF.Abs(x) > 0.17f && z < 0.68f;
            color = (bare ? skin : Clothes(index, 6, salt)) * shade;
            return true;
        }
        if (z <= 0.5f && MathF.Abs(MathF.Abs(x) - 0.09f) < 0.075f)
        {
            color = z < 0.055f ? ValueNoise.Hash(index, 9, salt) > 0.6f ? new Vector3(0.9f) : new Vector3(0.15f) : Clothes(index, 7, salt) * 0.8f * shade;
            return true;
        }
        return false;
    }

    static Vector3 Clothes(int index, int part, uint salt)
    {
        var roll = ValueNoise.Hash(index, part, salt);
        return roll < 0.38f ? new Vector3(0.06f + 0.3f * roll)
            : roll < 0.6f ? new Vector3(roll + 0.32f)
            : roll < 0.68f ? new(0.8f, 0.12f, 0.1f)
            : HashColor(index, salt + (uint)part) * 0.75f;
    }

    static Vector3 HashColor(int index, uint salt)
    {
        var bits = ValueNoise.Bits(index, 77, salt);
        var color = new Vector3((bits & 255) / 255f, (bits >> 8 & 255) / 255f, (bits >> 16 & 255) / 255f);
        return PortableVector.Lerp(new((color.X + color.Y + color.Z) / 3), color, (bits >> 24) / 320f);
    }
}
