namespace RobotVision.Fuzzing;

/// <summary>Something that reads bytes which other programs, networks or people made.</summary>
/// <param name="Name">Its name on the command line and of its folder in the corpus.</param>
/// <param name="Seeds">Inputs to begin with, each of which is read without an error.</param>
/// <param name="Words">What is written into inputs now and then: field names and values with a meaning.</param>
/// <param name="Read">Reads an input; throws what <paramref name="IsRefusal"/> allows when it cannot be used.</param>
/// <param name="IsRefusal">Whether an exception is a clear refusal of the input; everything else is a bug.</param>
public sealed record FuzzTarget(
    string Name, IReadOnlyList<byte[]> Seeds, IReadOnlyList<string> Words, Action<byte[]> Read, Func<Exception, bool> IsRefusal);
