using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Tracking;

namespace RobotVision.Tests.Pipeline;

/// <summary>The steps place and track of <see cref="FrameProcessor"/>, for detections that a test makes.</summary>
sealed class PlaceAndTrack(CameraSetup setup)
{
    readonly FramePlacer _placer = new(setup);
    readonly FrameTracker _tracker = new(setup);

    public PlaceAndTrack()
        : this(new CameraSetup())
    {
        // Without calibration.
    }

    public string? Problem => _placer.Problem;

    public DriftState? Drift => _placer.Drift;

    public IEnumerable<string> Warnings => _placer.Warnings;

    public bool Localize(Observation observation)
    {
        var frame = observation.Frame;
        var (status, time) = (_placer.PoseOf(frame, out var pose), TimeOf(frame));
        observation.Inputs = new() { Camera = "test", Model = "", Thresholds = TestModel.LowThresholds, Time = time, Pose = pose, PoseStatus = status };
        var hasChanged = _placer.Place(frame, time, pose, observation.Detections);
        _tracker.Track(frame, time, pose, _placer.For(frame), observation.Detections, observation.Tracks);
        return hasChanged;
    }

    public void Expect(Frame frame, ExpectedBalls balls)
    {
        balls.Clear();
        _placer.PoseOf(frame, out var at);
        if (at is not { } pose || TimeOf(frame) is not { } time || _placer.For(frame) is not { } placer) return;
        balls.Begin(placer, pose);
        var places = new GroundPoint[Tracker.Capacity];
        var count = _tracker.ExpectBalls(time, pose, places);
        for (var i = 0; i < count; i++) balls.AddBall(places[i]);
    }

    TimeSpan? TimeOf(Frame frame) => frame.CapturedAt is null ? frame.SourceTime : setup.Clock.GetElapsedTime(0, frame.Timestamp);
}
