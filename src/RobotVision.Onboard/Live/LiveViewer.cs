using System.Net.WebSockets;
using System.Threading.Channels;

namespace RobotVision.Onboard.Live;

/// <summary>
/// One viewer: the newest frame and the newest state that it has not got yet. It says of each frame that it has it; so many may be on their way, and what
/// comes meanwhile takes the place of what waits.
/// </summary>
sealed class LiveViewer : IDisposable
{
    /// <summary>Frames on their way to the viewer.</summary>
    const int InFlight = 2;

    /// <summary>The longest message that a viewer may send; it has nothing to say but that it got a frame.</summary>
    const int LongestMessage = 16;

    /// <summary>So long a viewer may leave a message or a frame without an answer.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    static readonly byte[] Nothing = [];

    readonly Channel<byte[]> _frames = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    readonly SemaphoreSlim _credit = new(InFlight, InFlight);
    readonly Lock _gate = new(); // a state's waking must not take the place of a frame that came just now
    volatile byte[] _state = Nothing;

    /// <summary>Whether no frame waits to be sent.</summary>
    public bool IsReady => _frames.Reader.Count == 0 && _credit.CurrentCount > 0;

    /// <summary>Hands over a frame; one that waits gives way.</summary>
    public void Offer(byte[] message)
    {
        lock (_gate) _frames.Writer.TryWrite(message);
    }

    /// <summary>Hands over a state in place of the one before.</summary>
    public void Tell(byte[] state)
    {
        _state = state;
        lock (_gate)
            if (_frames.Reader.Count == 0) _frames.Writer.TryWrite(Nothing); // wakes the sending
    }

    /// <summary>No more will come.</summary>
    public void End() => _frames.Writer.TryComplete();

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _credit.Dispose();
    }

    /// <summary>Sends until the viewer leaves, does not answer or sends what it must not.</summary>
    public async Task ServeAsync(WebSocket socket, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var receiving = ReceiveAsync(socket, ending);
        try
        {
            await SendAsync(socket, ending.Token).ConfigureAwait(false);
            await CloseAsync(socket).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            socket.Abort(); // gone, or too slow
        }

        await ending.CancelAsync().ConfigureAwait(false);
        await receiving.ConfigureAwait(false);
    }

    async Task SendAsync(WebSocket socket, CancellationToken stop)
    {
        var told = Nothing;
        while (await _frames.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(Patience);
            if (_state is var state && state != told)
            {
                await socket.SendAsync(state, WebSocketMessageType.Text, endOfMessage: true, limit.Token).ConfigureAwait(false);
                told = state;
            }

            await _credit.WaitAsync(limit.Token).ConfigureAwait(false);
            if (_frames.Reader.TryRead(out var frame) && frame.Length > 0)
                await socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, limit.Token).ConfigureAwait(false);
            else _credit.Release();
        }
    }

    async Task ReceiveAsync(WebSocket socket, CancellationTokenSource ending)
    {
        var buffer = new byte[LongestMessage + 1];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), ending.Token).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close || !received.EndOfMessage || received.Count > LongestMessage) break;
                if (_credit.CurrentCount < InFlight) _credit.Release();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // Gone, or the other side ended it.
        }

        await ending.CancelAsync().ConfigureAwait(false);
    }

    static async Task CloseAsync(WebSocket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "ended", limit.Token).ConfigureAwait(false);
    }
}
