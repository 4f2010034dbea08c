using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>The surroundings of the field: rings of walls, boards and spectators, and a ceiling with lamps.</summary>
sealed class Hall
{
    readonly Ring[] _rings;
    readonly Vector3 _ceiling;
    readonly float _height, _lampX, _lampY, _lampLength, _lampWidth, _beam;
    readonly bool _round;
    readonly uint _salt;

    /// <summary>Draws a hall around a field.</summary>
    /// <param name="layout">The field.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="isBacklit">Whether its walls are windows, far brighter than what stands before them.</param>
    public Hall(FieldLayout layout, SceneRandom random, bool isBacklit = false)
    {
        _salt = (uint)random.NextBits();
        var laboratory = random.Chance(0.4f);
        IsLaboratory = laboratory;
        var gap = laboratory ? random.Range(0.05f, 0.8f) : random.Range(1.5f, 9);
        float x = layout.TurfX + gap, y = layout.TurfY + (random.Chance(0.5f) ? gap : gap * random.Range(0.1f, 1));
        _height = laboratory ? random.Range(2.4f, 3.2f) : random.Range(3.5f, 10);
        var rings = new List<Ring>();
        if (random.Chance(laboratory ? 0.15f : 0.5f))
            rings.Add(new(layout.TurfX + gap * 0.1f, layout.TurfY + gap * 0.1f, random.Range(0.25f, 1), random, RingStyle.Boards));
        if (!isBacklit && random.Chance(laboratory ? 0.15f : 0.7f))
            rings.Add(new(layout.TurfX + gap * random.Range(0.12f, 0.6f), layout.TurfY + gap * random.Range(0.12f, 0.6f), 2.4f, random, RingStyle.Crowd));
        if (random.Chance(laboratory ? 0.4f : 0.15f))
            rings.Add(new(x * 0.99f, y * 0.99f, random.Range(0.4f, 1.9f), random, RingStyle.Shelves, RingStyle.Panels, RingStyle.Boards));
        rings.Add(isBacklit
            ? new(x, y, _height, random, RingStyle.Windows) { Glow = random.Range(1.3f, 3) }
            : new(x, y, _height, random, RingStyle.Wall, RingStyle.Panels, RingStyle.Windows, RingStyle.Wall, RingStyle.Curtain));
        _rings = [.. rings.OrderBy(ring => ring.HalfX)];
        var dark = random.Chance(0.5f);
        _ceiling = dark ? random.Grey(0.02f, 0.2f) : random.Grey(0.5f, 0.95f);
        // Halls lit in violet, or roofs that look pink in an overexposed image.
        if (random.Chance(0.12f)) _ceiling *= new Vector3(1.15f, 0.6f, 1.2f);
        _lampX = random.Range(1.2f, 4);
        _lampY = random.Range(1.2f, 4);
        _round = random.Chance(0.4f);
        _lampLength = random.Chance(0.4f) ? random.Range(0.05f, 0.2f) : random.Range(0.2f, 0.8f);
        _lampWidth = _round ? _lampLength : random.Range(0.06f, 0.3f);
        _beam = random.Range(0.5f, 1.3f);
        TurfRoomX = x;
        TurfRoomY = y;
    }

    /// <summary>Whether it is a small room, not a hall.</summary>
    public bool IsLaboratory { get; }

    /// <summary>Half the room along the field in metres.</summary>
    public float TurfRoomX { get; }

    /// <summary>Half the room across the field in metres.</summary>
    public float TurfRoomY { get; }

    /// <summary>Whether a point on the ground is outside the innermost ring.</summary>
    public bool IsBeyondRing(Vector3 at) => MathF.Abs(at.X) > _rings[0].HalfX || MathF.Abs(at.Y) > _rings[0].HalfY;

    /// <summary>The spectators around the field, in pieces of a few metres: where each begins and ends on the ground.</summary>
    public IEnumerable<(Vector2 From, Vector2 To)> Crowds() => _rings.SelectMany(ring => ring.Crowds());

    /// <summary>The colour of the first ring that a ray hits within a distance; false if it hits none.</summary>
    public bool TryRings(Vector3 origin, Vector3 direction, float distance, out Vector3 color)
    {
        color = default;
        foreach (var ring in _rings)
            if (ring.TryHit(origin, direction, distance, out color)) return true;
        return false;
    }

    /// <summary>The colour of the hall along a ray that hits neither a solid nor the ground.</summary>
    public Vector3 ColorAt(Vector3 origin, Vector3 direction)
    {
        foreach (var ring in _rings)
            if (ring.TryHit(origin, direction, float.PositiveInfinity, out var color)) return color;
        if (direction.Z <= 0.001f) return new(0.1f);
        var distance = (_height - origin.Z) / direction.Z;
        return Ceiling(origin.X + distance * direction.X, origin.Y + distance * direction.Y);
    }

    Vector3 Ceiling(float x, float y)
    {
        int i = (int)MathF.Floor(x / _lampX), j = (int)MathF.Floor(y / _lampY);
        float u = x - (i + 0.5f) * _lampX, v = y - (j + 0.5f) * _lampY;
        var lit = ValueNoise.Hash(i, j, _salt) > 0.2f;
        var inside = _round ? u * u + v * v < _lampLength * _lampLength : MathF.Abs(u) < _lampLength && MathF.Abs(v) < _lampWidth;
        if (inside && lit) return new(1.6f, 1.55f, 1.5f);
        var color = _ceiling * (0.85f + 0.3f * ValueNoise.Plane(x, y, _salt + 1));
        var beam = x / _beam - MathF.Floor(x / _beam);
        if (beam < 0.12f) color *= 0.6f;
        if (lit) color += new Vector3(0.12f / (0.3f + u * u + v * v)) * 0.5f;
        return color;
    }
}
