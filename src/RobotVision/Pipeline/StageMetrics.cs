namespace RobotVision.Pipeline;

/// <summary>What one stage has done: how long each frame took, and how many were dropped before it, by reason.</summary>
public sealed class StageMetrics
{
    readonly long[] _drops = new long[Enum.GetValues<DropReason>().Length];

    /// <summary>The stage's own time a frame.</summary>
    public LatencyHistogram Time { get; } = new();

    /// <summary>Frames dropped at this stage, all reasons together.</summary>
    public long Dropped
    {
        get
        {
            long sum = 0;
            for (var i = 0; i < _drops.Length; i++) sum += Interlocked.Read(ref _drops[i]);
            return sum;
        }
    }

    /// <summary>Frames dropped at this stage for a reason.</summary>
    public long DroppedBecause(DropReason reason) => Interlocked.Read(ref _drops[(int)reason]);

    internal void CountDrop(DropReason reason) => Interlocked.Increment(ref _drops[(int)reason]);
}
