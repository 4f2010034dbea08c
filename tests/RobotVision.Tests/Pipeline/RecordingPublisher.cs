using RobotVision.Pipeline;

namespace RobotVision.Tests.Pipeline;

/// <summary>Keeps what was published, and does what a test says in between.</summary>
sealed class RecordingPublisher : IPublisher
{
    /// <summary>The frames' numbers, in the order of publishing.</summary>
    public List<long> Numbers { get; } = [];

    /// <summary>The states, in the order of publishing.</summary>
    public List<PipelineState> States { get; } = [];

    /// <summary>Called with every frame, after it was kept.</summary>
    public Action<Observation> OnFrame { get; init; } = _ => { };

    /// <summary>Called with every state, after it was kept.</summary>
    public Action<PipelineState> OnState { get; init; } = _ => { };

    public void Publish(Observation observation)
    {
        Numbers.Add(observation.Frame.Number);
        OnFrame(observation);
    }

    public void Publish(PipelineState state)
    {
        States.Add(state);
        OnState(state);
    }

    public void Complete()
    {
        // Keeps everything anyway.
    }

    public void Dispose()
    {
        // Owns nothing.
    }
}
