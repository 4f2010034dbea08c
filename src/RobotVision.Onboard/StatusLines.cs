using RobotVision.Geometry;
using RobotVision.Pipeline;
using RobotVision.Publishing;

namespace RobotVision.Onboard;

/// <summary>Says on the standard error when the source comes, goes and comes back, and when the camera seems to have moved.</summary>
sealed class StatusLines : IPublisher
{
    PipelineStatus? _last;
    bool _drifting;

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        // Frames go to the other publishers.
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        if (state.Drift is { } drift && drift.IsDrifting != _drifting) WriteDrift(drift);
        if (state.Status == _last) return;
        var problem = state.Problem is { } text ? $": {text}" : "";
        Console.Error.WriteLine(state.Status switch
        {
            PipelineStatus.Waiting => $"waiting for {state.Source}{problem}",
            PipelineStatus.Running when _last == PipelineStatus.SourceLost => $"{state.Source} is back",
            PipelineStatus.Running => $"{state.Source} is running on {state.Provider}",
            PipelineStatus.SourceLost => $"lost {state.Source}{problem}",
            _ => $"{state.Source} has ended",
        });
        _last = state.Status;
    }

    void WriteDrift(DriftState drift)
    {
        _drifting = drift.IsDrifting;
        Console.Error.WriteLine(drift.IsDrifting ? $"warning: {Placing.Describe(drift)}" : "the crossings fit the camera's pose again");
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // Every line is out.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Owns nothing.
    }
}
