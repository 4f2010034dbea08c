using RobotVision.Capture;

namespace RobotVision.Pipeline;

/// <content>The state of a live pipeline, published at every change and once a second.</content>
public sealed partial class VisionPipeline
{
    static readonly TimeSpan StateInterval = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim _stateChanged = new(0);
    volatile PipelineStatus _status = PipelineStatus.Waiting;
    volatile string? _problem;
    volatile bool _ended;
    long _timesLost;

    /// <summary>The state now.</summary>
    public PipelineState State => new(
        _clock.GetUtcNow(), _status, _source.Name, _problem, _model.Provider, Metrics.Published, Metrics.Dropped, Interlocked.Read(ref _timesLost));

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
                _problem = _source.Problem;
                if (_status != PipelineStatus.Running) break;
                Interlocked.Increment(ref _timesLost);
                Change(PipelineStatus.SourceLost);
                break;
            case ReadOutcome.Frame when _status != PipelineStatus.Running:
                _problem = null;
                Change(PipelineStatus.Running);
                break;
        }
    }

    void Change(PipelineStatus status)
    {
        _status = status;
        _stateChanged.Release();
    }

    void Remember(string problem)
    {
        _problem = problem;
        if (_problems.Count < MostProblems) _problems.Add(problem);
    }

    async Task ReportStateAsync(CancellationTokenSource stop)
    {
        try
        {
            do
            {
                var state = State;
                lock (_publishing)
                    foreach (var publisher in _publishers) publisher.Publish(state);
                await _stateChanged.WaitAsync(StateInterval, CancellationToken.None).ConfigureAwait(false);
            }
            while (!_ended);
            lock (_publishing)
                foreach (var publisher in _publishers) publisher.Publish(State);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
