namespace RobotVision.Tools.Classroom;

/// <summary>The lessons that pages have begun, by number. Only the newest are kept: a page that was closed says nothing. Thread-safe.</summary>
sealed class OpenLessons : IDisposable
{
    /// <summary>A window has at most one lesson of each of the six kinds, and a few for curves.</summary>
    const int Most = 48;

    readonly Lock _lock = new();
    readonly SortedDictionary<int, object> _lessons = [];
    int _last;

    /// <summary>Keeps a lesson and returns its number.</summary>
    public int Add(object lesson)
    {
        object? oldest = null;
        int number;
        lock (_lock)
        {
            number = ++_last;
            _lessons[number] = lesson;
            if (_lessons.Count > Most)
            {
                var first = _lessons.First();
                oldest = first.Value;
                _lessons.Remove(first.Key);
            }
        }

        if (oldest is not null) End(oldest);
        return number;
    }

    /// <summary>Works with a lesson; one call at a time.</summary>
    /// <exception cref="InvalidDataException">There is no such lesson, or no longer.</exception>
    public TResult Use<TLesson, TResult>(int number, Func<TLesson, TResult> work)
    {
        object? found;
        lock (_lock) _lessons.TryGetValue(number, out found);
        if (found is not TLesson lesson)
            throw new InvalidDataException($"Lesson: expected one of the newest {Most}, found number {number}, which is not open. Begin it again.");
        lock (found) return work(lesson);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var lesson in _lessons.Values) End(lesson);
            _lessons.Clear();
        }
    }

    static void End(object lesson)
    {
        lock (lesson) (lesson as IDisposable)?.Dispose();
    }
}
