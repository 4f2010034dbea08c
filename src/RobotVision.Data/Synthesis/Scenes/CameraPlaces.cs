using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Geometry;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>Draws what kind of camera sees a scene, where it is and where it looks.</summary>
static class CameraPlaces
{
    // How often each viewpoint is drawn, in the order of Viewpoint.
    static readonly float[] Shares = [0.32f, 0.2f, 0.08f, 0.16f, 0.07f, 0.17f];

    /// <summary>Draws one of the allowed viewpoints; always one random number.</summary>
    public static Viewpoint DrawView(SceneRandom random, IReadOnlyList<Viewpoint> allowed)
    {
        var left = random.Next() * allowed.Sum(view => Shares[(int)view]);
        foreach (var view in allowed)
            if ((left -= Shares[(int)view]) < 0) return view;
        return allowed[^1];
    }

    /// <summary>Draws the camera's place on the field in metres.</summary>
    public static Vector2 DrawSpot(SceneRandom random, FieldLayout layout, Viewpoint view)
    {
        // A third of the time close to a goal, where posts are large and cut by the image's edge.
        if (!random.Chance(view == Viewpoint.Lower ? 0.6f : 0.33f))
            return new(random.Range(-0.48f, 0.48f) * layout.Length, random.Range(-0.48f, 0.48f) * layout.Width);
        var goal = random.Pick(-0.5f, 0.5f) * layout.Length;
        if (view == Viewpoint.Lower && random.Chance(0.5f))
        {
            // Before a penalty mark.
            var mark = goal - MathF.CopySign(layout.MarkDistance, goal);
            return new(mark + random.Normal() * 0.4f, random.Normal() * 0.4f);
        }
        var x = goal - MathF.CopySign(random.Range(0.5f, 3.5f), goal);
        return new(x, Math.Clamp(random.Normal() * layout.GoalWidth * 0.7f, -0.48f * layout.Width, 0.48f * layout.Width));
    }

    /// <summary>Draws the camera's height and where it looks.</summary>
    public static CameraPose DrawPose(SceneRandom random, FieldLayout layout, Vector2 spot, Viewpoint view)
    {
        var yaw = DrawYaw(random, layout, spot);
        switch (view)
        {
            case Viewpoint.Humanoid:
                // Mostly an adult size robot that looks down by 30 to 45 degrees.
                return random.Chance(0.5f)
                    ? new(random.Range(1.05f, 1.32f), random.Normal() * 0.06f, random.Range(0.48f, 0.82f), yaw, spot.X, spot.Y)
                    : new(random.Range(0.6f, 1.25f), random.Normal() * 0.06f, random.Range(0.25f, 0.85f), yaw, spot.X, spot.Y);
            case Viewpoint.Upper:
                return new(random.Range(0.44f, 0.56f), random.Normal() * 0.04f, random.Range(-0.02f, 0.36f), yaw, spot.X, spot.Y);
            case Viewpoint.Lower:
                return new(random.Range(0.4f, 0.52f), random.Normal() * 0.04f, random.Range(0.66f, 1.05f), yaw, spot.X, spot.Y);
            case Viewpoint.Msl:
                return new(random.Range(0.55f, 0.75f), random.Normal() * 0.02f, random.Normal() * 0.05f, yaw, spot.X, spot.Y);
            case Viewpoint.Low:
                return new(random.Range(0.12f, 0.45f), random.Normal() * 0.03f, random.Range(0, 0.4f), yaw, spot.X, spot.Y);
            default:
                var pitch = random.Chance(0.12f) ? random.Range(-0.1f, 0.15f) : random.Range(0.15f, 0.95f);
                return new(random.Range(0.4f, 1.5f), random.Normal() * 0.07f, pitch, yaw, spot.X, spot.Y);
        }
    }

    // Mostly towards the middle of the field or a goal, sometimes in any direction.
    static float DrawYaw(SceneRandom random, FieldLayout layout, Vector2 spot)
    {
        var target = random.Chance(0.45f) ? new Vector2(random.Pick(-0.5f, 0.5f) * layout.Length, random.Range(-1, 1))
            : new Vector2(random.Range(-0.4f, 0.4f) * layout.Length, random.Range(-0.4f, 0.4f) * layout.Width);
        return random.Chance(0.2f) ? random.Range(-MathF.PI, MathF.PI) : MathF.Atan2(target.Y - spot.Y, target.X - spot.X) + random.Normal() * 0.5f;
    }
}
