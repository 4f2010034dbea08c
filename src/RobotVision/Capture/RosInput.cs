using RobotVision.Ros;
using RobotVision.Video;

namespace RobotVision.Capture;

/// <summary>Pictures of a ROS 2 topic, through a rosbridge server; the newest counts.</summary>
/// <remarks>
/// A topic that ends in <c>compressed</c> is of <c>sensor_msgs/CompressedImage</c>, any other of <c>sensor_msgs/Image</c>, as image_transport names them.
/// </remarks>
sealed class RosInput : ILiveInput
{
    /// <summary>A time stamp is that of this machine's clock if it is at most so old; else it is of another clock, or of a simulation.</summary>
    static readonly TimeSpan OldestStamp = TimeSpan.FromSeconds(2), NewestStamp = TimeSpan.FromMilliseconds(5);

    readonly TimeProvider _clock;
    readonly RosBridge _bridge;
    readonly SemaphoreSlim _hasCome = new(0);
    readonly Lock _lock = new();
    PictureMessage? _newest;
    PictureMessage _taken;
    long _arrived;
    string? _unreadable;

    /// <summary>Begins to connect.</summary>
    public RosInput(RosAddress address, TimeProvider clock)
    {
        _clock = clock;
        var type = address.Topic.EndsWith("compressed", StringComparison.Ordinal) ? RosDefinitions.CompressedImage : RosDefinitions.Image;
        _bridge = new(address.Server, waits: false, [], new RosBridge.Subscription(address.Topic, type, Take));
    }

    /// <inheritdoc/>
    public TimeSpan StartTime => Timeout.InfiniteTimeSpan; // the topic may begin at any time, and the connection is kept up meanwhile

    /// <inheritdoc/>
    public double? FramesPerSecond => null;

    /// <inheritdoc/>
    public string? Problem => _unreadable ?? _bridge.Problem;

    /// <inheritdoc/>
    public DecoderOutcome Wait(TimeSpan patience, out long arrived)
    {
        arrived = 0;
        if (!_hasCome.Wait(patience)) return DecoderOutcome.Nothing;
        lock (_lock)
        {
            if (_newest is null) return DecoderOutcome.Nothing;
            (_taken, _newest) = (_newest.Value, null);
            arrived = _arrived;
        }

        return DecoderOutcome.Picture;
    }

    /// <inheritdoc/>
    public bool TryRead(Frame frame) => (_unreadable = PictureDecoder.Write(_taken, frame)) is null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _bridge.Dispose();
        _hasCome.Dispose();
    }

    void Take(ReadOnlyMemory<byte> message)
    {
        var now = _clock.GetTimestamp();
        var picture = PictureMessage.OfRosJson(message);
        var age = _clock.GetUtcNow() - DateTimeOffset.UnixEpoch.AddTicks((long)(picture.Time / 100));
        var isOfThisClock = age >= -NewestStamp && age <= OldestStamp;
        lock (_lock)
        {
            (_newest, _arrived) = (picture, isOfThisClock ? now - (long)(age.TotalSeconds * _clock.TimestampFrequency) : now);
        }

        if (_hasCome.CurrentCount == 0) _hasCome.Release();
    }
}
