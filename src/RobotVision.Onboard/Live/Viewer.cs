using System.Net.WebSockets;

namespace RobotVision.Onboard.Live;

/// <summary>One who views over a WebSocket: what is sent, and what comes back.</summary>
abstract class Viewer : IDisposable
{
    /// <summary>Between two messages of a viewer, so that one who floods the program does not keep it busy; far faster than anybody needs.</summary>
    static readonly TimeSpan BetweenMessages = TimeSpan.FromMilliseconds(4);

    /// <summary>So long a viewer may leave a message or a frame without taking it.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(1);

    /// <summary>Whether it can take another frame of a camera.</summary>
    /// <param name="camera">The camera's place among those of the pipeline.</param>
    public abstract bool IsReadyFor(int camera);

    /// <summary>Bytes of a message that it may send; one who sends more is sent away.</summary>
    protected abstract int LongestMessage { get; }

    /// <summary>No more will come.</summary>
    public abstract void End();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Sends until the viewer leaves, does not answer or sends what it must not.</summary>
    public async Task ServeAsync(WebSocket socket, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var receiving = ReceiveAsync(socket, ending);
        try
        {
            await SendAsync(socket, ending.Token).ConfigureAwait(false);
            await CloseAsync(socket).ConfigureAwait(false);
            // Until the viewer has taken it: one that still sends would lose what was sent last.
            await Task.WhenAny(receiving, Task.Delay(ClosingTime, ending.Token)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            socket.Abort(); // gone, or too slow
        }

        await ending.CancelAsync().ConfigureAwait(false);
        await receiving.ConfigureAwait(false);
    }

    /// <summary>Sends what comes until <see cref="End"/>.</summary>
    protected abstract Task SendAsync(WebSocket socket, CancellationToken stop);

    /// <summary>Takes a whole message of the viewer.</summary>
    protected abstract void Take(WebSocketMessageType type, ReadOnlySpan<byte> message);

    async Task ReceiveAsync(WebSocket socket, CancellationTokenSource ending)
    {
        var (buffer, length) = (new byte[LongestMessage + 1], 0);
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(length), ending.Token).ConfigureAwait(false);
                length += received.Count;
                if (received.MessageType == WebSocketMessageType.Close || length > LongestMessage) break;
                if (!received.EndOfMessage) continue;
                Take(received.MessageType, buffer.AsSpan(0, length));
                length = 0;
                await Task.Delay(BetweenMessages, ending.Token).ConfigureAwait(false);
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
        using var limit = new CancellationTokenSource(ClosingTime);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "ended", limit.Token).ConfigureAwait(false);
    }
}
