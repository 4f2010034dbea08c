using System.Runtime.ExceptionServices;
using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Inference;
using RobotVision.Placing;
using RobotVision.Tracking;

namespace RobotVision.Pipeline;

/// <summary>
/// Moves the frames of one or several cameras along their way: capture, for each camera by itself, then all steps of <see cref="FrameProcessor"/>, then
/// publish. They work at the same time, with a queue between them. Live, a newer frame takes the place of one of its camera that waits, and every dropped
/// frame is counted; in replay no frame is lost, because reading waits until a frame of the pool is free. All cameras share the model, its one runner and
/// the tracks on the ground. Several pipelines may share a model. It owns none of its parts but the runner of the model, which is freed at the end of the
/// run, and runs once.
/// </summary>
/// <remarks>
/// One thread works on the frames of all cameras, what was captured first at first: so tracks are updated in the order of capture, and a recording is
/// computed again in the order in which it was. Frames that wait are not run as one batch, since on a CPU a batch takes as long as its frames one by one
/// (0.74, 1.47, 2.21 and 2.95 ms for 1 to 4, one thread of an AMD EPYC, the shipped int8 model).
/// Why these three: reading blocks, and publishing may; the steps between use the processor alone. A replay of nimbro_431 on two shared cores of an AMD
/// EPYC was as fast as with five stages at the same time: medians of five rounds in turn 374 and 382 frames/s, single rounds 363 to 463.
/// </remarks>
public sealed partial class VisionPipeline
{
    /// <summary>Frames that wait for a thread: live the newest alone, in replay a few, so that no thread waits for another at every frame.</summary>
    const int LiveQueue = 1, ReplayQueue = 4;

    /// <summary>Frames in the hands of the threads: one each, and the one that is read while another is handed on.</summary>
    const int Working = 4;

    /// <summary>Those of a thread that reads.</summary>
    const int Reading = 2;

    readonly bool _isLive;
    readonly PublisherFailures[] _failures;
    readonly IPublisher[] _publishers; // an array, because going through an interface would allocate an enumerator a frame
    readonly TimeProvider _clock;
    readonly CloseUpOptions _closeUps;
    readonly FrameQueue<Observation> _toProcess;
    readonly FrameQueue<Observation> _toPublish;
    readonly Lock _sharing = new();
    bool _hasEnded;
    readonly int _ownFrames;
    Observation[] _observations = [];
    volatile Subscription[] _subscriptions = [];
    volatile FrameThresholds _thresholds;
    volatile ModelRunner _runner;

    /// <summary>Puts the parts together for one camera.</summary>
    /// <param name="source">Where frames come from; borrowed.</param>
    /// <param name="model">The network; borrowed, may be shared with other pipelines.</param>
    /// <param name="publishers">Who gets every result; borrowed.</param>
    /// <param name="clock">Where times come from.</param>
    /// <param name="closeUps">How many close-ups of each frame; none when null.</param>
    /// <param name="placer">Places what was found; in the image alone when null. Used by this pipeline alone while it runs.</param>
    /// <exception cref="ArgumentException">The model takes fewer samples than there shall be close-ups.</exception>
    /// <exception cref="InvalidDataException">The model finds nothing that has a place: its output is not <c>grid</c>.</exception>
    public VisionPipeline(
        IFrameSource source, VisionModel model, IReadOnlyList<IPublisher> publishers, TimeProvider clock,
        CloseUpOptions? closeUps = null, FramePlacer? placer = null)
        : this([new VisionCamera(source, placer)], model, publishers, clock, closeUps)
    {
        // One camera is a list of one.
    }

