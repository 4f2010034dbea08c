namespace RobotVision.Pipeline;

/// <summary>What a pipeline has done so far.</summary>
public sealed class PipelineMetrics
{
    readonly StageMetrics[] _stages = [.. Enum.GetValues<Stage>().Select(_ => new StageMetrics())];

    /// <summary>One stage.</summary>
    public StageMetrics this[Stage stage] => _stages[(int)stage];

    /// <summary>The frames' <see cref="Observation.TotalTime"/>.</summary>
    public LatencyHistogram Total { get; } = new();

    /// <summary>Frames that were published.</summary>
    public long Published => this[Stage.Publish].Time.Count;

    /// <summary>Frames that were dropped anywhere.</summary>
    public long Dropped => _stages.Sum(stage => stage.Dropped);

    /// <summary>Every stage and reason that dropped frames, with their number.</summary>
    public IEnumerable<(Stage Stage, DropReason Reason, long Count)> Drops() =>
        from stage in Enum.GetValues<Stage>()
        from reason in Enum.GetValues<DropReason>()
        let count = this[stage].DroppedBecause(reason)
        where count > 0
        select (stage, reason, count);
}
