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
        _clock.GetUtcNow(), _status, _sourceName, _problem ?? Localizer.Problem, _model.Provider, Metrics.Published, Metrics.Dropped, Interlocked.Read(ref _timesLost))
    {
        Poses = Localizer.PoseCounts,
        Drift = Localizer.Drift,
        Unsent = Unsent,
    };

    /// <summary>What publishers could not send so far, all together; null where everything was sent.</summary>
    public SendFailures? Unsent => _publishers.Select(publisher => publisher.Failures).OfType<SendFailures>()
        .Aggregate((SendFailures?)null, (sum, failures) => failures with { Count = failures.Count + (sum?.Count ?? 0) });

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
                    foreach (var publisher in _publishers) publisher.Publish(state);
    }
}
