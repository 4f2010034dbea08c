using RobotVision.Cameras;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Rendering;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Geometry;
using RobotVision.Imaging;

namespace RobotVision.Testing;

/// <summary>Pictures of a field with a penalty area and nobody on it.</summary>
static class RenderedField
{
    /// <summary>The field, that of the league <c>humanoid</c>.</summary>
    public static FieldLayout Layout { get; } = new() { PenaltyAreaDepth = 2, MarkDistance = 2.1f };

    /// <summary>A wide lens of 640 x 480 pixels.</summary>
    public static FisheyeCamera Camera { get; } = new(new(640, 480, 290, 291, 322, 238), -0.02, 0.002);

    /// <summary>The picture from a pose in the field's frame.</summary>
    public static BgrImage Picture(CameraPose pose, ulong seed = 1)
    {
        var scene = new SceneRandom(seed);
        var recipe = new SceneRecipe
        {
            Camera = Camera,
            Pose = pose,
            Layout = Layout,
            Turf = new(Layout, scene),
            Hall = new(Layout, scene),
            Light = new(scene),
        };
        return SceneRenderer.Render(recipe, "frame").Image;
    }
}
