using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Objects;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Placement;

/// <summary>
/// Places balls: at the own feet, on lines, crossings and marks, at toes and fingers, in arms, at the image's edge, in the air. Not
/// thread-safe.
/// </summary>
/// <param name="scene">The scene.</param>
/// <param name="random">The scene's random numbers.</param>
/// <param name="places">The places of the scene.</param>
/// <param name="view">The kind of camera.</param>
/// <param name="bodyYaw">The heading of the own body.</param>
sealed class BallPlaces(SceneRecipe scene, SceneRandom random, Places places, Viewpoint view, float bodyYaw)
{
    /// <summary>Adds the balls of a scene.</summary>
    /// <param name="patterns">The patterns that may be shown.</param>
    /// <param name="robots">The robots at which balls may lie.</param>
    public void AddAll(BallPatterns patterns, IReadOnlyList<RobotSite> robots)
    {
        var count = random.Chance(0.17f) ? 0 : random.Chance(0.7f) ? 1 : random.NextInt32(2, 4);
        for (var i = 0; i < count; i++)
        {
            var radius = DrawRadius();
            var pattern = patterns.Draw(random, isOftenPlain: view is Viewpoint.Msl or Viewpoint.Low);
            var gloss = random.Range(0, 0.5f);
            if (!TryPlace(radius, robots, out var place) || TouchesBall(place, radius)) continue;
            scene.AddBall(place, radius, pattern, gloss);
            // Boxes, bags and shoes lie near balls too.
            if (random.Chance(0.12f)) AddBeside(place, radius);
        }
    }

    float DrawRadius() => view switch
    {
        Viewpoint.Low when random.Chance(0.6f) => 0.0215f, // a golf ball
        Viewpoint.Upper or Viewpoint.Lower when random.Chance(0.8f) => random.Range(0.048f, 0.053f),
        Viewpoint.Msl when random.Chance(0.8f) => random.Range(0.105f, 0.115f),
        _ => random.Chance(0.75f) ? random.Range(0.065f, 0.115f) : random.Range(0.05f, 0.125f),
    };

    bool TryPlace(float radius, IReadOnlyList<RobotSite> robots, out Vector3 place)
    {
        var roll = random.Next();
        place = default;
        if (roll < 0.18f)
        {
            place = AtOwnFeet(radius);
            return true;
        }
        if (roll < 0.31f && TryMarkInView(out var point))
        {
            // On a crossing or mark, mostly in its middle.
            var off = random.Chance(0.5f) ? 0.01f : 0.06f;
            place = new(point.X + random.Normal() * off, point.Y + random.Normal() * off, radius);
            return true;
        }
        if (roll < 0.38f && TryOnLine(out point))
        {
            place = new(point, radius);
            return true;
        }
        if (roll < 0.56f && robots.Count > 0)
        {
            place = AtRobot(robots[random.NextInt32(0, robots.Count)], radius);
            return Vector2.Distance(new(place.X, place.Y), places.Eye) > 0.25f;
        }
        if (roll < 0.6f && places.Feet.Count > 0)
        {
            // At a person's or another foot, from any side.
            var foot = places.Feet[random.NextInt32(0, places.Feet.Count)];
            var angle = random.Range(0, 6.28f);
            place = new(foot.X + MathF.Cos(angle) * (0.12f + radius), foot.Y + MathF.Sin(angle) * (0.12f + radius), radius);
            return true;
        }
        if (roll < 0.68f && TryAtEdge(radius, out place)) return true;
        if (!places.TryInView(radius, 0.3f, random.Chance(0.7f) ? 4 : 10, out var free)) return false;
        var flies = random.Chance(view == Viewpoint.Msl ? 0.2f : 0.06f);
        place = new(free, radius + (flies ? random.Range(0, view == Viewpoint.Msl ? 1.8f : 0.7f) : 0));
        return true;
    }

