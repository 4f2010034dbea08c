using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Synthesis.Match;

/// <summary>Simulates a short match: a ball that rolls and is kicked, robots that walk after it, an own robot that watches it.</summary>
sealed class MatchSimulation
{
    const float Friction = 0.35f;  // deceleration on turf in m/s^2, chosen by eye
    const float WalkSpeed = 0.32f; // m/s
    const float StepsPerSecond = 1.7f;
    const float UsualDistance = 0.65f;

    readonly SceneRandom _random;
    readonly FieldLayout _layout;
    readonly float _radius, _eyeHeight, _interval, _distance;
    readonly Walker[] _others;
    Vector2 _ball, _velocity, _self;
    Quaternion _ballRotation = Quaternion.Identity;
    float _selfYaw, _gaze, _pitch = 0.5f, _step, _time, _nextKick = 1.5f;

    MatchSimulation(SceneRandom random, FieldLayout layout, float radius, float eyeHeight, int others, float interval, float distance)
    {
        (_random, _layout, _radius, _eyeHeight, _interval, _distance) = (random, layout, radius, eyeHeight, interval, distance);
        _self = new(random.Range(-0.3f, 0.1f) * layout.Length, random.Range(-0.3f, 0.3f) * layout.Width);
        var farther = distance - UsualDistance;
        _self.X = MathF.Max(_self.X - farther / 2, MathF.Min(_self.X, -layout.Length / 2)); // so that a far ball is on the field too
        _ball = _self + new Vector2(random.Range(1.2f, 2) + farther, random.Range(-0.5f, 0.5f));
        _others = new Walker[others];
        for (var i = 0; i < others; i++)
        {
            var position = new Vector2(random.Range(-0.1f, 0.5f) * layout.Length, random.Range(-0.45f, 0.45f) * layout.Width);
            _others[i] = new(position, random.Range(0, 6), random.Next(), 0);
        }
    }

    /// <summary>Simulates a match and returns its state in every frame.</summary>
    public static MatchState[] Run(SceneRandom random, FieldLayout layout, float radius, float eyeHeight, int others, MatchClipOptions options)
    {
        var simulation = new MatchSimulation(random, layout, radius, eyeHeight, others, (float)(1 / options.Fps), (float)options.Distance);
        var states = new MatchState[options.Count];
        for (var i = 0; i < states.Length; i++) states[i] = simulation.Advance();
        return states;
    }

    MatchState Advance()
    {
        _time += _interval;
        MoveBall();
        for (var i = 0; i < _others.Length; i++) MoveOther(i);
        MoveSelf();
        return new(_ball, _ballRotation, _self, _selfYaw, _gaze, _pitch, _step, [.. _others]);
    }

    void MoveBall()
    {
        if (_time > _nextKick)
        {
            _nextKick = _time + _random.Range(2.5f, 4.5f);
            var aim = new Vector2(_random.Range(-0.3f, 0.4f) * _layout.Length, _random.Range(-0.35f, 0.35f) * _layout.Width) - _ball;
            _velocity = Vector2.Normalize(aim) * _random.Range(0.7f, 1.6f);
        }
        var speed = _velocity.Length();
        if (speed < 1e-4f) return;
        var step = _velocity * _interval;
        _ball += step;
        var axis = Vector3.Normalize(new Vector3(-_velocity.Y, _velocity.X, 0));
        _ballRotation = Quaternion.Normalize(Quaternion.CreateFromAxisAngle(axis, step.Length() / _radius) * _ballRotation);
        _velocity *= MathF.Max(0, 1 - Friction * _interval / speed);
        if (MathF.Abs(_ball.X) > _layout.TurfX - _radius) _velocity.X = -MathF.CopySign(_velocity.X, _ball.X) * 0.6f;
        if (MathF.Abs(_ball.Y) > _layout.TurfY - _radius) _velocity.Y = -MathF.CopySign(_velocity.Y, _ball.Y) * 0.6f;
    }

    void MoveOther(int i)
    {
        // Each robot walks to its own target near the ball; the last walker, a referee, keeps away from it.
        var walker = _others[i];
        var referee = i == _others.Length - 1;
        var angle = i * 2.3f + 0.15f * _time;
        var target = _ball + new Vector2(MathF.Cos(angle), MathF.Sin(angle)) * (referee ? 2.4f : 0.35f + 0.45f * i);
        if (referee) target.Y = MathF.CopySign(MathF.Max(MathF.Abs(target.Y), _layout.Width * 0.35f), target.Y);
        var way = target - walker.Position;
        var toSelf = walker.Position - _self;
        if (toSelf.Length() < 0.9f) way = toSelf;
        var pace = Math.Clamp(way.Length() * 2, 0, 1);
        var heading = pace > 0.2f ? way : _ball - walker.Position;
        _others[i] = new(
            walker.Position + (way.Length() > 0.01f ? Vector2.Normalize(way) : Vector2.Zero) * (pace * WalkSpeed * (referee ? 1.6f : 0.9f) * _interval),
            Toward(walker.Yaw, MathF.Atan2(heading.Y, heading.X), 1.5f * _interval),
            walker.Step + StepsPerSecond * 0.5f * _interval * (0.3f + 0.7f * pace), pace);
    }

    void MoveSelf()
    {
        var toBall = _ball - _self;
        var distance = toBall.Length();
        var bearing = MathF.Atan2(toBall.Y, toBall.X);
        _selfYaw = Toward(_selfYaw, bearing, 0.9f * _interval);
        var pace = distance > _distance + 0.1f ? 1 : distance < _distance - 0.1f ? -0.8f : 0;
        _self += new Vector2(MathF.Cos(_selfYaw), MathF.Sin(_selfYaw)) * (pace * WalkSpeed * _interval);
        _step += StepsPerSecond * 0.5f * _interval;
        var scan = 0.3f * MathF.Sin(_time * 0.9f);
        _gaze = Toward(_gaze, bearing + scan, 2.2f * _interval);
        _gaze = Toward(_selfYaw, _gaze, 0.9f); // the range of the neck
        var aim = Math.Clamp(MathF.Atan2(_eyeHeight, distance) - 0.12f + 0.1f * MathF.Sin(_time * 0.7f), 0.2f, 0.95f);
        _pitch += (aim - _pitch) * MathF.Min(1, 2.5f * _interval);
    }

    static float Toward(float angle, float target, float most) =>
        angle + Math.Clamp(MathF.IEEERemainder(target - angle, 2 * MathF.PI), -most, most);
}

/// <summary>The state of a match in one frame; metres and radians in the field frame.</summary>
/// <param name="Ball">The ball's position on the ground.</param>
/// <param name="BallRotation">The ball's orientation after rolling.</param>
/// <param name="Self">The own robot's position.</param>
/// <param name="SelfYaw">The own robot's yaw.</param>
/// <param name="Gaze">The head's yaw on the field.</param>
/// <param name="GazePitch">The head's pitch, positive downwards.</param>
/// <param name="SelfStep">The own robot's step cycle, counted in steps.</param>
/// <param name="Others">The other walkers.</param>
readonly record struct MatchState(
    Vector2 Ball, Quaternion BallRotation, Vector2 Self, float SelfYaw, float Gaze, float GazePitch, float SelfStep, Walker[] Others);

/// <summary>The state of one walking robot or person in one frame.</summary>
/// <param name="Position">Its position on the ground.</param>
/// <param name="Yaw">Its yaw.</param>
/// <param name="Step">Its step cycle, counted in steps.</param>
/// <param name="Pace">0 standing .. 1 walking.</param>
readonly record struct Walker(Vector2 Position, float Yaw, float Step, float Pace);