    /// <summary>Puts the parts together.</summary>
    /// <param name="cameras">1..<see cref="FrameTracker.MostCameras"/> cameras with names that differ, all live or all of one recording.</param>
    /// <param name="model">The network; borrowed, may be shared with other pipelines.</param>
    /// <param name="publishers">Who gets every result; borrowed.</param>
    /// <param name="clock">Where times come from.</param>
    /// <param name="closeUps">How many close-ups of each frame; none when null. Several cameras share its budget of time.</param>
    /// <exception cref="ArgumentException">
    /// The model takes fewer samples than there shall be close-ups, or cameras are too many, have the same name or are not all live.
    /// </exception>
    /// <exception cref="InvalidDataException">The model finds nothing that has a place: its output is not <c>grid</c>.</exception>
    public VisionPipeline(
        IReadOnlyList<VisionCamera> cameras, VisionModel model, IReadOnlyList<IPublisher> publishers, TimeProvider clock, CloseUpOptions? closeUps = null)
    {
        if (cameras.Count is 0 or > FrameTracker.MostCameras)
            throw new ArgumentException($"Cameras: expected 1..{FrameTracker.MostCameras}, found {cameras.Count}.", nameof(cameras));
        (Cameras, _publishers, _clock, _closeUps) = ([.. cameras], [.. publishers], clock, closeUps ?? new());
        (_isLive, _thresholds) = (cameras[0].Source.IsLive, FrameThresholds.Of(model.Contract));
        if (cameras.Any(camera => camera.Source.IsLive != _isLive) || cameras.DistinctBy(camera => camera.Name).Count() != cameras.Count)
            throw new ArgumentException("Cameras: expected names that differ, and cameras that are all live or all recorded.", nameof(cameras));
        Check(model);
        _runner = model.CreateRunner();
        Join();
        _sending = new(clock, () => null);
        _failures = [.. _publishers.Select(_ => new PublisherFailures(clock))];
        var waiting = _isLive ? LiveQueue : ReplayQueue;
        _ownFrames = Working + 2 * waiting + (_isLive ? (cameras.Count - 1) * (Reading + 2 * waiting) : 0);
        Pool = new(1, Prepare);
        Grow(_ownFrames);
        (_toProcess, _toPublish) = (QueueTo(Stage.Sample), QueueTo(Stage.Publish));
    }

    /// <summary>The cameras.</summary>
    public IReadOnlyList<VisionCamera> Cameras { get; }

    /// <summary>The frames; all are back when a run has ended and subscribers have given theirs back.</summary>
    public FramePool Pool { get; }

    /// <summary>What was done so far, with the frames of all cameras; of several cameras a copy of now.</summary>
    public PipelineMetrics Metrics => Cameras is [var only] ? only.Metrics : PipelineMetrics.Sum(Cameras.Select(camera => camera.Metrics));

    /// <summary>
    /// The confidences from which a candidate counts; the model's own unless said otherwise. May be exchanged at any time and holds from the next
    /// frame on.
    /// </summary>
    /// <exception cref="ArgumentException">They are for another number of classes than the model has.</exception>
    public FrameThresholds Thresholds
    {
        get => _thresholds;
        set => _thresholds = Fitting(value, _runner.Model);
    }

    /// <summary>
    /// Close-ups of each frame, 0 up to those that the pipeline was made for, which it makes unless said otherwise. May be changed at any time and holds
    /// from the next frame on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more than that, or fewer than none.</exception>
    public int CloseUps
    {
        get => Cameras[0].Processor.CloseUps;
        set
        {
            foreach (var camera in Cameras) camera.Processor.CloseUps = value;
        }
    }

    /// <summary>The most that <see cref="CloseUps"/> can be.</summary>
    public int MostCloseUps => _closeUps.CloseUps;

    /// <summary>The inputs of the frames, where a recording is replayed that has them; null where the run decides them. To be set before the run.</summary>
    public RecordedInputs? Recorded { get; init; }

    /// <summary>Whether each result carries what decided it of the frames before (<see cref="Observation.Before"/>). To be set before the run.</summary>
    public bool KeepsSnapshots { get; set; }

    /// <summary>What the sources said of bad frames and of what they lost, a sentence each. To be read when the run has ended.</summary>
    public IReadOnlyList<string> Problems => [.. Cameras.SelectMany(camera => camera.Problems)];

    /// <summary>Begins to hand the newest results with their frames to somebody who may be slow; see <see cref="Subscription"/>. Any thread.</summary>
    /// <param name="queueLength">Results that may wait, 1..<see cref="Subscription.MaxQueueLength"/>.</param>
    /// <param name="camera">The camera whose results are wanted; those of all when null.</param>
    public Subscription Subscribe(int queueLength = 1, VisionCamera? camera = null)
    {
        var subscription = new Subscription(queueLength, camera?.Index, Remove);
        lock (_sharing)
        {
            if (_hasEnded)
            {
                subscription.End();
                return subscription;
            }
            _subscriptions = [.. _subscriptions, subscription];
            // The frames of subscribers that have left are used again.
            Grow(_ownFrames + _subscriptions.Sum(one => one.FrameCount));
        }

        return subscription;
    }

