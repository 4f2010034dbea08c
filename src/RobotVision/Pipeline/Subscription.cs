using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace RobotVision.Pipeline;

/// <summary>
/// A bounded queue of a pipeline's newest results together with their frames, without a copy. A slow subscriber loses the oldest
/// results, which are counted; it never blocks the pipeline. Read by one thread at a time.
/// </summary>
public sealed class Subscription : IDisposable
{
    readonly Channel<Lease> _queue;
    readonly Channel<Lease> _free; // bounds how many results a subscriber holds, so that it cannot empty the pool
    readonly Action<Subscription> _onDispose;
    readonly int? _camera;
    long _lost;
    int _isDisposed;

    internal Subscription(int queueLength, int? camera, Action<Subscription> onDispose)
    {
        if (queueLength is < 1 or > MaxQueueLength)
            throw new ArgumentOutOfRangeException(nameof(queueLength), queueLength, $"Expected 1..{MaxQueueLength} results.");
        (FrameCount, _camera, _onDispose) = (queueLength + 1, camera, onDispose);
        _queue = Channel.CreateBounded<Lease>(queueLength);
        _free = Channel.CreateBounded<Lease>(FrameCount);
        for (var i = 0; i < FrameCount; i++) _free.Writer.TryWrite(new(this));
    }

    /// <summary>The longest queue.</summary>
    public const int MaxQueueLength = 32;

    /// <summary>Frames that the subscriber can hold at once: those of the queue and the one that it works on.</summary>
    internal int FrameCount { get; }

    /// <summary>Results that the subscriber did not get because it was too slow. Any thread.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Takes the oldest result of the queue; the caller disposes it.</summary>
    public bool TryRead([NotNullWhen(true)] out Lease? result) => _queue.Reader.TryRead(out result);

    /// <summary>Waits for a result; false when the run has ended and every result was read.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => _queue.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Ends the subscription and gives back the results in its queue. Results that were read before must still be disposed.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _onDispose(this);
        End();
        while (TryRead(out var result)) result.Dispose();
    }

    /// <summary>Adds a result; called by the publishing thread, which holds a reference to the frame. Never blocks.</summary>
    internal void Offer(Observation observation)
    {
        if (_camera is { } camera && observation.Frame.Camera != camera) return;
        if (!_free.Reader.TryRead(out var lease))
        {
            Interlocked.Increment(ref _lost); // either the oldest in the queue is dropped or, if it is empty, this one
            if (!_queue.Reader.TryRead(out lease)) return;
            lease.Release();
        }

        lease.Hold(observation);
        if (_queue.Writer.TryWrite(lease)) return;
        // The queue is full and the subscriber holds nothing: the oldest is dropped.
        if (_queue.Reader.TryRead(out var oldest))
        {
            Interlocked.Increment(ref _lost);
            oldest.Dispose();
        }
        if (!_queue.Writer.TryWrite(lease)) lease.Dispose(); // ended
    }

    /// <summary>No more results will come.</summary>
    internal void End() => _queue.Writer.TryComplete();

    /// <summary>A result with its frame, held until it is disposed.</summary>
    public sealed class Lease : IDisposable
    {
        readonly Subscription _owner;
        Observation? _observation;

        internal Lease(Subscription owner) => _owner = owner;

        /// <summary>The frame and its result; only to be read, and not to be kept beyond <see cref="Dispose"/>.</summary>
        /// <exception cref="ObjectDisposedException">The result was given back.</exception>
        public Observation Observation => _observation ?? throw new ObjectDisposedException(nameof(Lease), "The result was given back to the pipeline.");

        /// <summary>Gives the frame back.</summary>
        public void Dispose()
        {
            if (Release()) _owner._free.Writer.TryWrite(this);
        }

        internal void Hold(Observation observation)
        {
            observation.Frame.AddReference();
            Volatile.Write(ref _observation, observation);
        }

        internal bool Release()
        {
            var observation = Interlocked.Exchange(ref _observation, null);
            observation?.Frame.Dispose();
            return observation is not null;
        }
    }
}
