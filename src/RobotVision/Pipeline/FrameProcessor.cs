using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Placing;
using RobotVision.Sampling;
using RobotVision.Tracking;

namespace RobotVision.Pipeline;

/// <summary>
/// All steps of one frame from pixels to results: sample, infer, close up, decode, place, track, all on the caller's thread. The pipeline, the tools for
/// data sets and the benchmarks go through it. Frames are those of one camera in order; one thread at a time. Allocates only when it is created,
/// when the model is replaced and when frames change size.
/// </summary>
public sealed class FrameProcessor
{
    /// <summary>
    /// Frames of a warm-up: ONNX Runtime's third run of a network is as fast as the later ones, and each of the three picture formats has code of its own
    /// (start.mjs of the benchmarks prints the first frames of a run).
    /// </summary>
    const int WarmUpFrames = 9;

    readonly TimeProvider _clock;
    readonly CloseUpOptions _closeUps;
    readonly FrameTracker _tracker;
    readonly int _view; // of the tracker
    readonly Sampler _sampler = new();
    readonly ExpectedBalls _expectedBalls = new();
    readonly GroundPoint[] _ballPlaces = new GroundPoint[Tracker.Capacity];
    CloseUpChooser _chooser;
    FrameMemory _memory = new(0); // of the whole views; close-ups have none
    volatile int _count;
    TimeSpan _inferTime; // of the whole view of the last frame: how many close-ups fit the budget follows from it

    /// <summary>Prepares for the frames of one camera.</summary>
    /// <param name="runner">Runs the network; borrowed, for this processor alone.</param>
    /// <param name="closeUps">How many close-ups of each frame; none when null.</param>
    /// <param name="placer">Places what is found; without calibration when null. For this processor alone.</param>
    /// <param name="clock">Measures the times of the stages.</param>
    /// <param name="tracker">Tracks what several cameras see; of this camera alone when null. For one thread.</param>
    /// <param name="view">The camera's place in the tracker.</param>
    /// <exception cref="ArgumentException">The model takes fewer samples than close-ups are asked for.</exception>
    public FrameProcessor(
        ModelRunner runner, CloseUpOptions? closeUps = null, FramePlacer? placer = null, TimeProvider? clock = null, FrameTracker? tracker = null, int view = 0)
    {
        (_closeUps, _clock, Placer, Runner) = (closeUps ?? new(), clock ?? TimeProvider.System, placer ?? new(), runner);
        _count = _closeUps.CloseUps;
        (_tracker, _view) = (tracker ?? new([Placer.Setup]), view);
        _chooser = Use(runner);
    }

    /// <summary>Runs the network; borrowed.</summary>
    public ModelRunner Runner { get; private set; }

    /// <summary>Places what is found.</summary>
    public FramePlacer Placer { get; }

    /// <summary>
    /// Whether <see cref="Process"/> checks that all outputs of the network are finite; it does not unless set. Only the thread that processes may set it.
    /// </summary>
    public bool ChecksOutputs { get; set; }

