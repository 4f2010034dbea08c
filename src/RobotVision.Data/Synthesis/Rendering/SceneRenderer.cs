using System.Numerics;
using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Imaging;

namespace RobotVision.Data.Synthesis.Rendering;

/// <summary>Renders a scene by ray casting: one ray per pixel, five at edges, lines and balls.</summary>
/// <remarks>One instance renders one image on one thread.</remarks>
sealed class SceneRenderer
{
    const int Dark = -3, Sky = -2, Ground = -1; // what a ray hit, if no solid
    const float EdgeContrast = 0.12f;           // chosen by eye on far crowds and signs

    static readonly Vector2[] ExtraRays = [new(0.125f, 0.375f), new(0.625f, 0.125f), new(0.875f, 0.625f), new(0.375f, 0.875f)];

    readonly SceneRecipe _scene;
    readonly int _width, _height;
    readonly RayMap _rays;
    readonly TileBins _tiles;
    readonly Solid[] _solids;
    readonly SolidInView[] _views;
    readonly GroundDecal[] _decals;
    readonly FieldLayout _layout;
    readonly Turf _turf;
    readonly Hall _hall;
    readonly Vector3 _eye;
    readonly float _pixelAngle;
    readonly RenderBuffers _buffers;
    readonly Vector3[] _colors;
    readonly int[] _hits;
    readonly bool[] _fine;
    readonly ObjectTally _tally;
    readonly PixelLayer[] _layers;

    SceneRenderer(SceneRecipe scene, RenderBuffers buffers)
    {
        (_scene, _layout, _turf, _hall) = (scene, scene.Layout, scene.Turf, scene.Hall);
        (_width, _height) = (scene.Camera.Width, scene.Camera.Height);
        var position = scene.Pose.Position;
        _eye = new((float)position.X, (float)position.Y, (float)position.Z);
        _rays = new(scene.Camera, scene.Pose);
        _tiles = new(scene, _rays, _eye, _width, _height);
        _solids = [.. scene.Solids];
        _decals = [.. scene.Decals];
        _views = Array.ConvertAll(_solids, solid => new SolidInView(solid, _eye));
        _pixelAngle = scene.PixelAngle;
        _buffers = buffers;
        (_colors, _hits, _fine) = (buffers.Colors, buffers.Hits, buffers.Fine);
        _tally = new(scene.Objects.Count);
        _layers = new PixelLayer[_width * _height];
    }

    /// <summary>Renders a scene and computes its labels.</summary>
    public static LabelledImage Render(SceneRecipe scene, string name) =>
        new SceneRenderer(scene, RenderBuffers.For(scene.Camera.Width * scene.Camera.Height)).Render(name);

    LabelledImage Render(string name)
    {
        for (var y = 0; y < _height; y++)
            for (var x = 0; x < _width; x++)
                CastFirstRay(x, y);
        FindEdges();
        for (var y = 0; y < _height; y++)
            for (var x = 0; x < _width; x++)
                if (_fine[y * _width + x]) CastExtraRays(x, y);
        var image = new BgrImage(_width, _height);
        var count = _width * _height;
        _scene.Effects.Apply(_colors.AsSpan(0, count), _buffers.Spare.AsSpan(0, count), image);
        return new(name, image, SceneLabels.Find(_scene, _tally, IsOpenGround, IsHall), ClassSet.BuiltIn) { Layers = Layers() };
    }

    // Motion blur mixes objects into the background, so the layers of such images are unknown.
    PixelLayer[]? Layers() => _scene.Effects.Motion.Length() > 0.3f ? null : _layers;

    // Whether a pixel shows the ground.
    bool IsOpenGround(int x, int y) =>
        x >= 0 && y >= 0 && x < _width && y < _height && _hits[y * _width + x] == Ground;

    bool IsHall(int x, int y) =>
        x >= 0 && y >= 0 && x < _width && y < _height && _hits[y * _width + x] == Sky;

    void CastFirstRay(int x, int y)
    {
        var n = y * _width + x;
        _fine[n] = false;
        if (!_rays.TryRay(x + 0.5f, y + 0.5f, out var ray))
        {
            (_hits[n], _colors[n]) = (Dark, default);
            return;
        }
        var square = _tiles.SquareOf(x, y);
        var hit = Cast(ray, _tiles.Solids(square), n, out var distance);
        _hits[n] = hit;
        if (hit >= 0 && _views[hit].Owner is >= 0 and var visible)
        {
            _tally.CountVisible(visible, x, y);
            if (_views[hit].IsBall) _fine[n] = true;
        }
        _colors[n] = Shade(ray, hit, distance, square, out var nearLine);
        if (nearLine) _fine[n] = true;
        _layers[n] = hit == Sky ? PixelLayer.Background : hit >= 0 ? PixelLayer.Solid : PixelLayer.Ground;
    }

    void FindEdges()
    {
        for (var y = 0; y < _height; y++)
            for (var x = 0; x < _width; x++)
            {
                var n = y * _width + x;
                if (x + 1 < _width && Differs(n, n + 1)) _fine[n] = _fine[n + 1] = true;
                if (y + 1 < _height && Differs(n, n + _width)) _fine[n] = _fine[n + _width] = true;
            }
    }

