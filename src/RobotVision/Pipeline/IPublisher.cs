namespace RobotVision.Pipeline;

/// <summary>Takes what the pipeline found. It is called by one thread at a time.</summary>
public interface IPublisher : IDisposable
{
    /// <summary>What could not be sent so far, and why; null where everything was. Any thread may ask.</summary>
    SendFailures? Failures => null;

    /// <summary>Takes one frame's results; they are borrowed for the call.</summary>
    /// <exception cref="IOException">It cannot be written. That ends a replay; live it is counted, and the publisher is called again a second later.</exception>
    void Publish(Observation observation);

    /// <summary>Takes the state of a live pipeline.</summary>
    /// <exception cref="IOException">It cannot be written; it is counted, and the publisher is called again a second later.</exception>
    void Publish(PipelineState state);

    /// <summary>Makes what was published final: files appear under their names. Without this call, disposing removes them.</summary>
    /// <exception cref="IOException">It cannot be made final.</exception>
    void Complete();
}
