using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Synthesis.Bodies;

/// <summary>A family of robots on two legs: lengths, postures and the shells around the joints.</summary>
abstract class HumanoidRobot : IRobot
{
    /// <summary>The share of upright robots, 0..1.</summary>
    protected virtual float Upright => 0.72f;

    /// <summary>The share of robots that rest on fully bent knees, 0..1; the others are down.</summary>
    protected virtual float Squat => 0.08f;

    /// <inheritdoc/>
    public void Add(SceneRecipe scene, int owner, RobotSite site)
    {
        SceneRandom looks = new(site.Looks), pose = new(site.Pose);
        var build = Build(looks);
        var stance = site.Stance == Stance.Any ? Postures.DrawStance(pose, Upright, Squat) : site.Stance;
        Dress(new(scene, owner, build, Postures.Draw(pose, stance), site.Place, site.Yaw), build, looks);
    }

    /// <summary>Adds the robot whose head carries the scene's camera, without its head and without a label.</summary>
    /// <param name="scene">The scene; its pose gives the camera's position.</param>
    /// <param name="yaw">The heading of the trunk on the field, in radians.</param>
    /// <param name="looks">The seed of its looks.</param>
    /// <param name="pose">The seed of its posture.</param>
    public void AddOwn(SceneRecipe scene, float yaw, ulong looks, ulong pose)
    {
        SceneRandom look = new(looks), random = new(pose);
        var build = Build(look);
        // The camera is in the face, ahead of the neck.
        var ahead = new Vector2(MathF.Cos((float)scene.Pose.Yaw), MathF.Sin((float)scene.Pose.Yaw)) * (build.HeadHeight * 0.5f);
        var place = new Vector2((float)scene.Pose.X, (float)scene.Pose.Y) - ahead;
        Dress(new(scene, -1, build, Postures.Draw(random, Stance.Upright), place, yaw, build.HeadHeight * 0.6f), build, look);
    }

    /// <summary>Draws the lengths of a robot.</summary>
    protected abstract HumanoidBuild Build(SceneRandom looks);

    /// <summary>Adds the shells, joints and lamps of a robot to its joints' frames.</summary>
    protected abstract void Dress(Skeleton body, HumanoidBuild build, SceneRandom looks);
}
