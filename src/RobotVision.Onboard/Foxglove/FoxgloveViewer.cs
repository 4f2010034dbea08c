using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using RobotVision.Onboard.Live;

namespace RobotVision.Onboard.Foxglove;

/// <summary>
/// A Foxglove viewer: what it subscribed to, and the newest frame of each camera and the newest state that it has not got yet. While it takes frames, none is
/// made for it.
/// </summary>
/// <param name="cameras">The number of cameras.</param>
/// <param name="advertisement">The message that says which channels there are.</param>
sealed class FoxgloveViewer(int cameras, byte[] advertisement) : Viewer
{
    const byte MessageData = 1; // opcode of the protocol
    const int HeaderLength = 1 + sizeof(uint) + sizeof(ulong);

    static readonly FoxgloveChannel[] OfFrames = [FoxgloveChannel.Camera, FoxgloveChannel.Annotations, FoxgloveChannel.Scene, FoxgloveChannel.Detections];
    static readonly FoxgloveChannel[] OfStates = [FoxgloveChannel.State, FoxgloveChannel.Diagnostics, FoxgloveChannel.Log];

    readonly Lock _gate = new();
    readonly uint?[] _subscriptions = new uint?[cameras * FoxgloveChannels.Count]; // by id, the viewer's number of each channel
    readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    readonly byte[] _header = new byte[HeaderLength];
    readonly FoxgloveMessages?[] _frames = new FoxgloveMessages?[cameras];
    FoxgloveMessages? _state;
    byte[]? _error, _told;
    volatile bool _isTaking;

    /// <inheritdoc/>
    public override bool IsReadyFor(int camera) =>
        !_isTaking && Volatile.Read(ref _frames[camera]) is null && Array.Exists(OfFrames, channel => Wants(channel, camera));

    /// <summary>Far more than the subscriptions to every channel.</summary>
    protected override int LongestMessage => 16 << 10;

    /// <summary>Whether it subscribed to a channel.</summary>
    public bool Wants(FoxgloveChannel channel, int camera)
    {
        lock (_gate) return _subscriptions[FoxgloveChannels.IdOf(channel, camera)] is not null;
    }

    /// <summary>Hands over a frame; one of its camera that waits gives way.</summary>
    public void Offer(FoxgloveMessages frame)
    {
        Volatile.Write(ref _frames[frame.Camera], frame);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Hands over a state in place of the one before.</summary>
    public void Tell(FoxgloveMessages state)
    {
        Volatile.Write(ref _state, state);
        _wake.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public override void End() => _wake.Writer.TryComplete();

    /// <inheritdoc/>
    public override void Dispose() => End();

    /// <inheritdoc/>
    protected override async Task SendAsync(WebSocket socket, CancellationToken stop)
    {
        await SendTextAsync(socket, FoxgloveChannels.ServerInfo, stop).ConfigureAwait(false);
        await SendTextAsync(socket, advertisement, stop).ConfigureAwait(false);
        while (await _wake.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
        {
            _wake.Reader.TryRead(out _);
            if (Interlocked.Exchange(ref _error, null) is { } error) await SendTextAsync(socket, error, stop).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _state, null) is { } state)
                foreach (var channel in OfStates) await SendAsync(socket, state, channel, stop).ConfigureAwait(false);
            _isTaking = true;
            for (var camera = 0; camera < _frames.Length; camera++)
                if (Interlocked.Exchange(ref _frames[camera], null) is { } frame)
                    foreach (var channel in OfFrames) await SendAsync(socket, frame, channel, stop).ConfigureAwait(false);
            _isTaking = false;
        }
    }

    /// <inheritdoc/>
    protected override void Take(WebSocketMessageType type, ReadOnlySpan<byte> message)
    {
        if (type == WebSocketMessageType.Binary) return; // data of the viewer's own, which nobody asked for
        try
        {
            var reader = new Utf8JsonReader(message);
            using var json = JsonDocument.ParseValue(ref reader);
            var root = json.RootElement;
            switch (root.GetProperty("op").GetString())
            {
                case "subscribe":
                    foreach (var one in root.GetProperty("subscriptions").EnumerateArray())
                        Subscribe(one.GetProperty("id").GetUInt32(), one.GetProperty("channelId").GetUInt32());
                    break;
                case "unsubscribe":
                    foreach (var id in root.GetProperty("subscriptionIds").EnumerateArray()) Unsubscribe(id.GetUInt32());
                    break;
                default:
                    break; // what is not offered is not answered
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            Answer("expected a message of the Foxglove WebSocket protocol, found another");
        }
    }

    void Subscribe(uint id, uint channel)
    {
        lock (_gate)
        {
            if (channel < _subscriptions.Length && !Array.Exists(_subscriptions, other => other == id)) _subscriptions[channel] = id;
            else Answer($"Subscription {id}: expected a new number and a channel of 0..{_subscriptions.Length - 1}, found channel {channel}");
        }

        if (channel == (int)FoxgloveChannel.Log) _told = null; // who asks is told what is wrong already
    }

    void Unsubscribe(uint id)
    {
        lock (_gate)
            for (var i = 0; i < _subscriptions.Length; i++)
                if (_subscriptions[i] == id) _subscriptions[i] = null;
    }

    void Answer(string message)
    {
        Volatile.Write(ref _error, FoxgloveChannels.Error(message));
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Sends what the messages have of a channel, to whoever subscribed to it. What is logged is sent once.</summary>
    async Task SendAsync(WebSocket socket, FoxgloveMessages messages, FoxgloveChannel channel, CancellationToken stop)
    {
        uint? subscription;
        lock (_gate) subscription = _subscriptions[FoxgloveChannels.IdOf(channel, messages.Camera)];
        if (subscription is not { } id || messages[channel] is not { } message || (channel == FoxgloveChannel.Log && message == _told)) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        _header[0] = MessageData;
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(1), id);
        BinaryPrimitives.WriteUInt64LittleEndian(_header.AsSpan(1 + sizeof(uint)), messages.Nanoseconds);
        // In two parts, so that viewers share the second.
        await socket.SendAsync(_header, WebSocketMessageType.Binary, endOfMessage: false, limit.Token).ConfigureAwait(false);
        await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, limit.Token).ConfigureAwait(false);
        if (channel == FoxgloveChannel.Log) _told = message;
    }

    static async Task SendTextAsync(WebSocket socket, byte[] text, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, limit.Token).ConfigureAwait(false);
    }
}
