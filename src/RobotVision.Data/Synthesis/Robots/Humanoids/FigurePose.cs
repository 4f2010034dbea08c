using System.Numerics;
using RobotVision.Data.Randomness;

namespace RobotVision.Data.Synthesis.Robots.Humanoids;

/// <summary>The pose of a figure on two legs; angles in radians, lengths as fractions of its height.</summary>
/// <param name="Stride">How far the left foot is ahead of the right one.</param>
/// <param name="LiftLeft">The height of the left foot above the ground.</param>
/// <param name="LiftRight">The height of the right foot above the ground.</param>
/// <param name="Crouch">0 upright .. 0.45 knees deeply bent.</param>
/// <param name="Lean">Forward lean of the trunk.</param>
/// <param name="ArmLeft">Forward swing of the left arm.</param>
/// <param name="ArmRight">Forward swing of the right arm.</param>
/// <param name="Elbow">Bend of the elbows.</param>
/// <param name="Spread">Sideways angle of the arms.</param>
/// <param name="Fall">The rotation of the whole figure about its feet; near identity when standing.</param>
readonly record struct FigurePose(
    float Stride, float LiftLeft, float LiftRight, float Crouch, float Lean,
    float ArmLeft, float ArmRight, float Elbow, float Spread, Quaternion Fall)
{
    /// <summary>Draws a pose: standing, walking, kicking, crouched, or fallen.</summary>
    public static FigurePose Random(SceneRandom random)
    {
        var fallen = random.Chance(0.17f);
        var fall = !fallen ? Quaternion.CreateFromAxisAngle(Vector3.UnitX, random.Range(-0.06f, 0.06f))
            : random.Chance(0.5f) ? Quaternion.CreateFromAxisAngle(Vector3.UnitY, random.Pick(-1.5f, 1.5f) * random.Range(0.8f, 1.05f))
            : Quaternion.CreateFromAxisAngle(Vector3.UnitX, random.Pick(-1.5f, 1.5f) * random.Range(0.85f, 1.05f));
        // Getting up, diving, picking something up: knees deeply bent, the trunk far forward, the hands down.
        if (!fallen && random.Chance(0.12f))
            return new(random.Range(-0.2f, 0.2f), 0, 0, random.Range(0.3f, 0.48f), random.Range(0.4f, 1.2f),
                random.Range(-0.2f, 0.9f), random.Range(-0.2f, 0.9f), random.Range(0, 1), random.Range(0.05f, 0.6f), fall);
        var walking = random.Chance(0.6f);
        return new(
            walking ? random.Range(-0.25f, 0.25f) : random.Range(-0.03f, 0.03f),
            walking && random.Chance(0.4f) ? random.Range(0, 0.1f) : 0, walking && random.Chance(0.4f) ? random.Range(0, 0.1f) : 0,
            random.Chance(0.25f) ? random.Range(0.15f, 0.4f) : random.Range(0.01f, 0.1f), random.Range(-0.05f, 0.3f),
            random.Range(-0.7f, 0.8f), random.Range(-0.7f, 0.8f), random.Range(0.1f, 1.9f),
            random.Chance(0.1f) ? random.Range(0.6f, 1.4f) : random.Range(0.05f, 0.4f), fall);
    }

    /// <summary>A pose of a steady walk.</summary>
    /// <param name="phase">Phase of the step cycle; one cycle is 1.</param>
    /// <param name="size">Size of the step, 0 (standing) .. 1.</param>
    public static FigurePose Walking(float phase, float size)
    {
        var swing = MathF.Sin(phase * 2 * MathF.PI);
        var lift = MathF.Cos(phase * 2 * MathF.PI);
        return new(0.16f * swing * size, MathF.Max(0, lift) * 0.05f * size, MathF.Max(0, -lift) * 0.05f * size, 0.07f, 0.1f,
            -0.4f * swing * size, 0.4f * swing * size, 0.9f, 0.15f,
            Quaternion.CreateFromAxisAngle(Vector3.UnitX, 0.04f * lift * size));
    }
}
