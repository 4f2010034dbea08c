using System.Threading.Channels;
using RobotVision.Health;

namespace RobotVision.Pipeline;

/// <content>The state of a live pipeline, published at every change and once a second.</content>
public sealed partial class VisionPipeline
{
    /// <summary>States that may wait for a slow publisher; then the oldest give way.</summary>
    const int WaitingStates = 16;

    static readonly TimeSpan StateInterval = TimeSpan.FromSeconds(1);

    readonly Channel<PipelineState> _states = Channel.CreateBounded<PipelineState>(
        new BoundedChannelOptions(WaitingStates) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    readonly HealthWatch _sending; // of what concerns all cameras

    /// <summary>The state now.</summary>
    public PipelineState State
    {
        get
        {
            var (now, provider) = (_clock.GetUtcNow(), _runner.Model.Provider);
            var state = StateOf([.. Cameras.Select(camera => camera.StateAt(now, provider))]) with
            {
                Unsent = Unsent,
                Swap = _swap,
                Recording = Array.Find(_publishers, publisher => publisher.Recording is not null)?.Recording,
            };
            return state with { Health = Judge(state) };
        }
    }

    /// <summary>What publishers could not send or write so far, all together; null where all of it was.</summary>
    public SendFailures? Unsent => _publishers.Select(publisher => publisher.Failures).Concat(_failures.Select(failures => failures.Total))
        .OfType<SendFailures>().Aggregate((SendFailures?)null, (sum, failures) => failures with { Count = failures.Count + (sum?.Count ?? 0) });

    /// <summary>Whether a publisher failed for which something was not written; messages that a network did not take do not count.</summary>
    public bool HasFailedPublisher => _failures.Any(failures => failures.Total is not null);

    /// <summary>Several cameras as one: it sees while one of them does, and what is wrong with any is wrong.</summary>
    static PipelineState StateOf(PipelineState[] cameras)
    {
        if (cameras is [var only]) return only;
        string? Texts(Func<PipelineState, string?> textOf)
        {
            string[] texts = [.. from camera in cameras let text = textOf(camera) where text is not null select $"{camera.Name}: {text}"];
            return texts.Length == 0 ? null : string.Join("; ", texts);
        }

        PipelineStatus[] byWeight = [PipelineStatus.Running, PipelineStatus.SourceLost, PipelineStatus.Waiting, PipelineStatus.Ended];
        return new(
            cameras[0].At, Array.Find(byWeight, status => Array.Exists(cameras, camera => camera.Status == status)),
            string.Join(", ", cameras.Select(camera => camera.Name)), Texts(camera => camera.Problem), cameras[0].Provider,
            cameras.Sum(camera => camera.Published), cameras.Sum(camera => camera.Dropped), cameras.Sum(camera => camera.TimesLost))
        {
            Cameras = cameras,
            Health = new(
                cameras.All(camera => camera.Health!.Level == HealthLevel.Lost) ? HealthLevel.Lost : cameras.Max(camera => camera.Health!.Level) switch
                {
                    HealthLevel.Ok => HealthLevel.Ok,
                    _ => HealthLevel.Degraded, // one that is lost takes nobody with it
                },
                [
                    .. from camera in cameras
                       from reason in camera.Health!.Reasons
                       select reason with { Text = $"{camera.Name}: {reason.Text}" },
                ])
            {
                Stalls = cameras.Sum(camera => camera.Health!.Stalls),
                Losses = cameras.Sum(camera => camera.Health!.Losses),
                FramesPerSecond = cameras.Sum(camera => camera.Health!.FramesPerSecond),
            },
        };
    }

    /// <summary>The health of the cameras, and of what becomes of the results.</summary>
    HealthReport Judge(PipelineState state)
    {
        HealthReason[] recording = state.Recording?.Problem is { } missing ? [new(HealthProblem.Recording, missing)] : [];
        var (seen, sent) = (state.Health!, _sending.Judge(null, state.Unsent?.Count ?? 0, recording));
        return seen.Level == HealthLevel.Lost || sent.Level == HealthLevel.Ok ? seen
            : seen with { Level = HealthLevel.Degraded, Reasons = [.. seen.Reasons, .. sent.Reasons] };
    }

    /// <summary>Keeps the state as it is at this moment for publishing, so that a change is told even when the next one follows at once.</summary>
    void Tell() => _states.Writer.TryWrite(State);

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
        catch (IOException exception) when (_isLive && exception is not OutputClosedException)
        {
            if (_failures[publisher].Count(exception)) Tell();
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
