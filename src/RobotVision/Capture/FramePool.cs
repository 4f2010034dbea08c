using System.Diagnostics.CodeAnalysis;

namespace RobotVision.Capture;

/// <summary>
/// A fixed number of frames whose memory is reused. It grows only when a stage or subscriber that holds frames is added. Live, a frame is dropped when
/// the pool is empty; in replay, reading waits. Any thread.
/// </summary>
public sealed class FramePool
{
    /// <summary>How long a waiting thread may take to notice its cancellation.</summary>
    static readonly TimeSpan CancellationCheck = TimeSpan.FromMilliseconds(50);

    readonly Stack<Frame> _free = new();
    int _capacity;
    readonly object _gate = new(); // no Lock: it cannot be waited on

    /// <summary>Creates a pool.</summary>
    /// <param name="capacity">Its number of frames, positive.</param>
    /// <param name="prepare">Called with each before it can be rented.</param>
    public FramePool(int capacity, Action<Frame>? prepare = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Grow(capacity, prepare);
    }

    /// <summary>The number of frames.</summary>
    public int Capacity
    {
        get
        {
            lock (_gate) return _capacity;
        }
    }

    /// <summary>Frames that are in use; 0 when a pipeline has ended and every subscriber has given back what it held.</summary>
    public int Outstanding
    {
        get
        {
            lock (_gate) return _capacity - _free.Count;
        }
    }

    /// <summary>Adds frames; their <see cref="Frame.Slot"/> numbers follow those that are there.</summary>
    /// <param name="count">How many.</param>
    /// <param name="prepare">Called with each before it can be rented.</param>
    public void Grow(int count, Action<Frame>? prepare = null)
    {
        lock (_gate)
        {
            _free.EnsureCapacity(_capacity + count);
            for (var i = 0; i < count; i++)
            {
                var frame = new Frame(this, _capacity);
                _capacity++;
                prepare?.Invoke(frame);
                _free.Push(frame);
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes a frame if one is free; the caller owns it.</summary>
    public bool TryRent([NotNullWhen(true)] out Frame? frame)
    {
        lock (_gate)
        {
            _free.TryPop(out frame);
            frame?.Rent();
            return frame is not null;
        }
    }

    /// <summary>Takes a frame, waiting on this thread until one is free; the caller owns it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    public Frame Rent(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Frame? frame;
            while (!TryRent(out frame))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_gate, CancellationCheck);
            }

            return frame;
        }
    }

    /// <summary>Takes back a frame to which there is no reference any more.</summary>
    internal void Return(Frame frame)
    {
        lock (_gate)
        {
            _free.Push(frame);
            Monitor.Pulse(_gate);
        }
    }
}
