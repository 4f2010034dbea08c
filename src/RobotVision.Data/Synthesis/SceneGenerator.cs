using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Objects;
using RobotVision.Data.Synthesis.Placement;
using RobotVision.Data.Synthesis.Robots;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Synthesis;

/// <summary>Draws random scenes: a field in a hall, a robot's camera and the objects around it.</summary>
static class SceneGenerator
{
    /// <summary>Draws a scene.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="width">Width in pixels; some cameras swap it with the height.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="choices">What may be shown.</param>
    public static SceneRecipe Draw(SceneRandom random, int width, int height, SceneChoices choices)
    {
        var view = CameraPlaces.DrawView(random, choices.Views);
        // Fisheyes that look ahead and up are often mounted upright.
        if (view == Viewpoint.Msl && random.Chance(0.5f)) (width, height) = (height, width);
        var layout = FieldLayout.Random(random, view);
        var spot = CameraPlaces.DrawSpot(random, layout, view);
        var isBacklit = random.Chance(0.08f);
        var scene = new SceneRecipe
        {
            Layout = layout,
            Camera = LensFactory.For(view, random, width, height),
            Pose = CameraPlaces.DrawPose(random, layout, spot, view),
            Turf = new(layout, random),
            Hall = new(layout, random, isBacklit),
            Light = new(random, isBacklit),
            Effects = CameraEffects.Random(random, width),
        };
        Fill(scene, random, choices, view);
        return scene;
    }

    static void Fill(SceneRecipe scene, SceneRandom random, SceneChoices choices, Viewpoint view)
    {
        var places = new Places(scene, random);
        var bodyYaw = (float)scene.Pose.Yaw + random.Range(-0.7f, 0.7f) * (random.Chance(0.5f) ? 0.2f : 1);
        Goal.AddBoth(scene, random);
        Clutter.AddGroundMarks(scene, random, places.Ahead(1.6f));
        Clutter.AddSunlight(scene, random, places.Eye);
        AddOwnBody(scene, random, bodyYaw, view);
        var population = new Population(scene, random, places, choices.Families, view);
        population.AddAll();
        new BallPlaces(scene, random, places, view, bodyYaw).AddAll(choices.Patterns, population.Robots);
        for (var i = random.Chance(0.6f) ? random.NextInt32(1, 5) : 0; i > 0; i--)
            if (places.TryInView(0, 0.4f, 5, out var place)) Clutter.AddNearBall(scene, random, place);
        scene.CastShadows();
    }

    static void AddOwnBody(SceneRecipe scene, SceneRandom random, float yaw, Viewpoint view)
    {
        if (!random.Chance(0.85f)) return;
        switch (view)
        {
            case Viewpoint.Humanoid or Viewpoint.Any:
                OwnBody.Add(scene, random, yaw, random.Next());
                break;
            case Viewpoint.Upper or Viewpoint.Lower:
                OwnBody.AddNao(scene, random, yaw);
                break;
            case Viewpoint.Msl:
                OwnBody.AddWheeled(scene, random, yaw);
                break;
        }
    }
}
