using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using RobotVision.Capture;
using RobotVision.Detection;
using RobotVision.Inference;
using RobotVision.Publishing;

namespace RobotVision.Pipeline;

/// <summary>
/// The way of a frame: capture, sample, infer, decode, publish, with a bounded channel before each step. Live, a newer frame
/// takes the place of one that waits, and every dropped frame is counted; in replay no frame is lost, because reading waits
/// until a frame of the pool is free. It owns none of its parts and runs once.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore's wait handle, the only thing in it to dispose, is never made.")]
public sealed partial class VisionPipeline
{
    /// <summary>One frame for each stage at work, one for each channel, one that is being read.</summary>
    const int Frames = 10;

    readonly IFrameSource _source;
    readonly VisionModel _model;
    readonly IReadOnlyList<IPublisher> _publishers;
    readonly TimeProvider _clock;
    readonly Observation[] _observations;
    readonly Channel<Observation> _toSample;
    readonly Channel<Observation> _toInfer;
    readonly Channel<Observation> _toDecode;
    readonly Channel<Observation> _toPublish;
    volatile Thresholds _thresholds;

    /// <summary>Puts the parts together.</summary>
    /// <param name="source">Where frames come from; borrowed.</param>
    /// <param name="model">The network; borrowed, and used by this pipeline alone while it runs.</param>
    /// <param name="publishers">Who gets the results; borrowed.</param>
    /// <param name="clock">Where times come from.</param>
    public VisionPipeline(IFrameSource source, VisionModel model, IReadOnlyList<IPublisher> publishers, TimeProvider clock)
    {
        (_source, _model, _publishers, _clock) = (source, model, publishers, clock);
        _thresholds = new Thresholds(model.Contract.Thresholds);
        _observations = [.. Enumerable.Range(0, Frames).Select(_ => new Observation(looks: 1, model.OutputLength))];
        (_toSample, _toInfer, _toDecode, _toPublish) =
            (ChannelTo(Stage.Sample), ChannelTo(Stage.Infer), ChannelTo(Stage.Decode), ChannelTo(Stage.Publish));
    }

    /// <summary>The frames; all are back when a run has ended.</summary>
    public FramePool Pool { get; } = new(Frames);

    /// <summary>What was done so far.</summary>
    public PipelineMetrics Metrics { get; } = new();

    /// <summary>From which confidence a candidate counts; may be exchanged at any time and holds from the next frame on.</summary>
    public Thresholds Thresholds
    {
        get => _thresholds;
        set => _thresholds = value;
    }

    /// <summary>What the source said of bad frames and of what it lost, one sentence each, at most a hundred.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Runs until the source ends or the token is cancelled; frames that were read by then are still published.</summary>
    /// <exception cref="IOException">A publisher failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] stages =
        [
            Task.Factory.StartNew(() => Capture(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            RunStageAsync(Stage.Sample, _toSample.Reader, _toInfer.Writer, Sample),
            RunStageAsync(Stage.Infer, _toInfer.Reader, _toDecode.Writer, Infer),
            RunStageAsync(Stage.Decode, _toDecode.Reader, _toPublish.Writer, Decode),
            RunStageAsync(Stage.Publish, _toPublish.Reader, null, Publish),
        ];
        var reporting = _source.IsLive ? ReportStateAsync(stop) : Task.CompletedTask;
        // The first stage that fails takes the others down: its reader is closed, and capture is told to stop.
        foreach (var stage in stages)
            _ = stage.ContinueWith(_ => stop.Cancel(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        try
        {
            await Task.WhenAll(stages).ConfigureAwait(false);
        }
        finally
        {
            Drain();
            _status = PipelineStatus.Ended;
            _ended = true;
            _stateChanged.Release();
            await reporting.ConfigureAwait(false);
        }
    }

    Channel<Observation> ChannelTo(Stage stage) => _source.IsLive
        ? Channel.CreateBounded<Observation>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true },
            observation => Drop(observation, stage, DropReason.NewerFrame))
        : Channel.CreateBounded<Observation>(new BoundedChannelOptions(Frames) { SingleReader = true, SingleWriter = true });

    void Drop(Observation observation, Stage stage, DropReason reason)
    {
        Metrics[stage].CountDrop(reason);
        observation.Frame.Dispose();
    }

    /// <summary>Gives back the frames that a failed stage left behind.</summary>
    void Drain()
    {
        foreach (var (channel, stage) in new[] { (_toSample, Stage.Sample), (_toInfer, Stage.Infer), (_toDecode, Stage.Decode), (_toPublish, Stage.Publish) })
            while (channel.Reader.TryRead(out var observation)) Drop(observation, stage, DropReason.Stopped);
    }
}
