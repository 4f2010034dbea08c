using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Objects;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Data.Synthesis;

/// <summary>Draws one random scene: a field in a hall, a robot's camera and the objects around it. Not thread-safe.</summary>
sealed class SceneGenerator
{
    readonly SceneRandom _random;
    readonly SceneRecipe _scene;
    readonly Viewpoint _view;
    readonly BallPatterns _patterns;
    readonly Vector2 _eye;
    readonly float _bodyYaw;
    readonly List<Vector2> _feet = [];

    SceneGenerator(SceneRandom random, int width, int height, BallPatterns patterns)
    {
        (_random, _patterns) = (random, patterns);
        var roll = random.Next();
        _view = roll < 0.48f ? Viewpoint.Humanoid : roll < 0.64f ? Viewpoint.MiddleSize : roll < 0.73f ? Viewpoint.Low : Viewpoint.Any;
        var layout = FieldLayout.Random(random, _view == Viewpoint.MiddleSize);
        var spot = DrawSpot(random, layout);
        _scene = new SceneRecipe
        {
            Layout = layout,
            Camera = LensFactory.For(_view, random, width, height),
            Pose = DrawPose(random, layout, spot, _view),
            Turf = new(layout, random),
            Hall = new(layout, random),
            Light = new(random),
            Effects = CameraEffects.Random(random),
        };
        _eye = spot;
        _bodyYaw = (float)_scene.Pose.Yaw + random.Range(-0.7f, 0.7f) * (random.Chance(0.5f) ? 0.2f : 1);
    }

    /// <summary>Draws a scene.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="patterns">The ball patterns that may be shown.</param>
    public static SceneRecipe Draw(SceneRandom random, int width, int height, BallPatterns patterns)
    {
        var generator = new SceneGenerator(random, width, height, patterns);
        generator.Fill();
        return generator._scene;
    }

    void Fill()
    {
        Goal.AddBoth(_scene, _random);
        Clutter.AddGroundMarks(_scene, _random, AheadOf(1.6f));
        Clutter.AddSunlight(_scene, _random, _eye);
        if (_view is Viewpoint.Humanoid or Viewpoint.Any && _random.Chance(0.85f)) OwnBody.Add(_scene, _random, _bodyYaw, _random.Next());
        AddFigures();
        AddBalls();
        for (var i = _random.Chance(0.6f) ? _random.NextInt32(1, 5) : 0; i > 0; i--)
            if (TryPlace(0, 0.4f, 5, out var place)) Clutter.AddNearBall(_scene, _random, place);
        _scene.CastShadows();
    }

    // A third of the time close to a goal, where posts are large and cut by the image's edge.
    static Vector2 DrawSpot(SceneRandom random, FieldLayout layout)
    {
        if (!random.Chance(0.33f)) return new(random.Range(-0.48f, 0.48f) * layout.Length, random.Range(-0.48f, 0.48f) * layout.Width);
        var goal = random.Pick(-0.5f, 0.5f) * layout.Length;
        var x = goal - MathF.CopySign(random.Range(0.5f, 3.5f), goal);
        return new(x, Math.Clamp(random.Normal() * layout.GoalWidth * 0.7f, -0.48f * layout.Width, 0.48f * layout.Width));
    }

    static CameraPose DrawPose(SceneRandom random, FieldLayout layout, Vector2 spot, Viewpoint view)
    {
        // Mostly towards the middle of the field or a goal, sometimes in any direction.
        var target = random.Chance(0.45f) ? new Vector2(random.Pick(-0.5f, 0.5f) * layout.Length, random.Range(-1, 1))
            : new Vector2(random.Range(-0.4f, 0.4f) * layout.Length, random.Range(-0.4f, 0.4f) * layout.Width);
        var yaw = random.Chance(0.2f) ? random.Range(-MathF.PI, MathF.PI) : MathF.Atan2(target.Y - spot.Y, target.X - spot.X) + random.Normal() * 0.5f;
        switch (view)
        {
            case Viewpoint.Humanoid:
                return new(random.Range(0.8f, 1.25f), random.Normal() * 0.06f, random.Range(0.25f, 0.85f), yaw, spot.X, spot.Y);
            case Viewpoint.MiddleSize:
                return new(random.Range(0.35f, 0.8f), random.Normal() * 0.02f, random.Normal() * 0.08f, yaw, spot.X, spot.Y);
            case Viewpoint.Low:
                return new(random.Range(0.12f, 0.45f), random.Normal() * 0.03f, random.Range(0, 0.4f), yaw, spot.X, spot.Y);
        }
        var pitch = random.Chance(0.12f) ? random.Range(-0.1f, 0.15f) : random.Range(0.15f, 0.95f);
        return new(random.Range(0.4f, 1.5f), random.Normal() * 0.07f, pitch, yaw, spot.X, spot.Y);
    }

