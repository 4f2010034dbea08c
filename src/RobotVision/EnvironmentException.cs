namespace RobotVision;

/// <summary>This machine lacks what the work needs or failed during it: a program that is not installed, no CUDA, a device that was lost.</summary>
/// <param name="message">What failed, why and what to do.</param>
/// <param name="innerException">What it came from; null for nothing.</param>
public sealed class EnvironmentException(string message, Exception? innerException = null) : Exception(message, innerException);
