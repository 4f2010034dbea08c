using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>The appearance of the ground: turf, lines and the floor around it. Immutable.</summary>
sealed class Turf
{
    readonly FieldLayout _layout;
    readonly Vector3 _green, _dry, _floor, _floorSecond, _line;
    readonly float _grain, _blotch, _stripe, _stripeWidth, _wear, _ragged, _lineOpacity, _blade, _seam;
    readonly uint _salt;

    // Width of a roll of artificial turf and of the seam between two rolls, in metres.
    const float RollWidth = 4, SeamWidth = 0.015f;

    // Relative brightness change of the faintest seam.
    const float SeamShade = 0.08f;

    /// <summary>Draws a random ground.</summary>
    public Turf(FieldLayout layout, SceneRandom random)
    {
        _layout = layout;
        _salt = (uint)random.NextBits();
        // Ranges chosen by eye on turf in halls: from dark olive through saturated green to bluish carpet.
        var level = random.Range(0.17f, 0.58f);
        var red = random.Chance(0.75f) ? random.Range(0.15f, 0.72f) : random.Range(0, 0.2f);
        var blue = random.Chance(0.75f) ? random.Range(0.05f, 0.42f) : random.Range(0.35f, 0.85f);
        // Turf often looks olive in warm light.
        if (random.Chance(0.3f)) (red, blue) = (random.Range(0.55f, 0.8f), random.Range(0.05f, 0.25f));
        _green = new(level * red, level, level * blue);
        _dry = PortableVector.Lerp(_green, new(0.5f, 0.5f, 0.2f), random.Range(0, 0.5f)) * random.Range(0.6f, 1.2f);
        _grain = random.Range(0.03f, random.Chance(0.5f) ? 0.15f : 0.4f);
        _blotch = random.Range(0, random.Chance(0.5f) ? 0.12f : 0.35f);
        _blade = random.Range(0.05f, 0.45f);
        _stripe = random.Chance(0.3f) ? random.Range(0.03f, 0.18f) : 0;
        _stripeWidth = random.Range(0.5f, 2);
        _wear = random.Chance(0.5f) ? random.Range(0, 0.35f) : random.Range(0.3f, 0.75f);
        _ragged = random.Range(0.05f, 0.9f);
        _lineOpacity = random.Range(0.6f, 0.98f);
        _line = new Vector3(0.85f, 0.87f, 0.83f) * random.Range(0.8f, 1.12f);
        _floor = random.Chance(0.6f) ? random.Grey(0.15f, 0.75f) * new Vector3(1, 0.97f, 0.9f)
            : random.Chance(0.5f) ? new Vector3(0.6f, 0.45f, 0.3f) * random.Range(0.6f, 1.3f) : random.Hue(0.4f, random.Range(0.2f, 0.6f));
        _floorSecond = _floor * random.Range(0.75f, 1.1f);
        // Every third turf has visible seams between its rolls, darker or lighter.
        if (_salt % 3 == 0) _seam = SeamShade * (1 + _salt / 3 % 4) * (_salt / 12 % 4 == 0 ? -1 : 1);
    }

    /// <summary>The unlit colour at a point on the ground.</summary>
    /// <param name="x">Along the field in metres.</param>
    /// <param name="y">Across the field in metres.</param>
    /// <param name="footprint">The size of a pixel on the ground in metres; finer texture is left out.</param>
    /// <param name="lineDistance">Distance to the nearest line's edge in metres, negative inside.</param>
    public Vector3 ColorAt(float x, float y, float footprint, float lineDistance)
    {
        var beyond = MathF.Max(MathF.Abs(x) - _layout.TurfX, MathF.Abs(y) - _layout.TurfY);
        if (beyond > 0) return FloorAt(x, y, footprint, beyond);
        var light = 1f;
        var coarse = ValueNoise.Plane(x * 1.3f, y * 1.3f, _salt) + 0.5f * ValueNoise.Plane(x * 4.1f, y * 4.1f, _salt + 1) - 0.75f;
        light += _blotch * coarse;
        var grain = 0f;
        if (footprint < 0.08f)
        {
            grain = (ValueNoise.Plane(x * 22, y * 22, _salt + 2) - 0.5f) * (1 - footprint / 0.08f);
            light += _grain * grain;
        }
        if (footprint < 0.02f)
        {
            var blade = ValueNoise.Hash((int)MathF.Floor(x * 110), (int)MathF.Floor(y * 110), _salt + 3) - 0.5f;
            light += _blade * blade * (1 - footprint / 0.02f);
        }
        if (_stripe > 0)
        {
            var turn = x / _stripeWidth;
            light += (turn - MathF.Floor(turn) < 0.5f ? _stripe : -_stripe) * 0.5f;
        }
        if (_seam != 0) light -= _seam * SeamCover(x, y, footprint);
        var color = PortableVector.Lerp(_green, _dry, Math.Clamp(coarse + 0.25f, 0, 1)) * light;
        var cover = LineCover(x, y, lineDistance, grain, footprint);
        return cover > 0 ? PortableVector.Lerp(color, _line * (0.85f + 0.15f * light), cover) : color;
    }

    // Seams run across the field and are not quite straight; a seam narrower than a pixel is weighted by the fraction it covers.
    float SeamCover(float x, float y, float footprint)
    {
        var at = x + 0.02f * (ValueNoise.Plane(0, y * 1.7f, _salt + 10) - 0.5f);
        var distance = MathF.Abs(at - RollWidth * (MathF.Round(at / RollWidth - 0.5f) + 0.5f));
        var pixel = MathF.Max(footprint, SeamWidth);
        return Math.Clamp(1.5f - 2 * distance / pixel, 0, 1) * SeamWidth / pixel;
    }

    float LineCover(float x, float y, float distance, float grain, float footprint)
    {
        var width = _layout.LineWidth;
        if (distance > width * 0.5f) return 0;
        var rough = _ragged * width * 0.35f;
        var fray = ValueNoise.Plane(x * 60, y * 60, _salt + 5) - 0.5f;
        var cover = ValueNoise.Step(rough * 0.5f + 0.002f, -rough * 0.5f - 0.002f, distance + rough * fray);
        if (cover <= 0) return 0;
        var worn = ValueNoise.Plane(x * 2.3f, y * 2.3f, _salt + 6);
        var thin = footprint < 0.05f ? ValueNoise.Plane(x * 70, y * 70, _salt + 7) : 0.5f;
        return cover * _lineOpacity * Math.Clamp(1 - _wear * (worn * 0.9f + thin * 0.9f - 0.2f) + grain * 0.3f, 0.05f, 1);
    }

    Vector3 FloorAt(float x, float y, float footprint, float beyond)
    {
        var color = PortableVector.Lerp(_floor, _floorSecond, ValueNoise.Plane(x * 0.7f, y * 0.7f, _salt + 8));
        if (footprint < 0.05f) color *= 0.92f + 0.16f * ValueNoise.Plane(x * 40, y * 40, _salt + 9);
        return beyond < 0.04f ? color * 0.45f : color;
    }
}
