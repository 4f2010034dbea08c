using System.Numerics;
using RobotVision.Detections;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>A thing that gets a label.</summary>
/// <param name="Class">What it is.</param>
/// <param name="BallCenter">A ball's centre in metres; its box is computed, not counted.</param>
/// <param name="BallRadius">A ball's radius in metres; 0 for whatever is no ball.</param>
/// <param name="Unclear">True for what is neither right nor wrong to find, such as people beyond the field.</param>
readonly record struct SceneObject(ObjectClass Class, Vector3 BallCenter = default, float BallRadius = 0, bool Unclear = false);
