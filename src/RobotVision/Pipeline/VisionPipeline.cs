using System.Threading.Channels;
using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Inference;
using RobotVision.Placing;

namespace RobotVision.Pipeline;

/// <summary>
/// Moves the frames of one camera along their way: capture, then all steps of <see cref="FrameProcessor"/>, then publish. The three work at the same
/// time, with a channel between them. Live, a newer frame takes the place of one that waits, and every dropped frame is counted; in replay no frame is
/// lost, because reading waits until a frame of the pool is free. Several pipelines may share a model. It owns none of its parts but the runner of the
/// model, which is freed at the end of the run, and runs once.
/// </summary>
/// <remarks>
/// Why these three: reading blocks, and publishing may; the steps between use the processor alone. A replay of nimbro_431 on two shared cores of an AMD
/// EPYC was as fast as with five stages at the same time: medians of five rounds in turn 374 and 382 frames/s, single rounds 363 to 463.
/// </remarks>
public sealed partial class VisionPipeline
{
    /// <summary>Frames that wait for a thread: live the newest alone, in replay a few, so that no thread waits for another at every frame.</summary>
    const int LiveQueue = 1, ReplayQueue = 4;

    /// <summary>Frames in the hands of the threads: one each, and the one that is read while another is handed on.</summary>
    const int Working = 4;

    readonly IFrameSource _source;
    readonly PublisherFailures[] _failures;
    readonly IPublisher[] _publishers; // an array, because going through an interface would allocate an enumerator a frame
    readonly TimeProvider _clock;
    readonly CloseUpOptions _closeUps;
    readonly FrameProcessor _processor;
    readonly Channel<Observation> _toProcess;
    readonly Channel<Observation> _toPublish;
    readonly string _sourceName;
    readonly Lock _sharing = new();
    bool _hasEnded;
    readonly int _queueLength;
    Observation[] _observations = [];
    volatile Subscription[] _subscriptions = [];
    volatile FrameThresholds _thresholds;
    volatile ModelRunner _runner;

    /// <summary>Puts the parts together.</summary>
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
    {
        (_source, _publishers, _clock, _closeUps) = (source, [.. publishers], clock, closeUps ?? new());
        (_sourceName, _thresholds) = (SourceName.Masked(source.Name), FrameThresholds.Of(model.Contract));
        Check(model);
        _runner = model.CreateRunner();
        _processor = new(_runner, _closeUps, placer, clock);
        _queueLength = source.IsLive ? LiveQueue : ReplayQueue;
        _failures = [.. _publishers.Select(_ => new PublisherFailures(clock))];
        Pool = new(1, Prepare);
        Grow(Working + 2 * _queueLength);
        (_toProcess, _toPublish) = (ChannelTo(Stage.Sample), ChannelTo(Stage.Publish));
    }

    /// <summary>The frames; all are back when a run has ended and subscribers have given theirs back.</summary>
    public FramePool Pool { get; }

    /// <summary>What was done so far.</summary>
    public PipelineMetrics Metrics { get; } = new();

    /// <summary>Places what was found.</summary>
    public FramePlacer Placer => _processor.Placer;

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
        get => _processor.CloseUps;
        set => _processor.CloseUps = value;
    }

    /// <summary>The most that <see cref="CloseUps"/> can be.</summary>
    public int MostCloseUps => _closeUps.CloseUps;

    /// <summary>The inputs of the frames, where a recording is replayed that has them; null where the run decides them. To be set before the run.</summary>
    public RecordedInputs? Recorded { get; init; }

    /// <summary>Whether each result carries what decided it of the frames before (<see cref="Observation.Before"/>). To be set before the run.</summary>
    public bool KeepsSnapshots { get; set; }

    /// <summary>What the source said of bad frames and of what it lost, one sentence each, at most a hundred. To be read when the run has ended.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Begins to hand the newest results with their frames to somebody who may be slow; see <see cref="Subscription"/>. Any thread.</summary>
    /// <param name="queueLength">Results that may wait, 1..<see cref="Subscription.MaxQueueLength"/>.</param>
    public Subscription Subscribe(int queueLength = 1)
    {
        var subscription = new Subscription(queueLength, Remove);
        lock (_sharing)
        {
            if (_hasEnded)
            {
                subscription.End();
                return subscription;
            }
            _subscriptions = [.. _subscriptions, subscription];
            // The frames of subscribers that have left are used again.
            Grow(Working + 2 * _queueLength + _subscriptions.Sum(one => one.FrameCount));
        }

        return subscription;
    }

    /// <summary>Runs until the source ends or the token is cancelled; frames that were read by then are still published.</summary>
    /// <exception cref="IOException">A publisher of a recording failed, or whatever read the standard output has ended.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var meter = new PipelineMeter(Metrics, _sourceName);
        Change(PipelineStatus.Waiting);
        using var stateTimer = _clock.CreateTimer(_ => _states.Writer.TryWrite(State), null, StateInterval, StateInterval);
        var reporting = StopOthersOnFailureAsync(_source.IsLive ? ReportStatesAsync() : Task.CompletedTask, stop);
        // Started on other threads, since a stage whose channel is never empty would not give this one back.
        Task[] stages =
        [
            Task.Factory.StartNew(() => Capture(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            Task.Run(() => RunStageAsync(Stage.Sample, _toProcess.Reader, _toPublish.Writer, Process), CancellationToken.None),
            Task.Run(() => RunStageAsync(Stage.Publish, _toPublish.Reader, null, Publish), CancellationToken.None),
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
            Change(PipelineStatus.Ended);
            _states.Writer.Complete();
            await reporting.ConfigureAwait(false);
            Interlocked.Exchange(ref _replacement, null)?.Runner.Dispose();
            _former?.Runner.Dispose();
            _runner.Dispose();
        }
    }

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
        if (model.Contract.Output != ModelOutput.Grid)
            throw new InvalidDataException(
                $"Model '{model.Path}': expected the output 'grid', found '{model.Contract.Output.Name()}', "
                + "which says what is there but not where. Use a grid network.");
        _closeUps.Validate(model.MaxSamples);
    }

    /// <summary>Adds frames to the pool, where it has fewer.</summary>
    void Grow(int capacity)
    {
        if (Pool.Capacity < capacity) Pool.Grow(capacity - Pool.Capacity, Prepare);
    }

    /// <summary>Creates the observation of a new frame, before anybody can rent the frame.</summary>
    void Prepare(Frame frame) => Volatile.Write(ref _observations, [.. _observations, _processor.CreateObservation(frame)]);

    void Remove(Subscription subscription)
    {
        lock (_sharing) _subscriptions = [.. _subscriptions.Where(one => one != subscription)];
    }

    Channel<Observation> ChannelTo(Stage stage) => _source.IsLive
        ? Channel.CreateBounded<Observation>(
            new BoundedChannelOptions(LiveQueue) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true },
            observation => Drop(observation, stage, DropReason.NewerFrame))
        // The pool bounds what waits; this channel keeps one waiter for good, where a bounded one may allocate at every wait.
        : Channel.CreateUnbounded<Observation>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    void Drop(Observation observation, Stage stage, DropReason reason)
    {
        Metrics[stage].CountDrop(reason);
        observation.Frame.Dispose();
    }

    /// <summary>Gives back the frames that a failed stage left behind.</summary>
    void Drain(Channel<Observation> channel, Stage stage)
    {
        while (channel.Reader.TryRead(out var observation)) Drop(observation, stage, DropReason.Stopped);
    }
}