    /// <summary>
    /// Runs until all sources have ended or the token is cancelled; frames that were read by then are still published. A camera that fails takes no other
    /// with it: its <see cref="VisionCamera.Failure"/> is thrown only where all have failed.
    /// </summary>
    /// <exception cref="IOException">A publisher of a recording failed, or whatever read the standard output has ended.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var runMeter = new RunMeter(() => State, () => Model);
        PipelineMeter[] meters = [.. Cameras.Select(camera => new PipelineMeter(
            camera.Metrics, camera.Name, () => State is { Cameras.Count: > 0 } all ? all.Cameras[camera.Index] : State))];
        Tell();
        using var stateTimer = _clock.CreateTimer(_ => Tell(), null, StateInterval, StateInterval);
        var reporting = StopOthersOnFailureAsync(_isLive ? ReportStatesAsync() : Task.CompletedTask, stop);
        VisionCamera[][] sources = [.. Cameras.GroupBy(camera => camera.Source).Select(group => group.ToArray())];
        _capturing = sources.Length;
        Task[] stages =
        [
            .. sources.Select(cameras => OnItsOwnThread(() => Capture(cameras, stop.Token))),
            OnItsOwnThread(() => RunStage(Stage.Sample, _toProcess, _toPublish, Process)),
            OnItsOwnThread(() => RunStage(Stage.Publish, _toPublish, null, Publish)),
        ];
        try
        {
            await Task.WhenAll(stages.Select(stage => StopOthersOnFailureAsync(stage, stop))).ConfigureAwait(false);
        }
        finally
        {
            Drain(_toProcess, Stage.Sample);
            Drain(_toPublish, Stage.Publish);
            lock (_sharing)
            {
                _hasEnded = true;
                foreach (var subscription in _subscriptions) subscription.End();
            }
            foreach (var camera in Cameras) camera.Become(PipelineStatus.Ended);
            Tell();
            _states.Writer.Complete();
            await reporting.ConfigureAwait(false);
            Interlocked.Exchange(ref _replacement, null)?.Runner.Dispose();
            _former?.Runner.Dispose();
            _runner.Dispose();
            foreach (var meter in meters) meter.Dispose();
        }

        if (Cameras.All(camera => camera.Failure is not null)) ExceptionDispatchInfo.Throw(Cameras[0].Failure!);
    }

    /// <summary>Gives each camera its processor; those whose place is known have their tracks in common.</summary>
    void Join()
    {
        VisionCamera[] placed = [.. Cameras.Where(camera => camera.Placer.Setup.Poses is not null)];
        var onGround = placed.Length == 0 ? null : new FrameTracker([.. placed.Select(camera => camera.Placer.Setup)]);
        var share = _closeUps with { Budget = _closeUps.Budget / Cameras.Count };
        foreach (var (index, camera) in Cameras.Index())
        {
            var view = Array.IndexOf(placed, camera);
            camera.Join(index, view < 0 ? new(_runner, share, camera.Placer, _clock) : new(_runner, share, camera.Placer, _clock, onGround, view), _clock);
        }
    }

    /// <summary>Frames wait for no thread of the runtime's pool, which others fill with work, such as the requests of viewers.</summary>
    static Task OnItsOwnThread(Action work) => Task.Factory.StartNew(
        () =>
        {
            RealTime.TakePriority();
            work();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The first that fails takes the others down: its reader is closed, and capture is told to stop.</summary>
    static async Task StopOthersOnFailureAsync(Task work, CancellationTokenSource stop)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    static FrameThresholds Fitting(FrameThresholds thresholds, VisionModel model)
    {
        var (expected, found) = (model.Contract.Classes.Count, thresholds.For(0).Count);
        return found == expected && thresholds.For(1).Count == expected
            ? thresholds
            : throw new ArgumentException($"Thresholds: expected {expected}, one for each class of '{model.Path}', found {found}.", nameof(thresholds));
    }

    /// <summary>Checks that the pipeline can run a model.</summary>
    internal void Check(VisionModel model)
    {
        FrameProcessor.RequireBoxes(model);
        _closeUps.Validate(model.MaxSamples);
    }

    /// <summary>Adds frames to the pool, where it has fewer.</summary>
    void Grow(int capacity)
    {
        if (Pool.Capacity < capacity) Pool.Grow(capacity - Pool.Capacity, Prepare);
    }

    /// <summary>Creates the observation of a new frame, before anybody can rent the frame.</summary>
    void Prepare(Frame frame) => Volatile.Write(ref _observations, [.. _observations, Cameras[0].Processor.CreateObservation(frame)]);

    void Remove(Subscription subscription)
    {
        lock (_sharing) _subscriptions = [.. _subscriptions.Where(one => one != subscription)];
    }

    FrameQueue<Observation> QueueTo(Stage stage) => new(
        _ownFrames + Subscription.MaxQueueLength, _isLive, observation => observation.Frame,
        observation => Drop(observation, stage, DropReason.NewerFrame));

    void Drop(Observation observation, Stage stage, DropReason reason)
    {
        MetricsOf(observation.Frame)[stage].CountDrop(reason);
        observation.Frame.Dispose();
    }

    /// <summary>Gives back the frames that a failed stage left behind.</summary>
    void Drain(FrameQueue<Observation> queue, Stage stage)
    {
        while (queue.TryRead(out var observation)) Drop(observation, stage, DropReason.Stopped);
    }
}
