using System.Numerics;

namespace RobotVision.Data.Synthesis.Match;

/// <summary>Where everybody is at one moment of a match; metres and radians in the field's frame.</summary>
/// <param name="Ball">The ball's place on the ground.</param>
/// <param name="BallTurn">How the ball has rolled so far.</param>
/// <param name="Self">The own robot's place.</param>
/// <param name="SelfYaw">Where the own robot's body faces.</param>
/// <param name="Gaze">Where its head looks: yaw on the field.</param>
/// <param name="GazePitch">Where its head looks: how far down.</param>
/// <param name="SelfStep">The own robot's step cycle, counted in steps.</param>
/// <param name="Others">The other walkers.</param>
readonly record struct MatchState(
    Vector2 Ball, Quaternion BallTurn, Vector2 Self, float SelfYaw, float Gaze, float GazePitch, float SelfStep, Walker[] Others);

/// <summary>One walking robot or person at one moment.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Yaw">Where it faces.</param>
/// <param name="Step">Its step cycle, counted in steps.</param>
/// <param name="Pace">0 standing .. 1 walking.</param>
readonly record struct Walker(Vector2 Place, float Yaw, float Step, float Pace);
