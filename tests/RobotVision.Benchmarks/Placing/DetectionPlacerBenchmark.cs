using BenchmarkDotNet.Attributes;
using RobotVision.Cameras;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Placing;
using Found = RobotVision.Detections.Detection;

namespace RobotVision.Benchmarks.Placing;

/// <summary>Placing one detection on the ground: a ball by the middle of its box, a goal post by its foot, which is searched for.</summary>
[MemoryDiagnoser]
public class DetectionPlacerBenchmark
{
    static readonly TimedPose Pose = TimedPose.Of(new CameraPose(1.1, 0.12, 0.55, 0.1));

    DetectionPlacer _placer = null!;
    Found _ball, _post;

    /// <summary>Whether the lens is a fisheye of 140 degrees; else one without distortion of 60 degrees.</summary>
    [Params(false, true)]
    public bool IsFisheye { get; set; }

    /// <summary>Puts a ball and a post 2.5 m ahead to the side.</summary>
    [GlobalSetup]
    public void Calibrate()
    {
        ICameraModel camera = IsFisheye ? new FisheyeCamera(new(640, 480, 262, 262, 320, 240), 0) : new PinholeCamera(new(640, 480, 554, 554, 320, 240));
        _placer = new(new GroundProjector(camera, new GroundOptions()));
        if (!camera.TryProject(Pose.ToCamera(new(2.5, 0.5, 0)), out var x, out var y)) throw new InvalidOperationException("Expected a place in view.");
        _ball = new(ObjectClass.Ball, 0.9f, Box.FromCenter((float)x, (float)y - 15, 30, 30));
        _post = new(ObjectClass.Goalpost, 0.9f, new((float)x - 20, (float)y - 150, (float)x + 20, (float)y));
    }

    /// <summary>Places the ball.</summary>
    [Benchmark(Baseline = true)]
    public Found Ball() => _placer.Place(_ball, Pose);

    /// <summary>Places the post.</summary>
    [Benchmark]
    public Found Post() => _placer.Place(_post, Pose);
}
