using System.Numerics;

namespace RobotVision.Data.Synthesis.Bodies;

/// <summary>The angles of a leg in radians.</summary>
/// <param name="Hip">How far the thigh swings ahead of the trunk's axis.</param>
/// <param name="Knee">How far the shin bends back.</param>
/// <param name="Spread">How far the leg is spread outwards.</param>
/// <param name="Turn">How far the leg is turned outwards about its length.</param>
/// <param name="Ankle">How far the toes point down from the shin's right angle; null for a foot that is level.</param>
readonly record struct LegAngles(float Hip, float Knee, float Spread = 0, float Turn = 0, float? Ankle = null);

/// <summary>The angles of an arm in radians.</summary>
/// <param name="Swing">How far the upper arm swings ahead of the trunk's axis.</param>
/// <param name="Spread">How far it is spread outwards.</param>
/// <param name="Elbow">How far the forearm bends ahead.</param>
/// <param name="Inward">How far the bent forearm points inwards.</param>
readonly record struct ArmAngles(float Swing, float Spread = 0.15f, float Elbow = 0.3f, float Inward = 0);

/// <summary>The angles of all joints of a body on two legs and the orientation of its trunk; the ground decides how high the trunk is.</summary>
sealed record Posture
{
    /// <summary>The trunk's orientation in the body's frame (x ahead, y left, z up).</summary>
    public Quaternion Trunk { get; init; } = Quaternion.Identity;

    public LegAngles LeftLeg { get; init; }
    public LegAngles RightLeg { get; init; }
    public ArmAngles LeftArm { get; init; } = new(0);
    public ArmAngles RightArm { get; init; } = new(0);

    /// <summary>The head's turn to the left.</summary>
    public float HeadYaw { get; init; }

    /// <summary>The head's pitch, positive downwards.</summary>
    public float HeadPitch { get; init; }

    /// <summary>Whether it lies on its trunk: its arms and legs need not touch the ground.</summary>
    public bool OnTrunk { get; init; }

    /// <summary>The height at which the body is held above the ground, in metres.</summary>
    public float Lift { get; init; }

    /// <summary>The same posture with left and right swapped.</summary>
    public Posture Mirrored() => this with
    {
        Trunk = new(-Trunk.X, Trunk.Y, -Trunk.Z, Trunk.W),
        LeftLeg = RightLeg,
        RightLeg = LeftLeg,
        LeftArm = RightArm,
        RightArm = LeftArm,
        HeadYaw = -HeadYaw,
    };

    /// <summary>The orientation of a trunk that leans ahead, then to its left, in radians.</summary>
    public static Quaternion Lean(float ahead, float left = 0) =>
        Quaternion.CreateFromAxisAngle(Vector3.UnitX, -left) * Quaternion.CreateFromAxisAngle(Vector3.UnitY, ahead);
}
