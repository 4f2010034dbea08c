using Microsoft.AspNetCore.Http;
using RobotVision.Pipeline;

namespace RobotVision.Onboard.Live;

/// <summary>
/// Hands the newest frames of a pipeline with what was found in them to viewers, and twice a second how it is doing. It works on threads of its own, one a
/// camera, whose processor time gives way to that of the pipeline, and only while somebody views; a viewer that is slow gets fewer frames. Any thread.
/// </summary>
/// <param name="pipeline">What is shown; borrowed.</param>
/// <param name="clock">Where times come from.</param>
/// <param name="played">The recording that is played; null where there is none.</param>
abstract class ViewerFeed<TViewer>(VisionPipeline pipeline, TimeProvider clock, PlayedSource? played) : IAsyncDisposable
    where TViewer : Viewer
{
    /// <summary>Viewers at the same time.</summary>
    public const int MostViewers = 16;

    /// <summary>Pictures a second of a camera at most, however fast a recording is replayed.</summary>
    const double MostFramesPerSecond = 30;

    static readonly TimeSpan FrameInterval = TimeSpan.FromSeconds(0.9 / MostFramesPerSecond); // a little less, so that no frame of such a camera is left out

    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    static readonly TimeSpan StateInterval = TimeSpan.FromSeconds(0.5);

    readonly Lock _gate = new();
    readonly CancellationTokenSource _stop = new();
    volatile TViewer[] _viewers = [];
    Task _work = Task.CompletedTask;

    /// <summary>What is shown.</summary>
    protected VisionPipeline Pipeline => pipeline;

    /// <summary>Where times come from.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>Who views now.</summary>
    protected ReadOnlySpan<TViewer> Viewers => _viewers;

    /// <summary>Serves one viewer over a WebSocket until it leaves.</summary>
    /// <param name="context">The request.</param>
    /// <param name="protocol">The WebSocket's subprotocol; null for none.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="InvalidDataException">It is an ordinary request.</exception>
    /// <exception cref="BadHttpRequestException">There are too many viewers.</exception>
    public async Task ServeAsync(HttpContext context, string? protocol, CancellationToken stop)
    {
        if (!context.WebSockets.IsWebSocketRequest) // asks why one is refused
            throw _viewers.Length < MostViewers ? new InvalidDataException("Expected a WebSocket, found an ordinary request.") : TooMany();
        var viewer = TryAdd() ?? throw TooMany();
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol).ConfigureAwait(false);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stop);
            await viewer.ServeAsync(socket, ending.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _viewers = [.. _viewers.Where(one => one != viewer)];
            viewer.Dispose();
        }
    }

    /// <summary>Ends the work and every viewer.</summary>
    public async ValueTask DisposeAsync()
    {
        Task work;
        lock (_gate)
        {
            _stop.Cancel();
            work = _work;
        }

        await work.ConfigureAwait(false);
        TellState(); // that it has ended
        foreach (var viewer in _viewers) viewer.End();
        _stop.Dispose();
    }

    /// <summary>Makes a viewer.</summary>
    protected abstract TViewer CreateViewer();

    /// <summary>Hands a frame to the viewers that are ready; on the thread of its camera with low priority.</summary>
    protected abstract void Show(Observation observation);

    /// <summary>Hands the viewers how the pipeline is doing.</summary>
    protected abstract void TellState();

    /// <summary>Somebody views, after nobody did.</summary>
    protected virtual void Begin()
    {
        // Nothing was kept meanwhile.
    }

    /// <summary>Nobody views any more.</summary>
    protected virtual void Forget()
    {
        // Nothing is kept.
    }

    static BadHttpRequestException TooMany() => new(
        $"Expected at most {MostViewers} viewers at the same time, found more: close another window.", StatusCodes.Status429TooManyRequests);

    TViewer? TryAdd()
    {
        lock (_gate)
        {
            if (_viewers.Length >= MostViewers || _stop.IsCancellationRequested) return null;
            var viewer = CreateViewer();
            _viewers = [.. _viewers, viewer];
            if (_viewers.Length == 1) _work = RunAfterAsync(_work);
            played?.Begin();
            return viewer;
        }
    }

    async Task RunAfterAsync(Task before)
    {
        await before.ConfigureAwait(false);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var states = TellStatesAsync(ending.Token);
        await Task.WhenAll(pipeline.Cameras.Select((camera, index) => LowPriority.RunInIdleTime(() => ShowFrames(camera, index, _stop.Token), "viewers")))
            .ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await states.ConfigureAwait(false);
        Forget(); // nobody views: it costs nothing, memory neither
    }

    // Waits instead of awaiting: pictures are encoded on this thread, which has low priority.
    void ShowFrames(VisionCamera camera, int index, CancellationToken stop)
    {
        using var subscription = pipeline.Subscribe(camera: camera);
        try
        {
            while (_viewers.Length > 0)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                limit.CancelAfter(StateInterval); // to see whether somebody views still
                if (!HasNextAsync(subscription, limit.Token, stop).GetAwaiter().GetResult()) continue;
                if (!Array.Exists(_viewers, viewer => viewer.IsReadyFor(index)))
                {
                    Task.Delay(LookAgain, clock, stop).GetAwaiter().GetResult(); // the newest result waits meanwhile
                    continue;
                }

                var began = clock.GetTimestamp();
                if (subscription.TryRead(out var result))
                    using (result) Show(result.Observation);
                var rest = FrameInterval - clock.GetElapsedTime(began);
                if (rest > TimeSpan.Zero) Task.Delay(rest, clock, stop).GetAwaiter().GetResult();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    static async Task<bool> HasNextAsync(Subscription subscription, CancellationToken limit, CancellationToken stop)
    {
        try
        {
            if (await subscription.WaitToReadAsync(limit).ConfigureAwait(false)) return true;
            await Task.Delay(StateInterval, stop).ConfigureAwait(false); // the run has ended; what was shown last stays
            return false;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    async Task TellStatesAsync(CancellationToken stop)
    {
        Begin();
        while (!stop.IsCancellationRequested)
        {
            TellState();
            await Task.Delay(StateInterval, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
