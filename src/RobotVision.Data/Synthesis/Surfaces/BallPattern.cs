using System.Numerics;
using RobotVision.Data.Randomness;

namespace RobotVision.Data.Synthesis.Surfaces;

/// <summary>The surface pattern of one ball: a colour for every direction from its centre. Immutable.</summary>
public sealed class BallPattern
{
    static readonly Vector3[] Icosahedron = MakeIcosahedron();
    static readonly Vector3[] Dodecahedron = MakeDodecahedron();

    readonly BallPatternKind _kind;
    readonly BallPatternKind _over, _under;
    readonly Vector3 _base, _ink, _second, _seam;
    readonly float _size, _phase;
    readonly uint _salt;
    readonly Quaternion _rotation;

    /// <summary>Draws a pattern of a kind: colours, sizes and the orientation are random.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="allowed">The kinds that <see cref="BallPatternKind.Mixed"/> may combine; all if it names no other kind.</param>
    public BallPattern(BallPatternKind kind, SceneRandom random, params ReadOnlySpan<BallPatternKind> allowed)
    {
        ArgumentNullException.ThrowIfNull(random);
        _kind = kind;
        _over = Part(random, allowed);
        _under = Part(random, allowed);
        _rotation = random.Orientation();
        _salt = (uint)random.NextBits();
        _size = random.Range(0.8f, 1.25f);
        _phase = random.Range(0, 6.28f);
        _base = PickBase(kind, random);
        var dark = _base.X + _base.Y + _base.Z > 1.2f;
        _ink = random.Chance(0.68f)
            ? random.Grey(dark ? 0.02f : 0.7f, dark ? 0.2f : 0.98f)
            : random.Hue(random.Range(0.5f, 1), random.Range(0.25f, 0.95f));
        _second = random.Chance(0.5f) ? _ink * 0.5f + new Vector3(0.28f) : random.Hue(random.Range(0.3f, 1), random.Range(0.3f, 1));
        _seam = PortableVector.Lerp(_base, _ink, random.Range(0.05f, 0.45f));
    }

    /// <summary>Draws a pattern of the allowed kinds: mostly white with dark marks, sometimes coloured.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="allowed">The allowed kinds; at least one.</param>
    public static BallPattern Random(SceneRandom random, params ReadOnlySpan<BallPatternKind> allowed)
    {
        ArgumentNullException.ThrowIfNull(random);
        var roll = random.Next();
        var kind = roll < 0.2f ? BallPatternKind.Pentagons
            : roll < 0.34f ? BallPatternKind.Mosaic
            : roll < 0.42f ? BallPatternKind.Triangles
            : (BallPatternKind)random.NextInt32(0, (int)BallPatternKind.Mixed + 1);
        if (!allowed.Contains(kind)) kind = allowed[random.NextInt32(0, allowed.Length)];
        return new(kind, random, allowed);
    }

    static BallPatternKind Part(SceneRandom random, ReadOnlySpan<BallPatternKind> allowed)
    {
        if (allowed.IndexOfAnyExcept(BallPatternKind.Mixed) < 0) return (BallPatternKind)random.NextInt32(0, (int)BallPatternKind.Mixed);
        var part = allowed[random.NextInt32(0, allowed.Length)];
        return part == BallPatternKind.Mixed ? allowed[0] : part; // Mixed is the last of them
    }

    /// <summary>The kind.</summary>
    public BallPatternKind Kind => _kind;

    /// <summary>The unlit colour (red, green, blue; 0..1) in a direction of length 1 from the ball's centre.</summary>
    public Vector3 ColorAt(Vector3 direction)
    {
        var p = Vector3.Transform(direction, _rotation);
        if (_kind != BallPatternKind.Mixed) return Paint(_kind, p, _base);
        return Paint(_over, new Vector3(p.Y, p.Z, p.X), Paint(_under, p, _base));
    }

    static Vector3 PickBase(BallPatternKind kind, SceneRandom random)
    {
        if (kind == BallPatternKind.Plain && random.Chance(0.6f) || random.Chance(0.08f))
            return random.Pick(
                new Vector3(0.95f, 0.42f, 0.05f), new Vector3(0.9f, 0.8f, 0.1f), new Vector3(0.85f, 0.15f, 0.1f),
                new Vector3(0.97f, 0.55f, 0.1f), new Vector3(0.75f, 0.9f, 0.2f), random.Hue(0.8f, 0.9f));
        var white = random.Range(0.85f, 1);
        return new Vector3(white, white * random.Range(0.95f, 1), white * random.Range(0.86f, 1));
    }

