namespace RobotVision;

/// <summary>
/// A value that the user chose cannot be used: an option of the command line, of a recipe or of an options record. The message names the option,
/// what is expected and what was found. Any other <see cref="ArgumentException"/> is a bug in this code.
/// </summary>
/// <param name="message">What is wrong and what to write instead, one sentence or more.</param>
/// <param name="innerException">What it came from; null for nothing.</param>
public sealed class OptionException(string message, Exception? innerException = null) : ArgumentException(message, innerException);
