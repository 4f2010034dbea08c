namespace RobotVision.Pipeline;

/// <summary>Takes the pipeline's results, for example to write or send them. Called by one thread at a time.</summary>
public interface IPublisher : IDisposable
{
    /// <summary>What could not be sent so far, and why; null where everything was sent. Any thread.</summary>
    SendFailures? Failures => null;

    /// <summary>Whether the run is recorded; null of a publisher that does not record. Any thread.</summary>
    RecordingState? Recording => null;

    /// <summary>Takes one frame's results; they are borrowed for the call.</summary>
    /// <exception cref="IOException">
    /// It cannot be written. That ends a replay; live, it is counted, and the publisher is called again a second later.
    /// </exception>
    void Publish(Observation observation);

    /// <summary>Takes the state of a live pipeline.</summary>
    /// <exception cref="IOException">It cannot be written; it is counted, and the publisher is called again a second later.</exception>
    void Publish(PipelineState state);

    /// <summary>Completes the output: files appear under their names. Without this call, disposing removes them.</summary>
    /// <exception cref="IOException">It cannot be completed.</exception>
    void Complete();
}

/// <summary>The messages that could not be sent.</summary>
/// <param name="Count">How many messages since the start.</param>
/// <param name="Problem">The receiver, the reason of the last failure, and what to do.</param>
public sealed record SendFailures(long Count, string Problem);

/// <summary>The program that reads the standard output has ended, as <c>head</c> does after ten lines: the run ends too, also when live.</summary>
/// <param name="message">The message for the user.</param>
/// <param name="inner">The error of the system.</param>
public sealed class OutputClosedException(string message, Exception inner) : IOException(message, inner);
