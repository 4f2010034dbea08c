using System.Numerics;
using RobotVision.Cameras;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Objects;
using RobotVision.Data.Synthesis.People;
using RobotVision.Data.Synthesis.Robots;
using RobotVision.Data.Synthesis.Robots.Humanoids;
using RobotVision.Data.Synthesis.Rendering;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Data.Synthesis.Match;

/// <summary>
/// A short rendered match seen by a walking robot: a rolling ball, other robots, a referee. Every frame depends only on the
/// options and can be rendered in any order, from any thread.
/// </summary>
public sealed class MatchClip
{
    const int Robots = 3;

    /// <summary>The sequence of random numbers of the motion in the first frame; the next frames have the next ones.</summary>
    const ulong FirstMotion = 1UL << 32;

    readonly MatchClipOptions _options;
    readonly FieldLayout _layout;
    readonly ICameraModel _camera;
    readonly Turf _turf;
    readonly Hall _hall;
    readonly Lighting _light;
    readonly CameraEffects _effects;
    readonly BallPattern _pattern;
    readonly FigureStyle[] _styles;
    readonly ulong _refereeLooks;
    readonly MatchState[] _states;
    readonly float _eyeHeight, _ballRadius;

    /// <summary>Simulates the match; nothing is rendered yet.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public MatchClip(MatchClipOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        var random = new SceneRandom(options.Seed, 0xC11B);
        _layout = new() { PenaltyAreaDepth = 2, PenaltyAreaWidth = 5, MarkDistance = 2.1f, GoalHeight = 1.8f, PostRadius = 0.06f, Border = 0.9f };
        var focal = options.Width / random.Range(2.05f, 2.4f); // pixels per radian: 118 to 138 degrees horizontally
        _camera = new FisheyeCamera(new(options.Width, options.Height, focal, focal, options.Width / 2.0, options.Height / 2.0), -0.02);
        _turf = new(_layout, random);
        _hall = new(_layout, random);
        _light = new(random);
        _effects = CameraEffects.None with { Gain = new(1.1f), Noise = 0.008f, Softness = 0.3f, Vignetting = 0.2f };
        _pattern = new(random.Pick(BallPatternKind.Pentagons, BallPatternKind.Mosaic, BallPatternKind.Triangles), random);
        _styles = [.. Enumerable.Range(0, Robots).Select(_ => FigureStyle.Robot(random))];
        _refereeLooks = random.NextBits();
        _eyeHeight = random.Range(0.8f, 1.1f);
        _ballRadius = random.Range(0.09f, 0.11f);
        _states = MatchSimulation.Run(random, _layout, _ballRadius, _eyeHeight, Robots + 1, options);
    }

    /// <summary>The number of frames.</summary>
    public int Count => _options.Count;

    /// <summary>Frames per second.</summary>
    public double Fps => _options.Fps;

    /// <summary>The camera.</summary>
    public ICameraModel Camera => _camera;

    /// <summary>The camera's pose of a frame in the field frame: metres and radians; origin at the centre, x to one goal, y left, z up.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frame number is not in the match.</exception>
    public CameraPose PoseAt(int frame)
    {
        var state = StateAt(frame);
        var phase = state.SelfStep * 2 * MathF.PI;
        return new(_eyeHeight + 0.012 * Math.Sin(2 * phase), 0.035 * Math.Sin(phase), state.GazePitch + 0.02 * Math.Sin(2 * phase + 0.6),
            state.Gaze + 0.03 * Math.Sin(phase + 1), state.Self.X + 0.01 * Math.Sin(phase), state.Self.Y + 0.02 * Math.Cos(phase));
    }

    /// <summary>
    /// The camera's pose as the robot would send it, in the recording's time: the robot's frame lies on the ground under the camera with
    /// the camera's yaw, and the odometry gives its exact position on the field.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The frame number is not in the match.</exception>
    public TimedPose RobotPoseAt(int frame)
    {
        var pose = PoseAt(frame);
        // Rounded to microseconds, as frame sources do.
        var time = TimeSpan.FromSeconds(frame / Fps).Ticks / TimeSpan.TicksPerMicrosecond;
        return new(time, Rotation.FromAngles(pose.Roll, pose.Pitch, 0), new(0, 0, pose.Height), new(pose.X, pose.Y, pose.Yaw));
    }

    /// <summary>The ball's centre in a frame, in metres in the field frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frame number is not in the match.</exception>
    public Vector3d BallAt(int frame)
    {
        var ball = StateAt(frame).Ball;
        return new(ball.X, ball.Y, _ballRadius);
    }

    /// <summary>Renders one frame with its labels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frame number is not in the match.</exception>
    public LabelledImage Render(int frame)
    {
        var state = StateAt(frame);
        var scene = new SceneRecipe
        {
            Layout = _layout,
            Camera = _camera,
            Pose = PoseAt(frame),
            Turf = _turf,
            Hall = _hall,
            Light = _light,
            Effects = _effects with { Seed = _options.Seed * 1_000_003 + (ulong)frame, Motion = MotionIn(frame) },
        };
        // Static objects are drawn again in every frame from the same random numbers.
        Goal.AddBoth(scene, new(_options.Seed, 1));
        Clutter.AddGroundMarks(scene, new(_options.Seed, 2), Vector2.Zero);
        OwnBody.Add(scene, new(_options.Seed, 3), state.SelfYaw, state.SelfStep);
        for (var i = 0; i < state.Others.Length; i++)
        {
            var walker = state.Others[i];
            if (i < Robots)
            {
                var pose = FigurePose.Walking(walker.Step, walker.Pace);
                Figure.Add(scene, scene.Add(ObjectClass.Robot), _styles[i], pose, walker.Position, walker.Yaw);
                continue;
            }

            var walk = Postures.Walking(walker.Step, walker.Pace);
            Person.Add(scene, scene.Add(ObjectClass.Obstacle), new(_refereeLooks), walk, walker.Position, walker.Yaw);
        }
        scene.AddBall(new(state.Ball, _ballRadius), _ballRadius, _pattern, 0.3f, state.BallRotation);
        scene.CastShadows();
        return SceneRenderer.Render(scene, $"match-{_options.Seed}-{frame:D5}") with { IsBlurred = MotionIn(frame) != default };
    }

    /// <summary>The image motion during the exposure of a frame, in pixels; zero in most frames, see <see cref="MatchClipOptions.Blurred"/>.</summary>
    Vector2 MotionIn(int frame)
    {
        var random = new SceneRandom(_options.Seed, FirstMotion + (ulong)frame);
        return random.Chance((float)_options.Blurred) ? CameraEffects.TurnOfHead(random, random.Range(0.01f, 0.06f) * _options.Width) : default;
    }

    MatchState StateAt(int frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, Count);
        return _states[frame];
    }
}
