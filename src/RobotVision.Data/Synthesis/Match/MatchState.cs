using System.Numerics;

namespace RobotVision.Data.Synthesis.Match;

/// <summary>The state of a match in one frame; metres and radians in the field frame.</summary>
/// <param name="Ball">The ball's position on the ground.</param>
/// <param name="BallRotation">The ball's orientation after rolling.</param>
/// <param name="Self">The own robot's position.</param>
/// <param name="SelfYaw">The own robot's yaw.</param>
/// <param name="Gaze">The head's yaw on the field.</param>
/// <param name="GazePitch">The head's pitch, positive downwards.</param>
/// <param name="SelfStep">The own robot's step cycle, counted in steps.</param>
/// <param name="Others">The other walkers.</param>
readonly record struct MatchState(
    Vector2 Ball, Quaternion BallRotation, Vector2 Self, float SelfYaw, float Gaze, float GazePitch, float SelfStep, Walker[] Others);

/// <summary>The state of one walking robot or person in one frame.</summary>
/// <param name="Position">Its position on the ground.</param>
/// <param name="Yaw">Its yaw.</param>
/// <param name="Step">Its step cycle, counted in steps.</param>
/// <param name="Pace">0 standing .. 1 walking.</param>
readonly record struct Walker(Vector2 Position, float Yaw, float Step, float Pace);
