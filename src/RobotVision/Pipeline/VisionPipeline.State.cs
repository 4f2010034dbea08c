using System.Threading.Channels;
using RobotVision.Capture;

namespace RobotVision.Pipeline;

/// <content>The state of a live pipeline, published at every change and once a second.</content>
public sealed partial class VisionPipeline
{
    /// <summary>States that may wait for a slow publisher; then the oldest give way.</summary>
    const int WaitingStates = 16;

    static readonly TimeSpan StateInterval = TimeSpan.FromSeconds(1);

    readonly Channel<PipelineState> _states = Channel.CreateBounded<PipelineState>(
        new BoundedChannelOptions(WaitingStates) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    volatile PipelineStatus _status = PipelineStatus.Waiting;
    volatile string? _problem;
    long _timesLost;

    /// <summary>The state now.</summary>
    public PipelineState State => new(
        _clock.GetUtcNow(), _status, _sourceName, _problem ?? Placer.Problem, _runner.Model.Provider,
        Metrics.Published, Metrics.Dropped, Interlocked.Read(ref _timesLost))
    {
        Poses = Placer.PoseCounts,
        Drift = Placer.Drift,
        Unsent = Unsent,
        Swap = _swap,
        Recording = Array.Find(_publishers, publisher => publisher.Recording is not null)?.Recording,
    };

    /// <summary>What publishers could not send or write so far, all together; null where all of it was.</summary>
    public SendFailures? Unsent => _publishers.Select(publisher => publisher.Failures).Concat(_failures.Select(failures => failures.Total))
        .OfType<SendFailures>().Aggregate((SendFailures?)null, (sum, failures) => failures with { Count = failures.Count + (sum?.Count ?? 0) });

    /// <summary>Whether a publisher failed for which something was not written; messages that a network did not take do not count.</summary>
    public bool HasFailedPublisher => _failures.Any(failures => failures.Total is not null);

    /// <summary>Keeps count of what reading brought.</summary>
    void Note(ReadOutcome outcome)
    {
        switch (outcome)
        {
            case ReadOutcome.BadFrame:
                Metrics[Stage.Capture].CountDrop(DropReason.BadFrame);
                Remember(_source.Problem!);
                break;
            case ReadOutcome.SourceLost:
                _problem = _source.Problem is { } problem ? SourceName.Masked(problem) : null;
                if (_status != PipelineStatus.Running) break;
                Interlocked.Increment(ref _timesLost);
                Change(PipelineStatus.SourceLost);
                break;
            case ReadOutcome.Frame:
                _problem = null;
                if (_source.Problem is { } damage) Remember(damage); // the frame is used all the same
                if (_status != PipelineStatus.Running) Change(PipelineStatus.Running);
                break;
        }
    }

    /// <summary>Keeps the state as it is at this moment for publishing, so that a change is told even when the next one follows at once.</summary>
    void Change(PipelineStatus status)
    {
        _status = status;
        _states.Writer.TryWrite(State);
    }

    void Remember(string problem, bool isLast = false)
    {
        problem = SourceName.Masked(problem);
        _problem = problem;
        if (_problems.Count < MostProblems || isLast) _problems.Add(problem);
    }

    async Task ReportStatesAsync()
    {
        while (await _states.Reader.WaitToReadAsync().ConfigureAwait(false))
            while (_states.Reader.TryRead(out var state))
                lock (_publishing)
                    for (var i = 0; i < _publishers.Length; i++) PublishTo(i, state);
    }

    /// <summary>
    /// Hands a frame's results to a publisher. Live, one that fails does not stop the robot from seeing: it is counted and tried again later.
    /// </summary>
    void PublishTo(int publisher, Observation observation)
    {
        if (!_failures[publisher].IsTimeToTry()) return;
        try
        {
            _publishers[publisher].Publish(observation);
        }
        catch (IOException exception) when (_source.IsLive && exception is not OutputClosedException)
        {
            if (_failures[publisher].Count(exception)) _states.Writer.TryWrite(State);
        }
    }

    void PublishTo(int publisher, PipelineState state)
    {
        if (!_failures[publisher].IsTimeToTry()) return;
        try
        {
            _publishers[publisher].Publish(state);
        }
        catch (IOException exception) when (exception is not OutputClosedException)
        {
            _failures[publisher].Count(exception);
        }
    }
}
