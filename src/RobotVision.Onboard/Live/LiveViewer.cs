using System.Net.WebSockets;
using System.Threading.Channels;
using RobotVision.Tracking;

namespace RobotVision.Onboard.Live;

/// <summary>
/// A page that views: the newest frame of each camera and the newest state that it has not got yet. It says of each frame that it has it; so many may be on
/// their way, and what comes meanwhile takes the place of what waits.
/// </summary>
sealed class LiveViewer : Viewer
{
    /// <summary>Frames on their way to the viewer.</summary>
    const int InFlight = 2;

    static readonly byte[] Nothing = [];

    readonly byte[]?[] _frames = new byte[]?[FrameTracker.MostCameras];
    readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    readonly SemaphoreSlim _credit = new(InFlight, InFlight);
    volatile byte[] _state = Nothing;

    /// <summary>Whether no frame of the camera waits to be sent.</summary>
    public override bool IsReadyFor(int camera) => Volatile.Read(ref _frames[camera]) is null && _credit.CurrentCount > 0;

    /// <summary>It has nothing to say but that it got a frame.</summary>
    protected override int LongestMessage => 16;

    /// <summary>Hands over a frame; one of the same camera that waits gives way.</summary>
    public void Offer(int camera, byte[] message)
    {
        Volatile.Write(ref _frames[camera], message);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Hands over a state in place of the one before.</summary>
    public void Tell(byte[] state)
    {
        _state = state;
        _wake.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public override void End() => _wake.Writer.TryComplete();

    /// <inheritdoc/>
    public override void Dispose()
    {
        End();
        _credit.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task SendAsync(WebSocket socket, CancellationToken stop)
    {
        var told = Nothing;
        while (await _wake.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
        {
            _wake.Reader.TryRead(out _);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(Patience);
            if (_state is var state && state != told)
            {
                await socket.SendAsync(state, WebSocketMessageType.Text, endOfMessage: true, limit.Token).ConfigureAwait(false);
                told = state;
            }

            for (var camera = 0; camera < _frames.Length; camera++) await SendAsync(socket, camera, limit.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the frame of a camera that waits, once the viewer can take it.</summary>
    async Task SendAsync(WebSocket socket, int camera, CancellationToken stop)
    {
        if (Volatile.Read(ref _frames[camera]) is null) return;
        await _credit.WaitAsync(stop).ConfigureAwait(false);
        if (Interlocked.Exchange(ref _frames[camera], null) is { } frame)
            await socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, stop).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Take(WebSocketMessageType type, ReadOnlySpan<byte> message)
    {
        if (_credit.CurrentCount < InFlight) _credit.Release();
    }
}
