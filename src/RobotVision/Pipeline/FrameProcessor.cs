using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Geometry;
using RobotVision.Inference;
using RobotVision.Placing;
using RobotVision.Sampling;
using RobotVision.Tracking;

namespace RobotVision.Pipeline;

/// <summary>
/// The way of one frame from pixels to results: sample, infer, close up, decode, place, track, all on the caller's thread. The pipeline, the tools for
/// data sets and the benchmarks go through it. Frames are those of one camera in order; one thread at a time. Allocates only when it is created,
/// when the model is replaced and when frames change size.
/// </summary>
public sealed class FrameProcessor
{
    readonly TimeProvider _clock;
    readonly CloseUpOptions _closeUps;
    readonly FrameTracker _tracker;
    readonly Sampler _sampler = new();
    readonly ViewExpectation _view = new();
    readonly GroundPoint[] _expected = new GroundPoint[Tracker.Capacity];
    CloseUpChooser _chooser;
    TimeSpan _inferTime; // of the whole view of the last frame: how many close-ups fit the budget follows from it

    /// <summary>Prepares for the frames of one camera.</summary>
    /// <param name="runner">Runs the network; borrowed, for this processor alone.</param>
    /// <param name="closeUps">How many close-ups of each frame; none when null.</param>
    /// <param name="placer">Places what is found; without calibration when null. For this processor alone.</param>
    /// <param name="clock">Measures the times of the stages.</param>
    /// <exception cref="ArgumentException">The model takes fewer samples than there shall be close-ups.</exception>
    public FrameProcessor(ModelRunner runner, CloseUpOptions? closeUps = null, FramePlacer? placer = null, TimeProvider? clock = null)
    {
        (_closeUps, _clock, Placer, Runner) = (closeUps ?? new(), clock ?? TimeProvider.System, placer ?? new(), runner);
        _tracker = new(Placer.Setup);
        _chooser = Use(runner);
    }

    /// <summary>Runs the network; borrowed.</summary>
    public ModelRunner Runner { get; private set; }

    /// <summary>Places what is found.</summary>
    public FramePlacer Placer { get; }

    /// <summary>Runs another model from the next frame on.</summary>
    /// <exception cref="ArgumentException">The model takes fewer samples than there shall be close-ups.</exception>
    public void Replace(ModelRunner runner) => _chooser = Use(runner);

    /// <summary>Creates memory for a frame and its results.</summary>
    public Observation CreateObservation(Frame frame) => new(frame, 1 + _closeUps.CloseUps, Runner.Model.OutputLength);

    /// <summary>The inputs of a frame: all that decides its result besides its pixels.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="camera">The camera's name.</param>
    /// <param name="thresholds">The confidences from which a candidate counts.</param>
    /// <param name="isLive">Whether close-ups are limited by the budget of time.</param>
    public FrameInputs InputsOf(Frame frame, string camera, FrameThresholds thresholds, bool isLive = false)
    {
        var status = Placer.PoseOf(frame, out var pose);
        return new()
        {
            Camera = camera,
            Model = Runner.Model.Hash,
            Thresholds = thresholds,
            CloseUps = isLive ? _closeUps.CloseUpsInTime(_inferTime) : _closeUps.CloseUps, // the same results in every replay
            // The clock of the day may be set while the robot plays; the frame's time stamp runs evenly.
            Time = frame.CapturedAt is null ? frame.SourceTime : _clock.GetElapsedTime(0, frame.Timestamp),
            PoseStatus = status,
            Pose = pose,
        };
    }

    /// <summary>Works on a frame.</summary>
    /// <param name="observation">The frame with its <see cref="Observation.Inputs"/>; takes the results.</param>
    /// <returns>Whether what the state says has changed: see <see cref="FramePlacer.Place"/>.</returns>
    /// <exception cref="InvalidDataException">The calibration is of another shape of image than a stream's first frame.</exception>
    public bool Process(Observation observation)
    {
        var (frame, views, times, detections) = (observation.Frame, observation.Views, observation.Times, observation.Detections);
        var (inputs, format) = (observation.Inputs, Runner.Model.Contract.Input);
        var started = _clock.GetTimestamp();

        views.SampleWhole(frame.Picture, _sampler, format);
        times[Stage.Sample] = Lap(ref started);

        views.InferWhole(Runner);
        times[Stage.Infer] = _inferTime = Lap(ref started);

        if (inputs.CloseUps > 0)
        {
            Expect(frame, inputs);
            _chooser.Choose(views.Outputs, frame.Width, frame.Height, _view, views.CloseUpRegions(inputs.CloseUps));
            views.SampleAndInferCloseUps(inputs.CloseUps, frame.Picture, _sampler, Runner);
        }
        times[Stage.CloseUp] = Lap(ref started);

        detections.Clear();
        observation.Features.Clear();
        CloseUpMerger.Decode(views.Outputs, views.Regions, frame.Width, frame.Height, inputs.Thresholds.For(inputs.CloseUps), detections, observation.Features);
        times[Stage.Decode] = Lap(ref started);

        var hasChanged = Placer.Place(frame, inputs.Time, inputs.Pose, detections);
        times[Stage.Place] = Lap(ref started);

        _tracker.Track(frame, inputs.Time, inputs.Pose, Placer.For(frame), detections, observation.Tracks);
        times[Stage.Track] = Lap(ref started);
        return hasChanged;
    }

    /// <summary>Runs the network on the whole view of an image alone; also for networks that do not say where things are.</summary>
    /// <returns>Its output, valid until the next call.</returns>
    public ReadOnlySpan<float> InferWhole(Observation observation)
    {
        observation.Views.SampleWhole(observation.Frame.Picture, _sampler, Runner.Model.Contract.Input);
        observation.Views.InferWhole(Runner);
        return observation.Views.Outputs;
    }

    /// <summary>What pose and tracks say of the view before close-ups are chosen.</summary>
    void Expect(Frame frame, in FrameInputs inputs)
    {
        _view.Clear();
        if (inputs.Time is not { } time || inputs.Pose is not { } pose || Placer.For(frame) is not { } placer) return;
        _view.Begin(placer, pose);
        var count = _tracker.ExpectBalls(time, pose, _expected);
        for (var i = 0; i < count; i++) _view.AddBall(_expected[i]);
    }

    CloseUpChooser Use(ModelRunner runner)
    {
        _closeUps.Validate(runner.Model.MaxSamples);
        Runner = runner;
        _inferTime = _closeUps.CloseUps > 0 ? TimeRun(runner) : default;
        return new(runner.Model.Contract);
    }

    TimeSpan TimeRun(ModelRunner runner)
    {
        var (sample, output) = (new float[SampleFormat.Length], new float[runner.Model.OutputLength]);
        var started = _clock.GetTimestamp();
        runner.Run(sample, 1, output);
        return _clock.GetElapsedTime(started);
    }

    /// <summary>The time since the last stage ended; the next one begins now.</summary>
    TimeSpan Lap(ref long started)
    {
        var now = _clock.GetTimestamp();
        var time = _clock.GetElapsedTime(started, now);
        started = now;
        return time;
    }
}
