using RobotVision.Pipeline;
using RobotVision.Publishing;

namespace RobotVision.Onboard;

/// <summary>Says on the standard error when the source comes, goes and comes back.</summary>
sealed class StatusLines : IPublisher
{
    PipelineStatus? _last;

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        // Frames go to the other publishers.
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
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
