using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Synthesis.Robots.Humanoids;

/// <summary>Robots on two legs of random build and colours, of no make that exists.</summary>
sealed class Mixed : IRobot
{
    /// <inheritdoc/>
    public void Add(SceneRecipe scene, int owner, RobotSite site) => Figure.Add(
        scene, owner, FigureStyle.Robot(new(site.Looks)), FigurePose.Random(new(site.Pose)), site.Place, site.Yaw);
}
