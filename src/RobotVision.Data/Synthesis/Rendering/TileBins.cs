using System.Numerics;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Rendering;

/// <summary>The solids, decals and shadows in each small square of the image, so that a ray is tested against those only.</summary>
/// <remarks>
/// A square is bounded by a cone and a solid by a row of spheres: the test needs no projection and works for every lens. Large tiles are
/// tested first, and their small squares only against what was found in them.
/// </remarks>
sealed class TileBins
{
    /// <summary>Side of a small square in pixels: the spacing of the ray map, whose four nodes bound it.</summary>
    public const int Size = RayMap.Spacing;

    const int LargeSize = 16 * Size, MaximumSpheres = 24;

    readonly RayMap _rays;
    readonly Sphere[] _spheres;
    readonly Bin[] _solids, _decals, _shadows;
    readonly int _firstDecal, _firstShadow, _columns, _width, _height;
    int[] _found = new int[4096];
    int _end;

    /// <summary>Sorts a scene into the squares of an image.</summary>
    public TileBins(SceneRecipe scene, RayMap rays, Vector3 eye, int width, int height)
    {
        (_rays, _width, _height) = (rays, width, height);
        _columns = (width + Size - 1) / Size;
        var count = _columns * ((height + Size - 1) / Size);
        (_solids, _decals, _shadows) = (new Bin[count], new Bin[count], new Bin[count]);
        _firstDecal = scene.Solids.Count;
        _firstShadow = _firstDecal + scene.Decals.Count;
        _spheres = Spheres(scene, eye);
        var all = new int[_spheres.Length];
        for (var i = 0; i < all.Length; i++) all[i] = i;
        Sort(all, LargeSize, 0, 0, width, height);
    }

    /// <summary>The index of the square of a pixel.</summary>
    public int SquareOf(int x, int y) => y / Size * _columns + x / Size;

    /// <summary>The solids of a square, in the order of the scene.</summary>
    public ReadOnlySpan<int> Solids(int square) => _found.AsSpan(_solids[square].Start, _solids[square].Count);

    /// <summary>The decals of a square, lowest first.</summary>
    public ReadOnlySpan<int> Decals(int square) => _found.AsSpan(_decals[square].Start, _decals[square].Count);

    /// <summary>The shadows on the ground of a square, in the order of the scene.</summary>
    public ReadOnlySpan<int> Shadows(int square) => _found.AsSpan(_shadows[square].Start, _shadows[square].Count);

    // Divides a rectangle into tiles and tests each against the candidate spheres.
    void Sort(ReadOnlySpan<int> candidates, int size, int left, int top, int right, int bottom)
    {
        var hits = new int[candidates.Length];
        for (var y = top; y < bottom; y += size)
            for (var x = left; x < right; x += size)
            {
                int x2 = Math.Min(right, x + size), y2 = Math.Min(bottom, y + size);
                if (!_rays.TryCone(x, y, x2, y2, out var axis, out var cosine, out var sine)) continue;
                var count = 0;
                foreach (var index in candidates)
                    if (_spheres[index].Overlaps(axis, cosine, sine)) hits[count++] = index;
                if (count == 0) continue;
                if (size > Size) Sort(hits.AsSpan(0, count), size / 4, x, y, x2, y2);
                else Keep(hits.AsSpan(0, count), SquareOf(x, y));
            }
    }

    // Spheres of one solid follow each other, and solids come before decals, decals before shadows.
    void Keep(ReadOnlySpan<int> spheres, int square)
    {
        if (_end + spheres.Length > _found.Length) Array.Resize(ref _found, Math.Max(_found.Length * 2, _end + spheres.Length));
        int start = _end, last = -1, solids = 0, decals = 0;
        foreach (var index in spheres)
        {
            var item = _spheres[index].Index;
            if (item == last) continue;
            last = item;
            if (item < _firstDecal) solids++;
            else if (item < _firstShadow) decals++;
            _found[_end++] = item < _firstDecal ? item : item < _firstShadow ? item - _firstDecal : item - _firstShadow;
        }
        _solids[square] = new(start, solids);
        _decals[square] = new(start + solids, decals);
        _shadows[square] = new(start + solids + decals, _end - start - solids - decals);
    }

    static Sphere[] Spheres(SceneRecipe scene, Vector3 eye)
    {
        var spheres = new List<Sphere>();
        for (var i = 0; i < scene.Solids.Count; i++)
        {
            var solid = scene.Solids[i];
            AddRow(spheres, i, solid.A - eye, solid.B - eye, solid.BoundRadius, solid.Shape == SolidShape.Capsule);
        }
        for (var i = 0; i < scene.Decals.Count; i++)
        {
            var decal = scene.Decals[i];
            spheres.Add(Sphere.Of(scene.Solids.Count + i, new Vector3(decal.Center, 0) - eye, MathF.Max(decal.RadiusAlong, decal.RadiusAcross)));
        }
        for (var i = 0; i < scene.Shadows.Length; i++)
        {
            ref readonly var shadow = ref scene.Shadows[i];
            AddRow(spheres, scene.Solids.Count + scene.Decals.Count + i, shadow.From - eye, shadow.To - eye, shadow.Reach, true);
        }
        return [.. spheres];
    }

    // Capsules reach beyond the ends of the segment, so the outermost spheres are larger.
    static void AddRow(List<Sphere> spheres, int index, Vector3 a, Vector3 b, float bound, bool hasCaps)
    {
        var length = Vector3.Distance(a, b);
        var count = Math.Clamp((int)MathF.Ceiling(length / (1.5f * bound)), 1, MaximumSpheres);
        var reach = length / count / 2;
        for (var k = 0; k < count; k++)
        {
            var isCap = hasCaps && (k == 0 || k == count - 1);
            spheres.Add(Sphere.Of(index, PortableVector.Lerp(a, b, (k + 0.5f) / count), isCap ? bound + reach : MathF.Sqrt(bound * bound + reach * reach)));
        }
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
        public bool Overlaps(Vector3 axis, float cosine, float sine) =>
            Cosine < -1 || Vector3.Dot(axis, Direction) >= cosine * Cosine - sine * Sine;
    }
}
