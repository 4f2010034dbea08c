using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using RobotVision.Imaging;
using RobotVision.Pipeline;
using RobotVision.Publishing;

namespace RobotVision.Onboard.Live;

/// <summary>
/// Hands the newest frames of a pipeline with what was found in them to viewers, and twice a second how it is doing. It works on threads of its own, whose
/// processor time gives way to that of the pipeline, and only while somebody views; a viewer that is slow gets fewer frames. Any thread.
/// </summary>
/// <param name="pipeline">What is shown; borrowed.</param>
/// <param name="clock">Where times come from.</param>
/// <param name="played">The recording that is played; null where there is none.</param>
public sealed class LiveFeed(VisionPipeline pipeline, TimeProvider clock, PlayedSource? played = null) : IAsyncDisposable
{
    /// <summary>Viewers at the same time.</summary>
    public const int MostViewers = 16;

    /// <summary>Quality of the pictures; chosen by us: no artefacts that the eye sees at 640x480, about 60 KB.</summary>
    const int JpegQuality = 85;

    /// <summary>Pictures a second at most, however fast a recording is replayed.</summary>
    const double MostFramesPerSecond = 30;

    static readonly TimeSpan FrameInterval = TimeSpan.FromSeconds(0.9 / MostFramesPerSecond); // a little less, so that no frame of such a camera is left out

    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    static readonly TimeSpan StateInterval = TimeSpan.FromSeconds(0.5);

    readonly Lock _gate = new();
    readonly CancellationTokenSource _stop = new();
    readonly ArrayBufferWriter<byte> _header = new();
    readonly LiveState _state = new(pipeline, clock, played);
    volatile LiveViewer[] _viewers = [];
    Task _work = Task.CompletedTask;

    /// <summary>The frames that were handed out in the last ten seconds.</summary>
    public RecentFrames Recent { get; } = new(clock);

    /// <summary>Adds a viewer; null where there are too many. It is removed by <see cref="Remove"/>.</summary>
    internal LiveViewer? TryAdd()
    {
        lock (_gate)
        {
            if (_viewers.Length >= MostViewers || _stop.IsCancellationRequested) return null;
            var viewer = new LiveViewer();
            _viewers = [.. _viewers, viewer];
            if (_viewers.Length == 1) _work = RunAfterAsync(_work);
            played?.Begin();
            return viewer;
        }
    }

    /// <summary>Removes a viewer; without one the work ends.</summary>
    internal void Remove(LiveViewer viewer)
    {
        lock (_gate) _viewers = [.. _viewers.Where(one => one != viewer)];
        viewer.Dispose();
    }

    /// <summary>Ends the work and every viewer.</summary>
    public async ValueTask DisposeAsync()
    {
        Task work;
        lock (_gate)
        {
            _stop.Cancel();
            work = _work;
            foreach (var viewer in _viewers) viewer.End();
        }

        await work.ConfigureAwait(false);
        _stop.Dispose();
    }

    async Task RunAfterAsync(Task before)
    {
        await before.ConfigureAwait(false);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var states = TellStatesAsync(ending.Token);
        await LowPriority.Run(() => ShowFrames(_stop.Token), "live page").ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await states.ConfigureAwait(false);
        Recent.Clear(); // nobody views: it costs nothing, memory neither
    }

    // Waits instead of awaiting: pictures are encoded on this thread, which has low priority.
    void ShowFrames(CancellationToken stop)
    {
        using var subscription = pipeline.Subscribe();
        try
        {
            while (_viewers.Length > 0)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                limit.CancelAfter(StateInterval); // to see whether somebody views still
                if (!HasNextAsync(subscription, limit.Token, stop).GetAwaiter().GetResult()) continue;
                if (!Array.Exists(_viewers, viewer => viewer.IsReady))
                {
                    Task.Delay(LookAgain, clock, stop).GetAwaiter().GetResult(); // the newest result waits meanwhile
                    continue;
                }

                var began = clock.GetTimestamp();
                if (subscription.TryRead(out var result)) Show(result);
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

    /// <summary>Encodes a frame and hands it to the viewers.</summary>
    void Show(Subscription.Lease result)
    {
        byte[] message;
        long number;
        using (result)
        {
            number = result.Observation.Frame.Number;
            message = Encode(result.Observation);
        }

        Recent.Add(number, message);
        foreach (var viewer in _viewers) viewer.Offer(message);
    }

    /// <summary>The message of a frame: length of the header (4 bytes, little-endian), header (robotvision.frame/1 as JSON), picture (JPEG).</summary>
    byte[] Encode(Observation observation)
    {
        _header.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_header)) FrameJson.Write(writer, observation, timing: true);
        var jpeg = ImageFile.EncodeJpeg(observation.Frame.View, JpegQuality);
        var message = new byte[sizeof(int) + _header.WrittenCount + jpeg.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, _header.WrittenCount);
        _header.WrittenSpan.CopyTo(message.AsSpan(sizeof(int)));
        jpeg.CopyTo(message, sizeof(int) + _header.WrittenCount);
        return message;
    }

    async Task TellStatesAsync(CancellationToken stop)
    {
        _state.Restart();
        while (!stop.IsCancellationRequested)
        {
            var state = _state.Write();
            foreach (var viewer in _viewers) viewer.Tell(state);
            await Task.Delay(StateInterval, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
