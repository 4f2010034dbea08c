using System.Threading.Channels;
using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Inference;

namespace RobotVision.Pipeline;

/// <summary>
/// The way of a frame: capture, sample, infer, decode, publish, with a bounded channel before each step. Live, a newer frame
/// takes the place of one that waits, and every dropped frame is counted; in replay no frame is lost, because reading waits
/// until a frame of the pool is free. It owns none of its parts and runs once.
/// </summary>
public sealed partial class VisionPipeline
{
    /// <summary>One frame for each stage at work, one for each channel, one that is being read.</summary>
    const int Frames = 10;

    readonly IFrameSource _source;
    readonly VisionModel _model;
    readonly IPublisher[] _publishers; // an array, because going through an interface would allocate an enumerator a frame
    readonly TimeProvider _clock;
    readonly LookingOptions _looking;
    readonly Observation[] _observations;
    readonly Channel<Observation> _toSample;
    readonly Channel<Observation> _toInfer;
    readonly Channel<Observation> _toDecode;
    readonly Channel<Observation> _toPublish;
    readonly string _sourceName;
    volatile LookThresholds _thresholds;

    /// <summary>Puts the parts together.</summary>
    /// <param name="source">Where frames come from; borrowed.</param>
    /// <param name="model">The network; borrowed, and used by this pipeline alone while it runs.</param>
    /// <param name="publishers">Who gets the results; borrowed.</param>
    /// <param name="clock">Where times come from.</param>
    /// <param name="looking">How often to look at a frame; once when null.</param>
    /// <exception cref="ArgumentException">The model takes fewer samples than there shall be close-ups.</exception>
    /// <exception cref="InvalidDataException">The model finds nothing that has a place: its output is not <c>grid</c>.</exception>
    public VisionPipeline(IFrameSource source, VisionModel model, IReadOnlyList<IPublisher> publishers, TimeProvider clock, LookingOptions? looking = null)
    {
        if (model.Contract.Output != "grid")
            throw new InvalidDataException($"Model '{model.Path}': expected the output 'grid', found '{model.Contract.Output}', which says what is there but not where. Use a grid network.");
        _looking = looking ?? new();
        _looking.Validate(model.MaxSamples);
        (_source, _model, _publishers, _clock) = (source, model, [.. publishers], clock);
        (_sourceName, _thresholds) = (SourceName.Masked(source.Name), LookThresholds.Of(model.Contract));
        _chooser = new(model.Contract);
        _observations = [.. Enumerable.Range(0, Frames).Select(_ => new Observation(1 + _looking.CloseUps, model.OutputLength))];
        (_toSample, _toInfer, _toDecode, _toPublish) =
            (ChannelTo(Stage.Sample), ChannelTo(Stage.Infer), ChannelTo(Stage.Decode), ChannelTo(Stage.Publish));
    }

    /// <summary>The frames; all are back when a run has ended.</summary>
    public FramePool Pool { get; } = new(Frames);

    /// <summary>What was done so far.</summary>
    public PipelineMetrics Metrics { get; } = new();

    /// <summary>
    /// From which confidence a candidate counts, by the looks that were made at its frame; the model's own unless said otherwise. May be exchanged at
    /// any time and holds from the next frame on.
    /// </summary>
    public LookThresholds Thresholds
    {
        get => _thresholds;
        set => _thresholds = value;
    }

    /// <summary>Places and follows what was found; in the image alone unless said otherwise. Used by this pipeline alone while it runs.</summary>
    public Localizer Localizer { get; init; } = new();

    /// <summary>What the source said of bad frames and of what it lost, one sentence each, at most a hundred. To be read when the run has ended.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Runs until the source ends or the token is cancelled; frames that were read by then are still published.</summary>
    /// <exception cref="IOException">A publisher failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Change(PipelineStatus.Waiting);
        using var stateTimer = _clock.CreateTimer(_ => _states.Writer.TryWrite(State), null, StateInterval, StateInterval);
        var reporting = StopOthersOnFailureAsync(_source.IsLive ? ReportStatesAsync() : Task.CompletedTask, stop);
        // Started on other threads, since a stage whose channel is never empty would not give this one back.
        Task[] stages =
        [
            Task.Factory.StartNew(() => Capture(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            Task.Run(() => RunStageAsync(Stage.Sample, _toSample.Reader, _toInfer.Writer, Sample), CancellationToken.None),
            Task.Run(() => RunStageAsync(Stage.Infer, _toInfer.Reader, _toDecode.Writer, Infer), CancellationToken.None),
            Task.Run(() => RunStageAsync(Stage.Decode, _toDecode.Reader, _toPublish.Writer, Decode), CancellationToken.None),
            Task.Run(() => RunStageAsync(Stage.Publish, _toPublish.Reader, null, Publish), CancellationToken.None),
        ];
        try
        {
            await Task.WhenAll(stages.Select(stage => StopOthersOnFailureAsync(stage, stop))).ConfigureAwait(false);
        }
        finally
        {
            Drain();
            Change(PipelineStatus.Ended);
            _states.Writer.Complete();
            await reporting.ConfigureAwait(false);
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
