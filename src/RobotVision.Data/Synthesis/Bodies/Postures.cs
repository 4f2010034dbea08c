using System.Numerics;
using RobotVision.Data.Randomness;

namespace RobotVision.Data.Synthesis.Bodies;

/// <summary>What a robot does; families draw a posture of it.</summary>
enum Stance
{
    /// <summary>Anything, as often as it is seen.</summary>
    Any,

    /// <summary>Feet flat, knees fully bent, trunk upright, arms hanging: how robots rest.</summary>
    Squat,

    /// <summary>Upright, standing or walking.</summary>
    Upright,

    /// <summary>On hands and feet, the trunk level.</summary>
    AllFours,

    /// <summary>On its back or belly.</summary>
    Lying,

    /// <summary>Sitting with legs stretched or spread.</summary>
    Sitting,

    /// <summary>Rising on one arm and a knee.</summary>
    Rising,

    /// <summary>Hanging in a person's hands.</summary>
    Held,
}

/// <summary>Draws postures of bodies on two legs. Angles in radians, chosen by eye on descriptions of real robots.</summary>
static class Postures
{
    /// <summary>Draws a posture of a stance.</summary>
    public static Posture Draw(SceneRandom random, Stance stance)
    {
        var posture = stance switch
        {
            Stance.Squat => Squat(random),
            Stance.AllFours => AllFours(random),
            Stance.Lying => Lying(random),
            Stance.Sitting => Sitting(random),
            Stance.Rising => Rising(random),
            Stance.Held => Held(random),
            _ => Upright(random),
        };
        return random.Chance(0.5f) ? posture.Mirrored() : posture;
    }

    /// <summary>Draws a stance: upright, squatting at rest, or (the rest) down.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="upright">The share of upright ones, 0..1.</param>
    /// <param name="squat">The share of squatting ones, 0..1.</param>
    public static Stance DrawStance(SceneRandom random, float upright, float squat)
    {
        var roll = random.Next();
        if (roll < upright) return Stance.Upright;
        if (roll < upright + squat) return Stance.Squat;
        roll = random.Next();
        return roll < 0.25f ? Stance.AllFours : roll < 0.62f ? Stance.Lying : roll < 0.85f ? Stance.Sitting : Stance.Rising;
    }

    /// <summary>A posture of a steady walk.</summary>
    /// <param name="phase">Phase of the step cycle; one cycle is 1.</param>
    /// <param name="size">Size of the step, 0 (standing) .. 1.</param>
    public static Posture Walking(float phase, float size)
    {
        float swing = MathF.Sin(phase * 2 * MathF.PI) * size, lift = MathF.Cos(phase * 2 * MathF.PI) * size;
        return new()
        {
            Trunk = Posture.Lean(0.08f, 0.04f * lift),
            LeftLeg = new(0.25f + 0.3f * swing + 0.3f * MathF.Max(0, lift), 0.3f + 0.6f * MathF.Max(0, lift)),
            RightLeg = new(0.25f - 0.3f * swing + 0.3f * MathF.Max(0, -lift), 0.3f + 0.6f * MathF.Max(0, -lift)),
            LeftArm = new(-0.4f * swing, 0.15f, 0.9f),
            RightArm = new(0.4f * swing, 0.15f, 0.9f),
        };
    }

    // Knees a little to fully bent: 0 straight, 1 as low as it goes.
    static LegAngles Bent(float depth, float spread = 0, float lean = 0) => new(1.05f * depth + lean, 2.1f * depth, spread);

    static Posture Squat(SceneRandom random)
    {
        float lean = random.Range(-0.05f, 0.35f), shin = random.Range(0.75f, 1.15f), thigh = random.Range(1.15f, 1.5f), spread = random.Range(0, 0.12f);
        // The thigh's angle from the vertical is that of the trunk plus the hip's.
        var leg = new LegAngles(thigh + lean, thigh + shin, spread, random.Range(0, 0.25f));
        var asleep = random.Chance(0.5f);
        return new()
        {
            Trunk = Posture.Lean(lean, random.Normal() * 0.02f),
            LeftLeg = leg,
            RightLeg = leg with { Turn = random.Range(0, 0.25f) },
            LeftArm = new(random.Range(-0.1f, 0.75f), random.Range(0.1f, 0.35f), random.Range(0.1f, 1), random.Range(0, 0.4f)),
            RightArm = new(random.Range(-0.1f, 0.75f), random.Range(0.1f, 0.35f), random.Range(0.1f, 1), random.Range(0, 0.4f)),
            HeadYaw = random.Normal() * 0.25f,
            HeadPitch = asleep ? random.Range(0.2f, 0.5f) - lean : random.Range(-0.3f, 0.2f) - lean,
        };
    }

    static Posture Upright(SceneRandom random)
    {
        var depth = random.Chance(0.3f) ? random.Range(0.3f, 0.6f) : random.Range(0.02f, 0.3f);
        var lean = random.Range(-0.05f, 0.25f);
        var spread = random.Range(0, 0.12f);
        LegAngles left = Bent(depth, spread, lean), right = left;
        if (random.Chance(0.4f))
        {
            // One foot ahead or lifted.
            var step = random.Range(-0.45f, 0.6f);
            left = new(left.Hip + step, left.Knee + MathF.Max(0, -step) * 0.6f, spread);
            if (random.Chance(0.6f)) left = left with { Hip = left.Hip + 0.25f, Knee = left.Knee + random.Range(0.3f, 0.9f) };
            else right = right with { Hip = right.Hip - step * 0.6f };
        }
        var high = random.Chance(0.08f);
        ArmAngles Arm() => high ? new(random.Range(0.8f, 2.6f), random.Range(0.1f, 1.2f), random.Range(0, 1))
            : new(random.Range(-0.6f, 0.7f), random.Chance(0.15f) ? random.Range(0.5f, 1.3f) : random.Range(0.1f, 0.4f), random.Range(0.1f, 1.7f),
                random.Range(-0.2f, 0.6f));
        return new()
        {
            Trunk = Posture.Lean(lean, random.Normal() * 0.06f),
            LeftLeg = left,
            RightLeg = right,
            LeftArm = Arm(),
            RightArm = Arm(),
            HeadYaw = random.Normal() * 0.5f,
            HeadPitch = random.Range(-0.2f, 0.5f),
        };
    }

