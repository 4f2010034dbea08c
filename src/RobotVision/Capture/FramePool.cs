using System.Diagnostics.CodeAnalysis;

namespace RobotVision.Capture;

/// <summary>
/// A fixed number of frames, made once. It never grows: live, an empty pool means that the frame is dropped; in replay,
/// that reading waits. Safe from any thread.
/// </summary>
public sealed class FramePool
{
    /// <summary>How long a waiting thread may take to see that it was cancelled.</summary>
    static readonly TimeSpan CancellationCheck = TimeSpan.FromMilliseconds(50);

    readonly Frame[] _free;
    readonly bool[] _out;
    readonly object _gate = new(); // no Lock: it cannot be waited on
    int _count;

    /// <summary>Makes a pool.</summary>
    /// <param name="capacity">Its number of frames, positive.</param>
    public FramePool(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _free = new Frame[capacity];
        _out = new bool[capacity];
        for (var slot = 0; slot < capacity; slot++) _free[slot] = new Frame(this, slot);
        _count = capacity;
    }

    /// <summary>The number of frames.</summary>
    public int Capacity => _free.Length;

    /// <summary>Frames that are in use; 0 when a pipeline has ended.</summary>
    public int Outstanding
    {
        get
        {
            lock (_gate) return _free.Length - _count;
        }
    }

    /// <summary>Takes a frame if one is free; the caller owns it.</summary>
    public bool TryRent([NotNullWhen(true)] out Frame? frame)
    {
        lock (_gate)
        {
            frame = _count > 0 ? _free[--_count] : null;
            if (frame is not null) _out[frame.Slot] = true;
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

    /// <summary>Takes a frame back.</summary>
    /// <exception cref="InvalidOperationException">The frame is not in use: it was given back twice.</exception>
    internal void Return(Frame frame)
    {
        lock (_gate)
        {
            if (!_out[frame.Slot]) throw new InvalidOperationException($"Frame {frame.Number} (slot {frame.Slot}) was given back twice.");
            _out[frame.Slot] = false;
            _free[_count++] = frame;
            Monitor.Pulse(_gate);
        }
    }
}
