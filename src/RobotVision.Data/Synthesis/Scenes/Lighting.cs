using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>The lighting of a scene: a key light, a fill light and ambient light from above and below.</summary>
sealed class Lighting
{
    readonly Vector3 _key, _fill, _keyColor, _fillColor, _sky, _ground;

    /// <summary>Draws a lighting.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="isBacklit">Whether the light comes from windows behind everything: surfaces are dark and bluish.</param>
    public Lighting(SceneRandom random, bool isBacklit = false)
    {
        _key = Vector3.Normalize(new(random.Range(-1, 1), random.Range(-1, 1), random.Range(0.5f, 2)));
        _fill = Vector3.Normalize(new(random.Range(-1, 1), random.Range(-1, 1), random.Range(0.1f, 1)));
        var tint = new Vector3(random.Range(0.95f, 1.06f), 1, random.Range(0.88f, 1.08f));
        _keyColor = tint * random.Range(0.3f, 0.8f);
        _fillColor = Vector3.One * random.Range(0, 0.25f);
        _sky = tint * random.Range(0.5f, 0.8f);
        _ground = new Vector3(0.75f, 1, 0.65f) * random.Range(0.15f, 0.38f);
        Darkness = random.Range(0.35f, 0.85f);
        ShadowOffset = new Vector2(-_key.X, -_key.Y) / MathF.Max(0.6f, _key.Z);
        // A separate sequence, so that the numbers drawn after the lighting do not depend on it.
        random = new(BitConverter.SingleToUInt32Bits(Darkness), 0x5AD0);
        Lamps = ShadowLamp.Draw(random, _key);
        if (isBacklit)
        {
            var dim = new Vector3(0.8f, 0.95f, 1.1f) * random.Range(0.25f, 0.5f);
            (_sky, _ground, _keyColor, _fillColor) = (_sky * dim, _ground * dim, _keyColor * dim, _fillColor * dim);
        }
        if (!random.Chance(0.15f)) return;
        // Lit from one side only: half of a ball is nearly black.
        _sky *= random.Range(0.3f, 0.6f);
        _ground *= random.Range(0.3f, 0.6f);
        _fillColor *= 0.3f;
        _keyColor *= random.Range(1.2f, 1.7f);
    }

    /// <summary>How dark contact shadows are, 0..1.</summary>
    public float Darkness { get; }

    /// <summary>The lamps that cast shadows on the ground.</summary>
    public IReadOnlyList<ShadowLamp> Lamps { get; }

    /// <summary>The offset of a shadow from its object, in metres per metre of height.</summary>
    public Vector2 ShadowOffset { get; }

    /// <summary>The light that a surface reflects towards the camera.</summary>
    public Vector3 Shade(Vector3 color, Vector3 normal, Vector3 ray, float gloss, float heightAboveGround)
    {
        var up = normal.Z * 0.5f + 0.5f;
        var light = PortableVector.Lerp(_ground, _sky, up)
            + _keyColor * MathF.Max(0, Vector3.Dot(normal, _key))
            + _fillColor * MathF.Max(0, Vector3.Dot(normal, _fill));
        // Less light reaches downward-facing surfaces close to the ground.
        if (heightAboveGround < 0.12f) light *= 1 - 0.35f * (1 - up) * (1 - MathF.Max(0, heightAboveGround) / 0.12f);
        var result = color * light;
        if (gloss > 0)
        {
            var mirrored = Vector3.Dot(PortableVector.Reflect(ray, normal), _key);
            if (mirrored > 0.8f) result += _keyColor * (gloss * MathF.Pow(mirrored, 30));
        }
        return result;
    }
}
