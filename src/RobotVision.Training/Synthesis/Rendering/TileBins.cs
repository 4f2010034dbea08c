using System.Numerics;

namespace RobotVision.Training.Synthesis;

/// <summary>Which bodies and decals can be seen in which small square of the image, so that a ray asks only those.</summary>
/// <remarks>
/// A square is a cone, a body a row of spheres: the test needs no projection and holds for every lens. Large tiles are asked
/// first, and the small ones only about what was found there.
/// </remarks>
sealed class TileBins
{
    /// <summary>Pixels along a small square's side: the spacing of the map of rays, whose four nodes bound it.</summary>
    public const int Size = RayMap.Spacing;

    const int TileSize = 4 * Size, LargeSize = 16 * Size, MostSpheres = 24;

    readonly RayMap _rays;
    readonly Sphere[] _spheres, _cut;
    readonly Bin[] _solids, _decals;
    readonly int _firstDecal, _columns, _width, _height;
    int[] _found = new int[4096];
    int _end;

    /// <summary>Sorts a scene into the squares of an image.</summary>
    public TileBins(SceneRecipe scene, RayMap rays, Vector3 eye, int width, int height)
    {
        (_rays, _width, _height) = (rays, width, height);
        _columns = (width + Size - 1) / Size;
        var count = _columns * ((height + Size - 1) / Size);
        (_solids, _decals) = (new Bin[count], new Bin[count]);
        _firstDecal = scene.Solids.Count;
        _spheres = Spheres(scene, eye, wholeCaps: true);
        _cut = Spheres(scene, eye, wholeCaps: false);
        var all = new int[_spheres.Length];
        for (var i = 0; i < all.Length; i++) all[i] = i;
        Sort(all, LargeSize, 0, 0, width, height);
    }

    /// <summary>The number of the square of a pixel.</summary>
    public int SquareOf(int x, int y) => y / Size * _columns + x / Size;

    /// <summary>The bodies of a square, in the order of the scene.</summary>
    public ReadOnlySpan<int> Solids(int square) => _found.AsSpan(_solids[square].Start, _solids[square].Count);

    /// <summary>The decals of a square, lowest first.</summary>
    public ReadOnlySpan<int> Decals(int square) => _found.AsSpan(_decals[square].Start, _decals[square].Count);

    // Cuts a rectangle into tiles and asks each which of the spheres it meets.
    void Sort(ReadOnlySpan<int> candidates, int size, int left, int top, int right, int bottom)
    {
        var met = new int[candidates.Length];
        for (var y = top; y < bottom; y += size)
            for (var x = left; x < right; x += size)
            {
                int x2 = Math.Min(right, x + size), y2 = Math.Min(bottom, y + size);
                if (!_rays.TryCone(x, y, x2, y2, out var axis, out var cosine, out var sine)) continue;
                var count = 0;
                foreach (var index in candidates)
                    if ((size == TileSize ? _cut : _spheres)[index].Meets(axis, cosine, sine)) met[count++] = index;
                if (count == 0) continue;
                if (size > Size) Sort(met.AsSpan(0, count), size / 4, x, y, x2, y2);
                else Keep(met.AsSpan(0, count), SquareOf(x, y));
            }
    }

    // Spheres of one body follow each other, and bodies come before decals.
    void Keep(ReadOnlySpan<int> spheres, int square)
    {
        if (_end + spheres.Length > _found.Length) Array.Resize(ref _found, Math.Max(_found.Length * 2, _end + spheres.Length));
        int start = _end, last = -1, solids = 0;
        foreach (var index in spheres)
        {
            var item = _spheres[index].Index;
            if (item == last) continue;
            last = item;
            if (item < _firstDecal) solids++;
            _found[_end++] = item < _firstDecal ? item : item - _firstDecal;
        }
        _solids[square] = new(start, solids);
        _decals[square] = new(start + solids, _end - start - solids);
    }

    // Tiles leave out what of a capsule's caps reaches beyond the spheres along its axis: pictures of old recipes stay as they are.
    static Sphere[] Spheres(SceneRecipe scene, Vector3 eye, bool wholeCaps)
    {
        var spheres = new List<Sphere>();
        for (var index = 0; index < scene.Solids.Count; index++)
        {
            var solid = scene.Solids[index];
            var length = Vector3.Distance(solid.A, solid.B);
            var count = Math.Clamp((int)MathF.Ceiling(length / (1.5f * solid.BoundRadius)), 1, MostSpheres);
            var reach = length / count / 2;
            for (var k = 0; k < count; k++)
            {
                var isCap = wholeCaps && solid.Shape == SolidShape.Capsule && (k == 0 || k == count - 1);
                var radius = isCap ? solid.BoundRadius + reach : MathF.Sqrt(solid.BoundRadius * solid.BoundRadius + reach * reach);
                spheres.Add(Sphere.Of(index, Vector3.Lerp(solid.A, solid.B, (k + 0.5f) / count) - eye, radius));
            }
        }
        for (var i = 0; i < scene.Decals.Count; i++)
        {
            var decal = scene.Decals[i];
            spheres.Add(Sphere.Of(scene.Solids.Count + i, new Vector3(decal.Center, 0) - eye, MathF.Max(decal.RadiusAlong, decal.RadiusAcross)));
        }
        return [.. spheres];
    }

    readonly record struct Bin(int Start, int Count);

    readonly record struct Sphere(int Index, Vector3 Direction, float Cosine, float Sine)
    {
        public static Sphere Of(int index, Vector3 fromEye, float radius)
        {
            var distance = fromEye.Length();
            if (distance <= radius * 1.001f) return new(index, Vector3.Zero, -2, 0);
            var sine = radius / distance;
            return new(index, fromEye / distance, MathF.Sqrt(1 - sine * sine), sine);
        }

        // cos(a + b) of the two half angles against the cosine of the angle between the axes.
        public bool Meets(Vector3 axis, float cosine, float sine) =>
            Cosine < -1 || Vector3.Dot(axis, Direction) >= cosine * Cosine - sine * Sine;
    }
}