    void AddFigures()
    {
        var reach = _view == Viewpoint.MiddleSize ? 14 : 7;
        var team = _random.Chance(0.75f) ? FigureStyle.Robot(_random) : null;
        for (var i = _random.Chance(0.8f) ? _random.NextInt32(1, 6) : 0; i > 0; i--)
        {
            if (!TryPlace(0.05f, _view == Viewpoint.Low ? 0.3f : 0.55f, reach, out var place) || IsTaken(place)) continue;
            var robot = _scene.Add(ObjectClass.Robot);
            _feet.Add(place);
            if (_random.Chance(_view == Viewpoint.Low ? 0.6f : 0.01f)) SmallRobot.Add(_scene, robot, _random, place, _random.Range(0, 6.28f));
            else if (_random.Chance(_view == Viewpoint.MiddleSize ? 0.85f : 0.18f)) WheeledRobot.Add(_scene, robot, _random, place, _random.Range(0, 6.28f));
            else
                Figure.Add(_scene, robot, team is not null && _random.Chance(0.5f) ? team : FigureStyle.Robot(_random),
                    FigurePose.Random(_random, true), place, _random.Range(0, 6.28f));
        }
        for (var i = _random.Chance(0.5f) ? _random.NextInt32(1, 4) : 0; i > 0; i--)
        {
            if (!TryPlace(0.05f, _random.Chance(0.3f) ? 0.5f : 1, reach + 1, out var place) || IsTaken(place)) continue;
            _feet.Add(place);
            Figure.Add(_scene, _scene.Add(ObjectClass.Obstacle), FigureStyle.Human(_random), FigurePose.Random(_random, false), place, _random.Range(0, 6.28f));
        }
        for (var i = _random.Chance(0.3f) ? _random.NextInt32(1, 3) : 0; i > 0; i--)
            if (TryPlace(0, 0.8f, 7, out var place)) Clutter.AddObstacle(_scene, _scene.Add(ObjectClass.Obstacle), _random, place);
        AddBystanders();
        for (var i = _random.Chance(0.55f) ? _random.NextInt32(1, 6) : 0; i > 0; i--)
        {
            var place = Outside(_random.Range(0.1f, 1.5f));
            if (IsInRoom(place)) Clutter.AddNearPost(_scene, _random, place);
        }
    }

    // People and things beyond the turf may or may not count as obstacles, so their labels are ignored.
    void AddBystanders()
    {
        for (var i = _random.NextInt32(0, 7); i > 0; i--)
        {
            var place = Outside(_random.Range(0.3f, 1.5f));
            if (!IsInRoom(place)) continue;
            var owner = _scene.Add(ObjectClass.Obstacle, unclear: true);
            if (_random.Chance(0.7f)) Figure.Add(_scene, owner, FigureStyle.Human(_random), FigurePose.Random(_random, false), place, _random.Range(0, 6.28f));
            else Clutter.AddObstacle(_scene, owner, _random, place);
        }
    }

    // A random position on the floor beside the turf, at a distance in metres from its edge.
    Vector2 Outside(float distance)
    {
        var layout = _scene.Layout;
        return _random.Chance(0.5f)
            ? new(_random.Pick(-1, 1) * (layout.TurfX + distance), _random.Range(-1, 1) * layout.TurfY)
            : new(_random.Range(-1, 1) * layout.TurfX, _random.Pick(-1, 1) * (layout.TurfY + distance));
    }

    bool IsInRoom(Vector2 place) =>
        MathF.Abs(place.X) <= _scene.Hall.TurfRoomX && MathF.Abs(place.Y) <= _scene.Hall.TurfRoomY && Vector2.Distance(place, _eye) >= 0.8f;

    void AddBalls()
    {
        var count = _random.Chance(0.17f) ? 0 : _random.Chance(0.7f) ? 1 : _random.NextInt32(2, 4);
        for (var i = 0; i < count; i++)
        {
            // Small robots play with a golf ball.
            var radius = _view == Viewpoint.Low && _random.Chance(0.6f) ? 0.0215f
                : _random.Chance(0.75f) ? _random.Range(0.065f, 0.115f) : _random.Range(0.05f, 0.125f);
            var pattern = _patterns.Draw(_random, isOftenPlain: _view is Viewpoint.MiddleSize or Viewpoint.Low);
            var gloss = _random.Range(0, 0.5f);
            if (TryBallPlace(radius, out var place) && !TouchesBall(place, radius)) _scene.AddBall(place, radius, pattern, gloss);
        }
    }

