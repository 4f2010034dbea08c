using System.Numerics;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Synthesis.Bodies;

/// <summary>Where a robot stands and what decides its looks.</summary>
/// <param name="Place">Its position on the field in metres.</param>
/// <param name="Yaw">Its heading, in radians from the field's x axis to the left.</param>
/// <param name="Stance">What it does.</param>
/// <param name="Looks">The seed of its size and colours; robots of one team have the same.</param>
/// <param name="Pose">The seed of its posture.</param>
readonly record struct RobotSite(Vector2 Place, float Yaw, Stance Stance, ulong Looks, ulong Pose);

/// <summary>A family of robots that can be rendered.</summary>
interface IRobot
{
    /// <summary>Adds a robot to a scene, with its shadows on the ground.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="owner">The robot's index in the scene's objects.</param>
    /// <param name="site">Where it stands and how it looks.</param>
    void Add(SceneRecipe scene, int owner, RobotSite site);
}
