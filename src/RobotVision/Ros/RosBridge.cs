using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace RobotVision.Ros;

/// <summary>
/// A connection to a rosbridge server, kept up on threads of the runtime: it is opened again with growing pauses when it is lost, and topics are advertised
/// and subscribed to anew. Live, nothing waits for the network: of messages that cannot be sent in time the newest stay. Any thread.
/// </summary>
/// <remarks>Source: rosbridge v2 protocol, ROSBRIDGE_PROTOCOL.md of rosbridge_suite; JSON over WebSocket.</remarks>
sealed class RosBridge : IDisposable
{
    /// <summary>Messages that may wait to be sent: those of a few frames.</summary>
    const int MostWaiting = 16;

    /// <summary>Bytes of a message that is taken: a raw picture of 4096 x 3072 pixels in Base64.</summary>
    const int LargestMessage = 64 << 20;

    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(5), PatienceToConnect = TimeSpan.FromSeconds(5),
        PatienceToEnd = TimeSpan.FromSeconds(2);

    readonly Uri _server;
    readonly (string Topic, string Type)[] _advertised;
    readonly Dictionary<string, Subscription> _subscriptions;
    readonly Channel<byte[]> _waiting;
    readonly CancellationTokenSource _stop = new();
    readonly Task _work;
    readonly ManualResetEventSlim _isConnected = new();
    readonly bool _waits;
    long _lost, _unsent;
    volatile string? _problem;

    /// <summary>Begins to connect.</summary>
    /// <param name="server">Its address.</param>
    /// <param name="waits">Whether <see cref="Publish"/> waits until there is room, so that no message is left out of a replay.</param>
    /// <param name="advertised">The topics and types of what <see cref="Publish"/> sends.</param>
    /// <param name="subscriptions">What is received, and who takes it.</param>
    public RosBridge(Uri server, bool waits, (string Topic, string Type)[] advertised, params Subscription[] subscriptions)
    {
        (_server, _waits, _advertised, _subscriptions) = (server, waits, advertised, subscriptions.ToDictionary(one => one.Topic));
        _waiting = Channel.CreateBounded<byte[]>(
            new BoundedChannelOptions(MostWaiting) { FullMode = waits ? BoundedChannelFullMode.Wait : BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Lose());
        _work = Task.Run(RunAsync);
    }

    /// <summary>Takes the messages of a topic.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Type">The type of its messages.</param>
    /// <param name="Take">
    /// Gets each message as JSON, borrowed for the call, on a thread of the connection; an <see cref="InvalidDataException"/> becomes the problem.
    /// </param>
    public sealed record Subscription(string Topic, string Type, Action<ReadOnlyMemory<byte>> Take);

    /// <summary>What is wrong, and what to do; null while all is well. Any thread.</summary>
    public string? Problem => _problem;

    /// <summary>Messages that could not be sent.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Sends a message when it can be sent; returns at once, unless it waits for room.</summary>
    /// <param name="topic">One of the advertised topics.</param>
    /// <param name="message">Writes the message.</param>
    /// <param name="state">What it is given.</param>
    public void Publish<T>(string topic, Action<IRosWriter, T> message, T state)
    {
        if (_waits) _isConnected.Wait(PatienceToConnect);
        Interlocked.Increment(ref _unsent);
        if (!_isConnected.IsSet)
        {
            Lose();
            return;
        }

        var text = Write(writer =>
        {
            writer.WriteString("op"u8, "publish"u8);
            writer.WriteString("topic"u8, topic);
            writer.WritePropertyName("msg"u8);
            message(new RosJsonWriter(writer), state);
        });
        if (_waiting.Writer.TryWrite(text)) return;
        using var patience = new CancellationTokenSource(PatienceToConnect);
        try
        {
            _waiting.Writer.WriteAsync(text, patience.Token).AsTask().Wait(CancellationToken.None);
        }
        catch (AggregateException)
        {
            Lose();
        }
    }

    /// <summary>Waits a moment until all is sent.</summary>
    public void Complete() => SpinWait.SpinUntil(() => Interlocked.Read(ref _unsent) == 0 || !_isConnected.IsSet, PatienceToEnd);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _work.Wait();
        _stop.Dispose();
        _isConnected.Dispose();
    }

    void Lose()
    {
        Interlocked.Increment(ref _lost);
        Interlocked.Decrement(ref _unsent);
    }

