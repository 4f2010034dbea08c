using System.Numerics;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Synthesis.Bodies;

/// <summary>Begins bodies in scenes.</summary>
static class SceneBodies
{
    /// <summary>A builder for an object that stands on the ground.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="owner">The object's index in the scene; -1 for scenery.</param>
    /// <param name="place">Its position on the field in metres.</param>
    /// <param name="yaw">Its heading, in radians from the field's x axis to the left.</param>
    public static BodyBuilder BodyAt(this SceneRecipe scene, int owner, Vector2 place, float yaw) =>
        new(scene.Solids, owner, new(place, 0), BodyBuilder.Heading(yaw), scene.FinestAt(new(place, 0)));
}
