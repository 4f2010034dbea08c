namespace RobotVision.Pipeline;

/// <summary>Whatever reads the standard output has ended, as <c>head</c> does after ten lines: the run ends, live too.</summary>
/// <param name="message">Says so, and what to do.</param>
/// <param name="inner">What the system said.</param>
public sealed class OutputClosedException(string message, Exception inner) : IOException(message, inner);
