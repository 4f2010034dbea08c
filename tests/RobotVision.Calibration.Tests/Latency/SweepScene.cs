using RobotVision.Calibration.Latency;
using RobotVision.Cameras;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Rendering;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Geometry;
using RobotVision.Imaging;
using RobotVision.Poses;

namespace RobotVision.Calibration.Tests.Latency;

/// <summary>A standing robot that turns its head, as rendered frames and as poses.</summary>
static class SweepScene
{
    public const double Fps = 30;

    public static readonly FisheyeCamera Camera = new(new(320, 240, 145, 145, 161, 119), -0.02, 0.002);

    static readonly FieldLayout Layout = new() { PenaltyAreaDepth = 2, MarkDistance = 2.1f };

    /// <summary>The head's pose: pan and nod with periods that have no common multiple.</summary>
    public static CameraPose PoseAt(double seconds) => new(
        0.85, 0, 0.35 + 0.12 * Math.Sin(2.9 * seconds + 0.4), 0.35 * Math.Sin(2.1 * seconds) + 0.2 * Math.Sin(0.9 * seconds + 1), -1.5, 0.4);

    /// <summary>The frame exposed at a moment.</summary>
    public static BgrImage Render(double seconds, ulong seed)
    {
        var scene = new SceneRandom(7);
        var recipe = new SceneRecipe
        {
            Camera = Camera,
            Pose = PoseAt(seconds),
            Layout = Layout,
            Turf = new(Layout, scene),
            Hall = new(Layout, scene),
            Light = new(scene),
            Effects = CameraEffects.None with { Noise = 0.015f, Seed = seed },
        };
        return SceneRenderer.Render(recipe, "sweep").Image;
    }

    /// <summary>The poses of the sweep, 100 per second, from before its first exposure until after the last.</summary>
    public static PoseHistory Poses(double seconds, double noise = 0, Func<double, CameraPose>? poseAt = null)
    {
        var poses = new PoseHistory(100_000);
        var random = new RandomSequence(5, 0);
        for (var i = -100; i < seconds * 100 + 100; i++)
        {
            var pose = (poseAt ?? PoseAt)(i * 0.01);
            Vector3d draw = new(random.Normal() * noise, random.Normal() * noise, random.Normal() * noise);
            var exact = TimedPose.Of(pose, i * 10_000);
            poses.Add(exact with { Orientation = exact.Orientation * Rotation.FromVector(draw) });
        }

        return poses;
    }

    /// <summary>The rotations that images of a sweep would show: true rotations with noise and late time stamps.</summary>
    public static List<SweepTurn> Turns(double seconds, double latency, double noise, Func<double, CameraPose>? poseAt = null)
    {
        var random = new RandomSequence(6, 0);
        var turns = new List<SweepTurn>();
        for (var i = 0; i + 1 < seconds * Fps; i++)
        {
            double from = i / Fps, to = (i + 1) / Fps;
            var (before, after) = (TimedPose.Of((poseAt ?? PoseAt)(from)).Orientation, TimedPose.Of((poseAt ?? PoseAt)(to)).Orientation);
            var vector = (before.Inverse() * after).ToVector();
            turns.Add(new(Stamp(from, latency), Stamp(to, latency),
                new Vector3d(-vector.Y + noise * random.Normal(), -vector.Z + noise * random.Normal(), vector.X + noise * random.Normal())));
        }

        return turns;
    }

    /// <summary>The time stamp in microseconds of a frame exposed at a moment.</summary>
    public static long Stamp(double exposed, double latency) => (long)Math.Round((exposed + latency) * 1e6);
}
