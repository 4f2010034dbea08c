namespace RobotVision.Pipeline;

/// <summary>What was done with the frames of a camera, or of all cameras of a pipeline, so far.</summary>
public sealed class PipelineMetrics
{
    /// <summary>The name of the meter by which System.Diagnostics.Metrics publishes them.</summary>
    public const string MeterName = "RobotVision";

    readonly StageMetrics[] _stages = [.. Enum.GetValues<Stage>().Select(_ => new StageMetrics())];

    /// <summary>One stage.</summary>
    public StageMetrics this[Stage stage] => _stages[(int)stage];

    /// <summary>The frames' <see cref="Observation.TotalTime"/>.</summary>
    public LatencyHistogram Total { get; } = new();

    /// <summary>Frames that were published.</summary>
    public long Published => this[Stage.Publish].Time.Count;

    /// <summary>Frames that were dropped anywhere.</summary>
    public long Dropped => _stages.Sum(stage => stage.Dropped);

    /// <summary>Several together as they are now: a copy.</summary>
    public static PipelineMetrics Sum(IEnumerable<PipelineMetrics> all)
    {
        var sum = new PipelineMetrics();
        foreach (var one in all)
        {
            for (var i = 0; i < sum._stages.Length; i++) sum._stages[i].Add(one._stages[i]);
            sum.Total.Add(one.Total);
        }

        return sum;
    }

    /// <summary>Every stage and reason that dropped frames, with their number.</summary>
    public IEnumerable<(Stage Stage, DropReason Reason, long Count)> Drops() =>
        from stage in Enum.GetValues<Stage>()
        from reason in Enum.GetValues<DropReason>()
        let count = this[stage].DroppedBecause(reason)
        where count > 0
        select (stage, reason, count);
}

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

    internal void Add(StageMetrics other)
    {
        for (var i = 0; i < _drops.Length; i++) _drops[i] += Interlocked.Read(ref other._drops[i]);
        Time.Add(other.Time);
    }

    internal void CountDrop(DropReason reason) => Interlocked.Increment(ref _drops[(int)reason]);
}