    // At the own feet, where the ball is large and close to white shoes, or between the arms of a wheeled robot.
    Vector3 AtOwnFeet(float radius)
    {
        float ahead = random.Range(0.16f, 0.6f) * (float)scene.Pose.Height + radius, left = random.Range(-0.35f, 0.35f);
        if (view == Viewpoint.Msl && random.Chance(0.6f)) (ahead, left) = (random.Range(0.26f, 0.36f), random.Range(-0.04f, 0.04f));
        if (view == Viewpoint.Lower) (ahead, left) = (random.Range(0.14f, 0.7f), random.Range(-0.2f, 0.2f));
        var (sine, cosine) = MathF.SinCos(bodyYaw);
        return new(places.Eye.X + cosine * ahead - sine * left, places.Eye.Y + sine * ahead + cosine * left, radius);
    }

    // Before its toes, behind it as seen from the camera, or held against it or in its arms.
    Vector3 AtRobot(RobotSite robot, float radius)
    {
        var roll = random.Next();
        var away = MathF.Atan2(robot.Place.Y - places.Eye.Y, robot.Place.X - places.Eye.X);
        var angle = roll < 0.5f ? robot.Yaw + random.Normal() * 0.3f : roll < 0.75f ? away + random.Normal() * 0.5f : random.Range(0, 6.28f);
        var distance = view == Viewpoint.Msl ? 0.24f + radius * random.Range(0.3f, 1) : random.Range(0.06f, 0.14f) + radius;
        var height = view != Viewpoint.Msl && roll < 0.06f ? random.Range(0.1f, 0.5f) : 0;
        return new(robot.Place.X + MathF.Cos(angle) * distance, robot.Place.Y + MathF.Sin(angle) * distance, radius + height);
    }

    // Near the camera and cut by the image's edge, often to a crescent.
    bool TryAtEdge(float radius, out Vector3 place)
    {
        place = default;
        double x = random.Next() * scene.Camera.Width, y = random.Next() * scene.Camera.Height;
        if (random.Chance(0.5f)) y = random.Range(0.95f, 1.06f) * scene.Camera.Height;
        else x = (random.Pick(0, 1) + random.Range(-0.05f, 0.05f)) * scene.Camera.Width;
        if (!scene.Camera.TryUnproject(x, y, out var ray) || !scene.Pose.TryMeetPlane(ray, radius, out var point)) return false;
        place = new((float)point.X, (float)point.Y, radius);
        return Vector2.Distance(new(place.X, place.Y), places.Eye) is > 0.3f and < 2;
    }

    bool TryMarkInView(out Vector2 point)
    {
        var near = scene.Layout.Points().Select(item => item.Place).Where(at => Vector2.Distance(at, places.Eye) is > 0.4f and < 4).ToArray();
        point = near.Length > 0 ? near[random.NextInt32(0, near.Length)] : default;
        return near.Length > 0;
    }

    // On the middle of a touch, goal or halfway line.
    bool TryOnLine(out Vector2 point)
    {
        var layout = scene.Layout;
        if (!places.TryInView(0, 0.4f, 5, out point)) return false;
        float toSide = MathF.Abs(MathF.Abs(point.Y) - layout.Width / 2), toEnd = MathF.Abs(MathF.Abs(point.X) - layout.Length / 2);
        var toMiddle = MathF.Abs(point.X);
        point = toSide < toEnd && toSide < toMiddle ? new(point.X, MathF.CopySign(layout.Width / 2, point.Y))
            : toEnd < toMiddle ? new(MathF.CopySign(layout.Length / 2, point.X), point.Y) : new(0, point.Y);
        return Vector2.Distance(point, places.Eye) is > 0.3f and < 6;
    }

    void AddBeside(Vector3 ball, float radius)
    {
        var angle = random.Range(0, 6.28f);
        var far = random.Range(0.25f, 0.8f) + radius;
        var place = new Vector2(ball.X + MathF.Cos(angle) * far, ball.Y + MathF.Sin(angle) * far);
        if (Vector2.Distance(place, places.Eye) < 0.5f) return;
        if (random.Chance(0.5f)) Clutter.AddNearBall(scene, random, place);
        else Clutter.AddPackage(scene, scene.Add(Detections.ObjectClass.Obstacle), random, place);
    }

    bool TouchesBall(Vector3 place, float radius) =>
        scene.Objects.Exists(item => item.BallRadius > 0 && Vector3.Distance(item.BallCenter, place) < item.BallRadius + radius);
}