    /// <summary>Close-ups of each frame from now on, 0 up to those that it was made for. Any thread.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more than that, or fewer than none.</exception>
    public int CloseUps
    {
        get => _count;
        set => _count = value >= 0 && value <= _closeUps.CloseUps ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"Close-ups: expected 0..{_closeUps.CloseUps}.");
    }

    /// <summary>Runs another model from the next frame on.</summary>
    /// <exception cref="ArgumentException">The model takes fewer samples than close-ups are asked for.</exception>
    public void Replace(ModelRunner runner) => _chooser = Use(runner);

    /// <summary>Writes all that decides the results of the next frames besides the frames and their inputs.</summary>
    public void Save(ProcessorSnapshot snapshot)
    {
        _tracker.Save(snapshot.Tracker);
        snapshot.Scan = _chooser.Scan;
        snapshot.Memory.CopyFrom(_memory);
    }

    /// <summary>Goes on from a snapshot, whatever frames came before.</summary>
    public void Restore(ProcessorSnapshot snapshot)
    {
        _tracker.Restore(snapshot.Tracker);
        _chooser.Scan = snapshot.Scan;
        if (snapshot.Memory.Values.Length == _memory.Values.Length) _memory.CopyFrom(snapshot.Memory);
        else _memory.Clear(); // of another network
    }

    /// <summary>
    /// Works on drawn frames of every format until all code is compiled and the network's memory is in place, so that the first frame of a run is as fast
    /// as the later ones. To be called before the model's first pipeline is made, for example while the camera opens; nothing remains but that.
    /// </summary>
    /// <param name="model">The network; borrowed.</param>
    /// <param name="closeUps">How many close-ups of each frame.</param>
    /// <exception cref="InvalidDataException">The model gives no boxes.</exception>
    /// <exception cref="EnvironmentException">ONNX Runtime failed.</exception>
    public static void WarmUp(VisionModel model, CloseUpOptions closeUps)
    {
        RequireBoxes(model);
        var runner = model.CreateRunner();
        try
        {
            var processor = new FrameProcessor(runner, closeUps);
            var frame = Frame.OfNoPool();
            var observation = processor.CreateObservation(frame);
            // So low that there is much to decode and to track.
            FrameThresholds thresholds = new Thresholds(Enumerable.Repeat(1e-6f, model.Contract.Classes.Count));
            for (var i = 0; i < WarmUpFrames; i++)
            {
                var pixels = frame.Resize(new PictureLayout((PixelFormat)(i % 3), 640, 480)).Span;
                for (var at = 0; at < pixels.Length; at++) pixels[at] = (byte)(at * 31 >> 4);
                frame.SourceTime = TimeSpan.FromSeconds(i / 30.0);
                observation.Inputs = processor.InputsOf(frame, "", thresholds);
                processor.Process(observation);
            }
        }
        finally
        {
            model.Keep(runner);
        }
    }

    /// <summary>Refuses a model that does not say where things are.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="InvalidDataException">The model gives no boxes.</exception>
    public static void RequireBoxes(VisionModel model)
    {
        if (model.Contract.Output != ModelOutput.Grid)
            throw new InvalidDataException(
                $"Model '{model.Path}': expected the output 'grid', found '{model.Contract.Output.Name()}', "
                + "which says what is there but not where. Use a grid network.");
    }

    /// <summary>Creates memory for a frame and its results.</summary>
    public Observation CreateObservation(Frame frame) => new(frame, 1 + _closeUps.CloseUps, Runner.Model.OutputLength);

    /// <summary>The inputs of a frame: all that decides its result besides its pixels.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="camera">The camera's name.</param>
    /// <param name="thresholds">The confidences from which a candidate is a detection.</param>
    /// <param name="isLive">Whether close-ups are limited by the budget of time.</param>
    public FrameInputs InputsOf(Frame frame, string camera, FrameThresholds thresholds, bool isLive = false)
    {
        var status = Placer.PoseOf(frame, out var pose);
        // The wall clock may be set during play; the frame's time stamp is monotonic.
        var time = frame.CapturedAt is null ? frame.SourceTime : _clock.GetElapsedTime(0, frame.Timestamp);
        return new()
        {
            Camera = camera,
            Model = Runner.Model.Hash,
            Classes = Runner.Model.Contract.Classes,
            Thresholds = thresholds,
            CloseUps = isLive ? Math.Min(_count, _closeUps.CloseUpsInTime(_inferTime)) : _count, // the same results in every replay
            Time = time,
            Remembered = RememberedAt(frame, time),
            PoseStatus = status,
            Pose = pose,
        };
    }

    /// <summary>How many frames before a frame the network remembers.</summary>
    /// <param name="frame">The next frame.</param>
    /// <param name="time">Its time on a monotonic clock; null where it has none.</param>
    public int RememberedAt(Frame frame, TimeSpan? time) => _memory.FramesFor(time, frame.Width, frame.Height);

    /// <summary>Works on a frame.</summary>
    /// <param name="observation">The frame with its <see cref="Observation.Inputs"/>; takes the results.</param>
    /// <returns>Whether the published state has changed: see <see cref="FramePlacer.Place"/>.</returns>
    /// <exception cref="InvalidDataException">
    /// A stream's first frame has another aspect ratio than the calibration, or outputs are not finite and <see cref="ChecksOutputs"/> is set.
    /// </exception>
    public bool Process(Observation observation)
    {
        var (frame, views, times, detections) = (observation.Frame, observation.Views, observation.Times, observation.Detections);
        var (inputs, format) = (observation.Inputs, Runner.Model.Contract.Input);
        var started = _clock.GetTimestamp();

        views.SampleWhole(frame.Picture, _sampler, format);
        times[Stage.Sample] = Lap(ref started);

        if (!_memory.Show(views.WholeSample, format.Layout)) observation.Inputs = inputs = inputs with { Remembered = 0 };
        if (inputs.Remembered == 0) _memory.Clear();
        views.InferWhole(Runner, _memory);
        _memory.Note(inputs.Time, frame.Width, frame.Height);
        if (ChecksOutputs) CheckOutputs(views.Outputs);
        times[Stage.Infer] = _inferTime = Lap(ref started);

        if (inputs.CloseUps > 0)
        {
            ExpectBalls(frame, inputs);
            _chooser.Choose(views.Outputs, frame.Width, frame.Height, _expectedBalls, views.CloseUpRegions(inputs.CloseUps));
            views.SampleAndInferCloseUps(inputs.CloseUps, frame.Picture, _sampler, Runner);
            if (ChecksOutputs) CheckOutputs(views.Outputs);
        }
        times[Stage.CloseUp] = Lap(ref started);

        detections.Clear();
        observation.Features.Clear(inputs.Classes.Count);
        var thresholds = inputs.Thresholds.For(inputs.CloseUps);
        CloseUpMerger.Decode(
            views.Outputs, views.Regions, frame.Width, frame.Height, thresholds, detections, observation.Features, Runner.Model.Contract.LookRule);
        times[Stage.Decode] = Lap(ref started);

        var hasChanged = Placer.Place(frame, inputs.Time, inputs.Pose, detections);
        times[Stage.Place] = Lap(ref started);

        _tracker.Track(frame, inputs.Time, inputs.Pose, Placer.For(frame), detections, observation.Tracks, _view);
        times[Stage.Track] = Lap(ref started);
        return hasChanged;
    }

    /// <summary>Runs the network on the whole view of an image alone; also for presence networks.</summary>
    /// <returns>Its output, valid until the next call.</returns>
    public ReadOnlySpan<float> InferWhole(Observation observation)
    {
        observation.Views.SampleWhole(observation.Frame.Picture, _sampler, Runner.Model.Contract.Input);
        observation.Views.InferWhole(Runner);
        return observation.Views.Outputs;
    }

    void CheckOutputs(ReadOnlySpan<float> outputs)
    {
        for (var i = 0; i < outputs.Length; i++)
            if (!float.IsFinite(outputs[i]))
                throw new InvalidDataException(
                    $"Model '{Runner.Model.Path}': expected finite outputs, found {outputs[i].ToString(System.Globalization.CultureInfo.InvariantCulture)} "
                    + $"at {i} of {outputs.Length}. Train it again, or take another one.");
    }

    /// <summary>Predicts by pose and tracks where balls are, before close-ups are chosen.</summary>
    void ExpectBalls(Frame frame, in FrameInputs inputs)
    {
        _expectedBalls.Clear();
        if (inputs.Time is not { } time || inputs.Pose is not { } pose || Placer.For(frame) is not { } placer) return;
        _expectedBalls.Begin(placer, pose);
        var count = _tracker.ExpectBalls(time, pose, _ballPlaces);
        for (var i = 0; i < count; i++) _expectedBalls.AddBall(_ballPlaces[i]);
    }

    CloseUpChooser Use(ModelRunner runner)
    {
        _closeUps.Validate(runner.Model.MaxSamples);
        (Runner, _memory) = (runner, new(runner.Model.MemoryLength));
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
