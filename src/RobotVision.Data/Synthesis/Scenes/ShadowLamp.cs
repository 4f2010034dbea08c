using System.Numerics;
using RobotVision.Data.Randomness;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>A lamp, or the sun, that casts distinct shadows.</summary>
/// <param name="Direction">Towards the lamp, length 1, upwards.</param>
/// <param name="Darkness">The fraction of the ground's light that comes from this lamp, 0..1.</param>
/// <param name="Softness">Width of the shadow's edge in metres per metre of the solid's height.</param>
readonly record struct ShadowLamp(Vector3 Direction, float Darkness, float Softness)
{
    /// <summary>Draws lamps: the sun or one spotlight, a few weak lamps of a hall, or none with distinct shadows.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="key">The direction of the strongest light.</param>
    public static ShadowLamp[] Draw(SceneRandom random, Vector3 key)
    {
        // A lower light would cast shadows across the whole field.
        key = Vector3.Normalize(key with { Z = MathF.Max(key.Z, 0.45f) });
        var roll = random.Next();
        if (roll < 0.25f) return [];
        if (roll < 0.55f) return [new(key, random.Range(0.3f, 0.75f), random.Range(0.01f, 0.06f))];
        var lamps = new ShadowLamp[random.NextInt32(1, 4)];
        for (var i = 0; i < lamps.Length; i++)
        {
            var direction = i == 0 ? key : Vector3.Normalize(new(random.Range(-1, 1), random.Range(-1, 1), random.Range(0.6f, 2)));
            lamps[i] = new(direction, random.Range(0.08f, 0.35f), random.Range(0.05f, 0.25f));
        }
        return lamps;
    }
}