    Vector3 Paint(BallPatternKind kind, Vector3 p, Vector3 under)
    {
        switch (kind)
        {
            case BallPatternKind.Pentagons:
                {
                    var (near, vertex) = Nearest(Icosahedron, p);
                    if (near > 1 - 0.062f * _size * _size * Rounded(p, vertex, 5, 0.16f)) return _ink;
                    return SeamBetween(Dodecahedron, p) < 0.02f ? _seam : under;
                }
            case BallPatternKind.Mosaic:
                {
                    // Panels of dark blocks with single grey blocks at the rim.
                    var (near, vertex) = Nearest(Octahedron, p);
                    var block = ValueNoise.Space(p * 9, _salt) - 0.5f;
                    var edge = 0.83f - 0.06f * (_size - 1) + 0.09f * MathF.Sin(3 * Around(p, vertex) + _phase) * 0.8f + block * 0.07f;
                    if (near > edge + 0.03f) return ValueNoise.Space(p * 16, _salt + 1) > 0.83f ? _second : _ink;
                    if (near > edge) return block > 0 ? PortableVector.Lerp(_ink, under, 0.45f) : _ink;
                    return near > edge - 0.012f || SeamBetween(Octahedron, p) < 0.012f ? _seam : under;
                }
            case BallPatternKind.Stars:
                {
                    var (near, vertex) = Nearest(Icosahedron, p);
                    return near > 1 - 0.075f * _size * Star(Around(p, vertex)) ? _ink : under;
                }
            case BallPatternKind.Segments:
                var slice = (int)MathF.Floor((MathF.Atan2(p.Y, p.X) / MathF.PI + 1) * (3 + _salt % 2));
                return (slice % 3) switch { 0 => under, 1 => _ink, _ => _salt % 3 == 0 ? under : _second };
            case BallPatternKind.Rings:
                return MathF.Sin(p.Z * 5 * _size + _phase) > 0.35f ? _ink : under;
            case BallPatternKind.Dots:
                return Nearest(Dodecahedron, p).Near > 1 - 0.035f * _size ? _ink : under;
            case BallPatternKind.Volley:
                var size = Vector3.Abs(p);
                var across = size.X > size.Y && size.X > size.Z ? p.Y / size.X : size.Y > size.Z ? p.Z / size.Y : p.X / size.Z;
                var band = (int)MathF.Floor((across + 1) * 1.5f);
                if (MathF.Abs((across + 1) * 1.5f - MathF.Round((across + 1) * 1.5f)) < 0.05f) return _seam;
                return band == 1 ? _ink : _salt % 2 != 0 && band == 0 ? _second : under;
            case BallPatternKind.Caps:
                return Nearest(Octahedron, p).Near > 0.86f - 0.05f * (_size - 1) ? _ink : SeamBetween(Octahedron, p) < 0.02f ? _seam : under;
            case BallPatternKind.Ribbons:
                var wave = MathF.Sin(3 * p.X * _size + 2.2f * MathF.Sin(3 * p.Y + _phase) + 1.7f * p.Z);
                return MathF.Abs(wave) < 0.22f ? _ink : wave > 0.8f ? _second : under;
            case BallPatternKind.Triads:
                {
                    var (near, _) = Nearest(Icosahedron, p);
                    return near < 0.865f + 0.02f * (_size - 1) && near > 0.8f || Nearest(Dodecahedron, p).Near > 0.985f ? _ink : under;
                }
            case BallPatternKind.Blotches:
                return ValueNoise.Space(p * 2.6f * _size + new Vector3(_phase), _salt) > 0.63f ? _ink : under;
            case BallPatternKind.Octants:
                return p.X * p.Y * p.Z > 0 ? under : _ink;
            case BallPatternKind.Tennis:
                return MathF.Abs(p.Z * 0.9f - 0.75f * (p.X * p.X - p.Y * p.Y)) < 0.1f * _size ? _ink : under;
            case BallPatternKind.Triangles:
                {
                    var (near, vertex) = Nearest(Octahedron, p);
                    var angle = Around(p, vertex);
                    if (near > 1 - 0.15f * _size * Rounded(p, vertex, 3, 0.42f)) return _ink;
                    return near < 0.8f && MathF.Abs(MathF.Sin(1.5f * angle)) < 0.09f ? _second : under;
                }
            case BallPatternKind.Propellers:
                {
                    // Two ribbons of different colours beside each other wind away from each point.
                    var (near, vertex) = Nearest(Octahedron, p);
                    var wind = MathF.Sin(2 * Around(p, vertex) + 7 * (1 - near) + _phase);
                    if (near > 0.95f || SeamBetween(Octahedron, p) < 0.03f) return under;
                    return wind > 0.55f ? _ink : wind > 0.3f ? _second : wind > 0.22f ? _seam : under;
                }
            case BallPatternKind.Waves:
                {
                    var (near, vertex) = Nearest(Tetrahedron, p);
                    var edge = 0.8f - 0.06f * (_size - 1) + 0.1f * MathF.Sin(3 * Around(p, vertex) + _phase + 4 * near);
                    if (near > edge) return vertex.X * vertex.Y > 0 ? _ink : _second;
                    return near > edge - 0.025f ? _seam : under;
                }
            default:
                return SeamBetween(Dodecahedron, p) < 0.015f ? _seam : under;
        }
    }