    static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    async Task RunAsync()
    {
        var pause = FirstPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var socket = new ClientWebSocket();
                using (var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
                {
                    patience.CancelAfter(PatienceToConnect);
                    await socket.ConnectAsync(_server, patience.Token).ConfigureAwait(false);
                }

                await AskAsync(socket).ConfigureAwait(false);
                (_problem, pause) = (null, FirstPause);
                _isConnected.Set();
                await TalkAsync(socket).ConfigureAwait(false);
                _problem = $"rosbridge {_server} has closed the connection";
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or InvalidDataException)
            {
                _problem = exception is OperationCanceledException ? $"rosbridge {_server} does not answer"
                    : $"rosbridge {_server}: {exception.Message}. Does 'ros2 launch rosbridge_server rosbridge_websocket_launch.xml' run there?";
            }
            finally
            {
                _isConnected.Reset();
                while (_waiting.Reader.TryRead(out _)) Lose();
            }

            await Task.Delay(pause, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    async Task AskAsync(ClientWebSocket socket)
    {
        foreach (var (topic, type) in _advertised)
            await SendAsync(socket, Write(writer =>
            {
                writer.WriteString("op"u8, "advertise"u8);
                writer.WriteString("topic"u8, topic);
                writer.WriteString("type"u8, type);
            })).ConfigureAwait(false);
        foreach (var subscription in _subscriptions.Values)
            await SendAsync(socket, Write(writer =>
            {
                writer.WriteString("op"u8, "subscribe"u8);
                writer.WriteString("topic"u8, subscription.Topic);
                writer.WriteString("type"u8, subscription.Type);
            })).ConfigureAwait(false);
    }

    ValueTask SendAsync(ClientWebSocket socket, byte[] message) =>
        socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, _stop.Token);

    /// <summary>Sends and receives until one of both ends.</summary>
    async Task TalkAsync(ClientWebSocket socket)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var (sending, receiving) = (SendAllAsync(socket, ends.Token), ReceiveAllAsync(socket, ends.Token));
        await Task.WhenAny(sending, receiving).ConfigureAwait(false);
        await ends.CancelAsync().ConfigureAwait(false);
        var failed = sending.IsFaulted ? sending : receiving;
        await Task.WhenAll(sending, receiving).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        await failed.ConfigureAwait(false);
    }

    async Task SendAllAsync(ClientWebSocket socket, CancellationToken stop)
    {
        await foreach (var message in _waiting.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            try
            {
                await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, stop).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref _unsent);
            }
        }
    }

    async Task ReceiveAllAsync(ClientWebSocket socket, CancellationToken stop)
    {
        var (message, length) = (new byte[1 << 16], 0);
        while (true)
        {
            if (length == message.Length)
            {
                if (length >= LargestMessage) throw new InvalidDataException($"expected messages of at most {LargestMessage} bytes, found a larger one");
                Array.Resize(ref message, message.Length * 2);
            }

            var received = await socket.ReceiveAsync(message.AsMemory(length), stop).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close) return;
            length += received.Count;
            if (!received.EndOfMessage) continue;
            if (received.MessageType == WebSocketMessageType.Text) Take(message.AsMemory(0, length));
            length = 0;
        }
    }

    /// <summary>Hands a received message on; what cannot be used becomes the problem until one can.</summary>
    void Take(ReadOnlyMemory<byte> message)
    {
        try
        {
            var (operation, topic, content) = Open(message.Span);
            if (operation == "status") _problem = $"rosbridge {_server} says: {Encoding.UTF8.GetString(message.Span[content])}";
            if (operation != "publish" || !_subscriptions.TryGetValue(topic, out var subscription)) return;
            subscription.Take(message[content]);
            _problem = null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or InvalidDataException)
        {
            _problem = $"rosbridge {_server}: a message that cannot be read: {exception.Message}";
        }
    }

    /// <summary>What a message is, the topic that it is of, and where its content is.</summary>
    static (string Operation, string Topic, Range Content) Open(ReadOnlySpan<byte> message)
    {
        var (operation, topic, content) = ("", "", 0..0);
        var reader = new Utf8JsonReader(message);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isContent = reader.ValueTextEquals("msg"u8);
            var (isOperation, isTopic) = (reader.ValueTextEquals("op"u8), reader.ValueTextEquals("topic"u8));
            reader.Read();
            if (isOperation) operation = reader.GetString() ?? "";
            if (isTopic) topic = reader.GetString() ?? "";
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isContent) content = start..(int)reader.BytesConsumed;
        }

        return (operation, topic, content);
    }
}