    // An arch: hands and feet on the floor, the trunk level on top, the head between the arms.
    static Posture AllFours(SceneRandom random)
    {
        var pitch = random.Range(1.2f, 1.75f);
        var arm = new ArmAngles(random.Range(1.3f, 1.7f), random.Range(0, 0.2f), random.Range(-0.1f, 0.4f));
        return new()
        {
            Trunk = Posture.Lean(pitch),
            LeftLeg = new(random.Range(1.1f, 1.9f), random.Range(0.2f, 1), random.Range(0, 0.2f)),
            RightLeg = new(random.Range(1.1f, 1.9f), random.Range(0.2f, 1), random.Range(0, 0.2f)),
            LeftArm = arm,
            RightArm = arm with { Swing = random.Range(1.3f, 1.7f) },
            HeadPitch = random.Range(-0.4f, 0.6f),
        };
    }

    static Posture Lying(SceneRandom random)
    {
        var onBack = random.Chance(0.5f);
        // Limbs lie beside the trunk or stretch past the head; knees and elbows bend away from the ground.
        LegAngles Leg() => new(
            onBack ? random.Range(-0.05f, 0.5f) : random.Range(-0.2f, 0.05f), random.Chance(0.35f) ? random.Range(0.4f, 1.4f) : random.Range(0, 0.2f),
            random.Range(0, 0.3f), random.Range(0, 0.3f), random.Range(-0.5f, 0.4f));
        ArmAngles Arm() => new(
            random.Chance(0.3f) ? random.Range(2.6f, 3.2f) : random.Range(-0.1f, 0.25f) * (onBack ? 1 : -1), random.Range(0.1f, 1.2f),
            onBack ? random.Range(0, 1.2f) : random.Range(0, 0.2f));
        var aside = random.Chance(0.25f) ? random.Range(0.6f, 1.5f) : random.Normal() * 0.1f;
        return new()
        {
            Trunk = Quaternion.CreateFromAxisAngle(Vector3.UnitX, aside)
                * Quaternion.CreateFromAxisAngle(Vector3.UnitY, (onBack ? -1 : 1) * random.Range(1.4f, 1.65f)),
            OnTrunk = true,
            LeftLeg = Leg(),
            RightLeg = Leg(),
            LeftArm = Arm(),
            RightArm = Arm(),
            HeadYaw = random.Normal() * 0.4f,
            HeadPitch = random.Range(-0.3f, 0.3f),
        };
    }

    // On the seat, legs stretched ahead or in a straddle, or knees drawn up and hands on them.
    static Posture Sitting(SceneRandom random)
    {
        var spread = random.Chance(0.5f) ? random.Range(0.4f, 1) : random.Range(0, 0.2f);
        var drawnUp = random.Chance(0.35f) ? random.Range(0.5f, 1) : 0;
        var leg = new LegAngles(1.45f + 0.7f * drawnUp, 1.5f * drawnUp, 0, spread, -0.2f);
        var arm = new ArmAngles(random.Range(0, 0.9f), random.Range(0.1f, 0.5f), random.Range(0.1f, 0.8f));
        return new()
        {
            Trunk = Posture.Lean(random.Range(-0.25f, 0.3f)),
            LeftLeg = leg,
            RightLeg = leg with { Turn = spread * random.Range(0.7f, 1.2f) },
            LeftArm = arm,
            RightArm = arm with { Swing = random.Range(-0.5f, 0.9f) },
            HeadYaw = random.Normal() * 0.3f,
            HeadPitch = random.Range(-0.2f, 0.5f),
        };
    }

    static Posture Rising(SceneRandom random) => new()
    {
        Trunk = Posture.Lean(random.Range(0.5f, 1.1f), random.Range(0.2f, 0.6f)),
        LeftLeg = new(random.Range(1.3f, 2), random.Range(1.4f, 2)),
        RightLeg = new(random.Range(0, 0.6f), random.Range(0.8f, 1.7f), random.Range(0, 0.4f), 0, random.Range(-0.8f, 0.4f)),
        LeftArm = new(random.Range(0.9f, 1.4f), random.Range(0.1f, 0.5f), random.Range(0, 0.4f)),
        RightArm = new(random.Range(-0.5f, 0.8f), random.Range(0.2f, 0.9f), random.Range(0, 1)),
        HeadPitch = random.Range(-0.5f, 0.3f),
    };

    static Posture Held(SceneRandom random) => Upright(random) with
    {
        Trunk = Posture.Lean(random.Range(-0.3f, 0.4f), random.Normal() * 0.15f),
        LeftLeg = new(random.Range(0, 0.8f), random.Range(0.2f, 1.4f), 0, 0, random.Range(-0.3f, 0.3f)),
        RightLeg = new(random.Range(0, 0.8f), random.Range(0.2f, 1.4f), 0, 0, random.Range(-0.3f, 0.3f)),
        Lift = random.Chance(0.5f) ? 0 : random.Range(0, 0.25f),
    };
}
