using RobotVision.Curation;
using RobotVision.Imaging;
using RobotVision.Tagging.Frames;

namespace RobotVision.Tagging.Guesses;

/// <summary>What is known of a frame's picture.</summary>
/// <param name="Guesses">What the model sees; null without a model.</param>
/// <param name="Thumbnail">The thumbnail, for finding near duplicates; null where the image cannot be read.</param>
/// <param name="Hash">The thumbnail's perceptual hash.</param>
/// <param name="Problem">Why the image cannot be read, or what is missing of it; null where nothing is wrong.</param>
public sealed record FrameLook(IReadOnlyList<Guess>? Guesses, Thumbnail? Thumbnail, PerceptualHash Hash, string? Problem);

/// <summary>
/// Looks through all frames in the background, those first that are asked for: the model's guesses, and what the frames look like. The model can be
/// replaced at any time; the guesses of the old one are forgotten then. Any thread.
/// </summary>
public sealed class FrameLooks : IDisposable
{
    readonly Lock _gate = new();
    readonly Lock _looking = new(); // one thread at a time uses the source
    readonly TagSet _set;
    readonly FrameLook?[] _looks;
    readonly bool[] _isOld; // the guesses are those of a model that was replaced
    readonly Stack<int> _wanted = new();
    readonly ManualResetEventSlim _work = new(initialState: true);
    readonly CancellationTokenSource _stop = new();
    readonly Thread _thread;
    IGuessSource? _source;
    int _next, _generation;

    /// <summary>Starts looking.</summary>
    /// <param name="set">The frames.</param>
    /// <param name="source">The model, owned from now on; null for none.</param>
    public FrameLooks(TagSet set, IGuessSource? source)
    {
        (_set, _source, _looks, _isOld) = (set, source, new FrameLook?[set.Frames.Count], new bool[set.Frames.Count]);
        _thread = new(Run) { IsBackground = true, Name = "frame looks" };
        _thread.Start();
    }

    /// <summary>Called with the frame after each look, on the thread that looked.</summary>
    public event Action<int>? Looked;

    /// <summary>The model's name; null without one.</summary>
    public string? SourceName
    {
        get
        {
            lock (_gate) return _source?.Name;
        }
    }

    /// <summary>What is known of a frame; null where it was not looked at yet.</summary>
    public FrameLook? Find(int index)
    {
        lock (_gate) return _looks[index];
    }

    /// <summary>Has a frame and then those behind it looked at first.</summary>
    public void Want(int index)
    {
        lock (_gate)
        {
            for (var i = Math.Min(index + 3, _looks.Length - 1); i >= index; i--)
                if (IsToDo(i)) _wanted.Push(i);
        }

        _work.Set();
    }

    /// <summary>Looks at a frame now unless that was done.</summary>
    public FrameLook LookAt(int index)
    {
        FrameLook look;
        lock (_looking)
        {
            (int Generation, IGuessSource? Source) now;
            lock (_gate)
            {
                if (!IsToDo(index)) return _looks[index]!;
                now = (_generation, _source);
            }

            look = Look(_set.Frames[index], now.Source);
            lock (_gate)
            {
                if (now.Generation == _generation) (_looks[index], _isOld[index]) = (look, false);
            }
        }

        Looked?.Invoke(index);
        return look;
    }

    /// <summary>Takes the guesses of another model from now on.</summary>
    /// <param name="source">The model, owned from now on; null for none.</param>
    public void Replace(IGuessSource? source)
    {
        IGuessSource? old;
        lock (_looking)
        {
            lock (_gate)
            {
                (old, _source) = (_source, source);
                (_next, _generation) = (0, _generation + 1);
                Array.Fill(_isOld, true);
            }

            old?.Dispose();
        }

        _work.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _work.Set();
        _thread.Join();
        _source?.Dispose();
        _stop.Dispose();
        _work.Dispose();
    }

    bool IsToDo(int index) => _looks[index] is null || _isOld[index];

    void Run()
    {
        LowPriority.TakeIdleTime();
        while (!_stop.IsCancellationRequested)
        {
            if (TakeNext() is { } index)
            {
                LookAt(index);
            }
            else
            {
                _work.Wait();
                _work.Reset();
            }
        }
    }

    int? TakeNext()
    {
        lock (_gate)
        {
            while (_wanted.TryPop(out var wanted))
                if (IsToDo(wanted)) return wanted;
            while (_next < _looks.Length && !IsToDo(_next)) _next++;
            return _next < _looks.Length ? _next : null;
        }
    }

    static FrameLook Look(TagFrame frame, IGuessSource? source)
    {
        try
        {
            frame.CheckImage();
            var image = ImageFile.Read(frame.Image, out var damage);
            var thumbnail = Thumbnail.Of(image.View);
            return new(source?.LookAt(image), thumbnail, PerceptualHash.Of(thumbnail), damage is null ? null : $"Image '{frame.Image}': {damage}.");
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new([], null, default, exception.Message);
        }
    }
}
