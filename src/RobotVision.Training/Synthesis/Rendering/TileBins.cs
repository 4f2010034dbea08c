using System.Numerics;

namespace RobotVision.Training.Synthesis;

/// <summary>Which bodies and decals can be seen in which tile of the image, so that a ray asks only those.</summary>
/// <remarks>A tile is a cone, a body a row of spheres: the test needs no projection and holds for every lens.</remarks>
sealed class TileBins
{
    /// <summary>Pixels along a tile's side.</summary>
    public const int Size = 16;

    const int MostSpheres = 24;

    readonly int[][] _solids, _decals;
    readonly int _columns;

    /// <summary>Sorts a scene into the tiles of an image.</summary>
    public TileBins(SceneRecipe scene, RayMap rays, Vector3 eye, int width, int height)
    {
        _columns = (width + Size - 1) / Size;
        var rows = (height + Size - 1) / Size;
        _solids = new int[_columns * rows][];
        _decals = new int[_columns * rows][];
        var solidSpheres = Spheres(scene, eye);
        var decalSpheres = scene.Decals.Select((decal, index) =>
            Sphere.Of(index, new Vector3(decal.Center, 0) - eye, MathF.Max(decal.RadiusAlong, decal.RadiusAcross))).ToArray();
        var found = new List<int>();
        for (var j = 0; j < rows; j++)
            for (var i = 0; i < _columns; i++)
            {
                var lit = rays.TryCone(i * Size, j * Size, Math.Min(width, i * Size + Size), Math.Min(height, j * Size + Size),
                    out var axis, out var half);
                _solids[j * _columns + i] = lit ? Seen(solidSpheres, axis, half, found) : [];
                _decals[j * _columns + i] = lit ? Seen(decalSpheres, axis, half, found) : [];
            }
    }

    /// <summary>The bodies of the tile of a pixel.</summary>
    public int[] Solids(int x, int y) => _solids[y / Size * _columns + x / Size];

    /// <summary>The decals of the tile of a pixel, lowest first.</summary>
    public int[] Decals(int x, int y) => _decals[y / Size * _columns + x / Size];

    static Sphere[] Spheres(SceneRecipe scene, Vector3 eye)
    {
        var spheres = new List<Sphere>();
        for (var index = 0; index < scene.Solids.Count; index++)
        {
            var solid = scene.Solids[index];
            var length = Vector3.Distance(solid.A, solid.B);
            var count = Math.Clamp((int)MathF.Ceiling(length / (1.5f * solid.BoundRadius)), 1, MostSpheres);
            var reach = length / count / 2;
            var radius = MathF.Sqrt(solid.BoundRadius * solid.BoundRadius + reach * reach);
            for (var k = 0; k < count; k++)
                spheres.Add(Sphere.Of(index, Vector3.Lerp(solid.A, solid.B, (k + 0.5f) / count) - eye, radius));
        }
        return [.. spheres];
    }

    static int[] Seen(Sphere[] spheres, Vector3 axis, float half, List<int> found)
    {
        found.Clear();
        float cosine = MathF.Cos(half), sine = MathF.Sin(half);
        foreach (ref readonly var sphere in spheres.AsSpan())
            if ((found.Count == 0 || found[^1] != sphere.Index) && sphere.Meets(axis, cosine, sine)) found.Add(sphere.Index);
        return [.. found];
    }

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