    bool Differs(int a, int b)
    {
        if (_hits[a] != _hits[b]) return true;
        if (_hits[a] == Ground) return false;
        var difference = Vector3.Abs(_colors[a] - _colors[b]);
        return difference.X + difference.Y + difference.Z > EdgeContrast * 3;
    }

    void CastExtraRays(int x, int y)
    {
        var n = y * _width + x;
        var square = _tiles.SquareOf(x, y);
        var solids = _tiles.Solids(square);
        var (sum, count) = (_colors[n], 1);
        foreach (var offset in ExtraRays)
        {
            if (!_rays.TryRay(x + offset.X, y + offset.Y, out var ray)) continue;
            var hit = Cast(ray, solids, -1, out var distance);
            sum += Shade(ray, hit, distance, square, out _);
            count++;
        }
        _colors[n] = sum / count;
    }

    // With a pixel's index it also counts the objects that the ray hits behind others, for the visible fraction of each object.
    int Cast(Vector3 ray, ReadOnlySpan<int> solids, int pixel, out float distance)
    {
        var hit = Sky;
        distance = float.PositiveInfinity;
        if (ray.Z < 0)
        {
            (hit, distance) = (Ground, -_eye.Z / ray.Z);
            var at = _eye + ray * distance;
            if (MathF.Abs(at.X) > _hall.TurfRoomX || MathF.Abs(at.Y) > _hall.TurfRoomY) (hit, distance) = (Sky, float.PositiveInfinity);
        }
        foreach (var index in solids)
        {
            ref readonly var solid = ref _views[index];
            var candidate = solid.Intersect(ray);
            if (candidate == float.PositiveInfinity) continue;
            if (pixel >= 0 && solid.Owner >= 0 && !_tally.IsCounted(solid.Owner, pixel))
                _tally.CountWhole(solid.Owner, pixel, pixel % _width, pixel / _width);
            if (candidate >= distance) continue;
            if (solid.IsNet && IsHole(_solids[index], _eye + ray * candidate, candidate)) continue;
            (hit, distance) = (index, candidate);
        }
        return hit;
    }

    // Meshes finer than a pixel are drawn as a random fraction of the rays.
    bool IsHole(Solid net, Vector3 at, float distance)
    {
        var scale = net.Material.Scale;
        float u = (at.X + at.Y) / scale, v = at.Z / scale;
        u -= MathF.Floor(u);
        v -= MathF.Floor(v);
        var thread = MathF.Max(0.05f, 0.6f * distance * _pixelAngle / scale);
        if (thread > 0.3f) return ValueNoise.Hash((int)(at.X * 997), (int)(at.Z * 997 + at.Y * 499), 5) > 0.22f;
        return u > thread && v > thread || ValueNoise.Hash((int)(at.X * 997), (int)(at.Z * 997), 5) > 0.05f / thread;
    }

    Vector3 Shade(Vector3 ray, int hit, float distance, int square, out bool nearLine)
    {
        nearLine = false;
        if (hit == Sky)
        {
            // Includes boards and spectators, which may be nearer than the wall; the ground in front of them was tested before.
            return _hall.ColorAt(_eye, ray);
        }
        var at = _eye + ray * distance;
        if (hit == Ground) return ShadeGround(ray, at, distance, square, out nearLine);
        var solid = _solids[hit];
        var material = solid.Material;
        var color = material.At(solid.Shape == SolidShape.Capsule ? at : solid.ToLocal(at), at);
        return material.Kind == MaterialKind.Glowing ? color : _scene.Light.Shade(color, solid.Normal(at), ray, material.Gloss, at.Z);
    }

    Vector3 ShadeGround(Vector3 ray, Vector3 at, float distance, int square, out bool nearLine)
    {
        if (_hall.IsBeyondRing(at) && _hall.TryRings(_eye, ray, distance, out var ring))
        {
            nearLine = false;
            return ring;
        }
        var across = distance * _pixelAngle;
        var deep = across / MathF.Max(0.03f, -ray.Z);
        var line = _layout.Distance(at.X, at.Y);
        nearLine = line < deep && line > -MathF.Max(deep, _layout.LineWidth * 0.25f);
        var color = _turf.ColorAt(at.X, at.Y, MathF.Sqrt(across * deep), line);
        foreach (var index in _tiles.Decals(square)) color = _decals[index].Over(color, at.X, at.Y);
        var shadows = _tiles.Shadows(square);
        return shadows.Length > 0 ? color * LightLeft(at, shadows) : color;
    }

    // Solids overlap as seen from a lamp: only the one that blocks most of its light counts.
    float LightLeft(Vector3 at, ReadOnlySpan<int> shadows)
    {
        var left = 1f;
        for (var lamp = 0; lamp < _scene.Light.Lamps.Count; lamp++)
        {
            var cover = 0f;
            foreach (var index in shadows)
                if (_scene.Shadows[index].Lamp == lamp && cover < 1) cover = MathF.Max(cover, _scene.Shadows[index].Cover(at));
            left *= 1 - _scene.Light.Lamps[lamp].Darkness * cover;
        }
        return left;
    }
}