    static readonly Vector3[] Octahedron =
        [Vector3.UnitX, -Vector3.UnitX, Vector3.UnitY, -Vector3.UnitY, Vector3.UnitZ, -Vector3.UnitZ];

    static readonly Vector3[] Tetrahedron =
    [
        Vector3.Normalize(new(1, 1, 1)), Vector3.Normalize(new(1, -1, -1)), Vector3.Normalize(new(-1, 1, -1)), Vector3.Normalize(new(-1, -1, 1)),
    ];

    static float Star(float angle)
    {
        var turn = angle * 5 / (2 * MathF.PI);
        return MathF.Pow(MathF.Abs(turn - MathF.Floor(turn) - 0.5f) * 2, 1.6f) * 1.1f + 0.22f;
    }

    // The squared radius of a polygon with rounded corners, with mean 1, by angle.
    static float Rounded(Vector3 p, Vector3 vertex, int corners, float depth) =>
        1 + depth * MathF.Cos(corners * Around(p, vertex));

    static (float Near, Vector3 Vertex) Nearest(Vector3[] vertices, Vector3 p)
    {
        var (best, vertex) = (-2f, Vector3.UnitX);
        foreach (var candidate in vertices)
        {
            var near = Vector3.Dot(candidate, p);
            if (near > best) (best, vertex) = (near, candidate);
        }
        return (best, vertex);
    }

    static float SeamBetween(Vector3[] vertices, Vector3 p)
    {
        float first = -2, second = -2;
        foreach (var vertex in vertices)
        {
            var near = Vector3.Dot(vertex, p);
            if (near > first) (first, second) = (near, first);
            else if (near > second) second = near;
        }
        return first - second;
    }

    // The angle around a vertex, measured from an axis that respects the icosahedron's symmetry.
    static float Around(Vector3 p, Vector3 vertex)
    {
        var guide = MathF.Abs(vertex.X) < 0.1f ? Vector3.UnitX : MathF.Abs(vertex.Y) < 0.1f ? Vector3.UnitY : Vector3.UnitZ;
        var side = Vector3.Normalize(guide - vertex * Vector3.Dot(guide, vertex));
        return MathF.Atan2(Vector3.Dot(p, Vector3.Cross(vertex, side)), Vector3.Dot(p, side));
    }

    static Vector3[] MakeIcosahedron()
    {
        const float golden = 1.618034f;
        var vertices = new List<Vector3>();
        foreach (var a in (ReadOnlySpan<float>)[-1, 1])
            foreach (var b in (ReadOnlySpan<float>)[-golden, golden])
            {
                vertices.Add(Vector3.Normalize(new(0, a, b)));
                vertices.Add(Vector3.Normalize(new(a, b, 0)));
                vertices.Add(Vector3.Normalize(new(b, 0, a)));
            }
        return [.. vertices];
    }

    // The centres of the icosahedron's twenty faces, found as triples of neighbouring vertices.
    static Vector3[] MakeDodecahedron()
    {
        var vertices = new List<Vector3>();
        for (var i = 0; i < 12; i++)
            for (var j = i + 1; j < 12; j++)
                for (var k = j + 1; k < 12; k++)
                {
                    Vector3 a = Icosahedron[i], b = Icosahedron[j], c = Icosahedron[k];
                    if (Vector3.Dot(a, b) > 0.4f && Vector3.Dot(b, c) > 0.4f && Vector3.Dot(a, c) > 0.4f)
                        vertices.Add(Vector3.Normalize(a + b + c));
                }
        return [.. vertices];
    }
}
