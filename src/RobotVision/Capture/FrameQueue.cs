using System.Runtime.ExceptionServices;

namespace RobotVision.Capture;

/// <summary>
/// What waits for one thread, each with its frame, of one or several cameras. Live, a newer frame takes the place of one of the same camera that waits, so
/// that no camera crowds out another, and what was captured first is taken first; in replay nothing is dropped and the order stays. Bounded by the pool of
/// the frames. Any thread writes, one reads; allocates only when it is created.
/// </summary>
/// <param name="capacity">Items for which there is room from the beginning.</param>
/// <param name="isLive">Whether the newest of each camera counts alone.</param>
/// <param name="frameOf">The frame of an item.</param>
/// <param name="dropped">Takes what gave way to a newer one.</param>
sealed class FrameQueue<T>(int capacity, bool isLive, Func<T, Frame> frameOf, Action<T> dropped)
    where T : class
{
    readonly List<T> _waiting = new(capacity); // also the lock, which the reader waits for
    bool _isComplete;
    Exception? _failure;

    /// <summary>Adds an item, which moves into the queue.</summary>
    /// <returns>False when no more are taken: it stays the caller's.</returns>
    public bool TryWrite(T item)
    {
        T? old = null;
        lock (_waiting)
        {
            if (_isComplete) return false;
            var at = isLive ? IndexOfCamera(frameOf(item).Camera) : -1;
            if (at >= 0)
            {
                old = _waiting[at];
                _waiting.RemoveAt(at);
            }

            _waiting.Add(item);
            Monitor.Pulse(_waiting);
        }

        if (old is not null) dropped(old);
        return true;
    }

    /// <summary>Takes the next item, which becomes the caller's.</summary>
    public bool TryRead(out T item)
    {
        lock (_waiting)
        {
            if (_waiting.Count > 0)
            {
                var at = isLive ? IndexOfEarliest() : 0;
                item = _waiting[at];
                _waiting.RemoveAt(at);
                return true;
            }
        }

        item = null!;
        return false;
    }

    /// <summary>Waits until there is an item; false when no more will come. It blocks the thread, so that nothing but the system wakes it.</summary>
    /// <exception cref="Exception">That of <see cref="Complete"/>, once all items are taken.</exception>
    public bool Wait()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0 && !_isComplete) Monitor.Wait(_waiting);
            if (_waiting.Count == 0 && _failure is not null) ExceptionDispatchInfo.Throw(_failure);
            return _waiting.Count > 0;
        }
    }

    /// <summary>Takes no more; what waits can still be read.</summary>
    /// <param name="failure">Why, for the reader; null where that is as it should be.</param>
    public void Complete(Exception? failure = null)
    {
        lock (_waiting)
        {
            if (_isComplete) return;
            (_isComplete, _failure) = (true, failure);
            Monitor.Pulse(_waiting);
        }
    }

    int IndexOfCamera(int camera)
    {
        for (var i = 0; i < _waiting.Count; i++)
            if (frameOf(_waiting[i]).Camera == camera) return i;
        return -1;
    }

    int IndexOfEarliest()
    {
        var earliest = 0;
        for (var i = 1; i < _waiting.Count; i++)
            if (frameOf(_waiting[i]).Timestamp < frameOf(_waiting[earliest]).Timestamp) earliest = i;
        return earliest;
    }
}
