namespace RobotVision.Onboard.Live;

/// <summary>The frames that were shown in the last ten seconds, so that one of them can be kept. Any thread.</summary>
/// <param name="clock">Where times come from.</param>
sealed class RecentFrames(TimeProvider clock)
{
    /// <summary>All of them together have so many bytes at most.</summary>
    const long MostBytes = 48 << 20;

    static readonly TimeSpan Span = TimeSpan.FromSeconds(12); // what a page that is a little late still shows

    readonly Lock _gate = new();
    readonly Queue<(int Camera, long Number, long Time, byte[] Message)> _frames = new();
    long _bytes;

    /// <summary>Adds a frame and forgets what is too old.</summary>
    /// <param name="camera">The frame's camera, by its place.</param>
    /// <param name="number">The frame's number in its source.</param>
    /// <param name="message">What viewers get of it; not copied.</param>
    public void Add(int camera, long number, byte[] message)
    {
        lock (_gate)
        {
            _frames.Enqueue((camera, number, clock.GetTimestamp(), message));
            _bytes += message.Length;
            while (_frames.TryPeek(out var oldest) && (_bytes > MostBytes || clock.GetElapsedTime(oldest.Time) > Span))
                _bytes -= _frames.Dequeue().Message.Length;
        }
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _frames.Clear();
            _bytes = 0;
        }
    }

    /// <summary>The picture of a frame as a JPEG file.</summary>
    /// <exception cref="InvalidDataException">It is too old, or was not shown.</exception>
    public ReadOnlyMemory<byte> JpegOf(int camera, long number)
    {
        lock (_gate)
        {
            foreach (var frame in _frames)
                if ((frame.Camera, frame.Number) == (camera, number))
                    return frame.Message.AsMemory(sizeof(int) + System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(frame.Message));
        }

        throw new InvalidDataException($"Frame {number}: expected one of the last ten seconds, found that it is older or was not shown.");
    }
}