    bool IsTaken(Vector2 place) => _feet.Exists(taken => Vector2.Distance(taken, place) < 0.45f);

    bool TouchesBall(Vector3 place, float radius) =>
        _scene.Objects.Exists(item => item.BallRadius > 0 && Vector3.Distance(item.BallCenter, place) < item.BallRadius + radius);

    bool TryBallPlace(float radius, out Vector3 place)
    {
        var roll = _random.Next();
        place = default;
        if (roll < 0.2f)
        {
            // At the own feet, where the ball is large and close to white shoes.
            float ahead = _random.Range(0.16f, 0.6f) * (float)_scene.Pose.Height + radius, left = _random.Range(-0.35f, 0.35f);
            var (sine, cosine) = MathF.SinCos(_bodyYaw);
            place = new(_eye.X + cosine * ahead - sine * left, _eye.Y + sine * ahead + cosine * left, radius);
            return true;
        }
        if (roll < 0.32f && TryPointInView(out var point))
        {
            place = new(point.X + _random.Normal() * 0.05f, point.Y + _random.Normal() * 0.05f, radius);
            return true;
        }
        if (roll < 0.47f && _feet.Count > 0)
        {
            // At the feet of another figure, which plays the ball or partly hides it.
            var foot = _feet[_random.NextInt32(0, _feet.Count)];
            var behind = MathF.Atan2(foot.Y - _eye.Y, foot.X - _eye.X) + _random.Normal() * 0.5f;
            var (sine, cosine) = MathF.SinCos(_random.Chance(0.4f) ? behind : _random.Range(0, 6.28f));
            place = new(foot.X + cosine * (0.12f + radius), foot.Y + sine * (0.12f + radius), radius);
            return true;
        }
        if (roll < 0.55f && TryAtEdge(radius, out place)) return true;
        if (!TryPlace(radius, 0.3f, _random.Chance(0.7f) ? 4 : 10, out var free)) return false;
        var lifted = _random.Chance(0.06f) ? _random.Range(0, 0.7f) : 0;
        place = new(free, radius + lifted);
        return true;
    }

    // Near the camera and cut by the image's edge.
    bool TryAtEdge(float radius, out Vector3 place)
    {
        place = default;
        double x = _random.Next() * _scene.Camera.Width, y = _random.Next() * _scene.Camera.Height;
        if (_random.Chance(0.5f)) y = _random.Range(0.95f, 1.05f) * _scene.Camera.Height;
        else x = (_random.Pick(0, 1) + _random.Range(-0.05f, 0.05f)) * _scene.Camera.Width;
        if (!_scene.Camera.TryUnproject(x, y, out var ray) || !_scene.Pose.TryMeetPlane(ray, radius, out var point)) return false;
        place = new((float)point.X, (float)point.Y, radius);
        return Vector2.Distance(new(place.X, place.Y), _eye) is > 0.3f and < 2;
    }

    bool TryPointInView(out Vector2 point)
    {
        var near = _scene.Layout.Points().Select(item => item.Place).Where(at => Vector2.Distance(at, _eye) is > 0.4f and < 4).ToArray();
        point = near.Length > 0 ? near[_random.NextInt32(0, near.Length)] : default;
        return near.Length > 0;
    }

    Vector2 AheadOf(float distance) =>
        _eye + new Vector2(MathF.Cos((float)_scene.Pose.Yaw), MathF.Sin((float)_scene.Pose.Yaw)) * distance;

    // A random position on the turf that is in view: the point where the ray of a random pixel meets the ground.
    bool TryPlace(float height, float nearest, float farthest, out Vector2 place)
    {
        for (var attempt = 0; attempt < 12; attempt++)
        {
            double x = _random.Range(-0.04f, 1.04f) * _scene.Camera.Width, y = _random.Range(0.02f, 1.02f) * _scene.Camera.Height;
            if (!_scene.Camera.TryUnproject(x, y, out var ray) || !_scene.Pose.TryMeetPlane(ray, height, out var point)) continue;
            place = new((float)point.X, (float)point.Y);
            var distance = Vector2.Distance(place, _eye);
            if (distance < nearest || distance > farthest) continue;
            if (MathF.Abs(place.X) < _scene.Layout.TurfX && MathF.Abs(place.Y) < _scene.Layout.TurfY) return true;
        }
        place = default;
        return false;
    }
}
