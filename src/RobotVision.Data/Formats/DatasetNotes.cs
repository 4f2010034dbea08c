using System.Collections.Concurrent;

namespace RobotVision.Data.Formats;

/// <summary>
/// What a user has to know of data sets that can be read all the same. Each thing is told once, however often and by however many threads
/// it is met.
/// </summary>
/// <param name="tell">Takes one sentence; from any thread. Null where nobody listens.</param>
public sealed class DatasetNotes(Action<string>? tell = null)
{
    readonly ConcurrentDictionary<string, bool> _told = new();
    int _damaged;

    /// <summary>Tells how many images were damaged, for the end of the work; nothing where none was.</summary>
    public void TellDamaged()
    {
        if (_damaged > 0) tell?.Invoke($"damaged images that were used as far as they can be read: {_damaged}; get them anew or take them out of the lists.");
    }

    /// <summary>Tells a sentence unless it was told before.</summary>
    /// <param name="note">The sentence.</param>
    /// <param name="kind">Of sentences that differ in the place alone: what they have in common, so that only the first is told.</param>
    internal void Tell(string note, string? kind = null)
    {
        if (_told.TryAdd(kind ?? note, true)) tell?.Invoke(note);
    }

    /// <summary>Tells of an image that is used although it is damaged, and counts it.</summary>
    /// <param name="path">The image.</param>
    /// <param name="damage">What is wrong with it.</param>
    internal void TellDamaged(string path, string damage)
    {
        if (!_told.TryAdd(path, true)) return;
        Interlocked.Increment(ref _damaged);
        tell?.Invoke(DatasetImage.Problem(path, damage));
    }
}
