using RobotVision.Tagging.Frames;
using RobotVision.Tagging.Guesses;
using RobotVision.Tagging.Storage;

namespace RobotVision.Tagging.Session;

/// <summary>
/// The tagging of one data set: reads and changes frames, takes edits back, and tells what changed. Several windows may use it at once. Any thread.
/// </summary>
public sealed class TagSession : IDisposable
{
    readonly Lock _gate = new();
    readonly LabelStore _store;
    readonly Dictionary<int, TagClass> _classes;
    readonly FrameRow?[] _rows;
    readonly long[] _revisions;
    readonly CancellationTokenSource _stop = new();
    readonly Task _reading;
    long _revision;

    /// <summary>Opens the labels of a data set; they are read in the background.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="source">The model whose guesses are shown, owned from now on; null for none.</param>
    /// <exception cref="IOException">Another process tags this data set, or its folder cannot be written.</exception>
    public TagSession(TagSet set, IGuessSource? source)
    {
        Set = set;
        _classes = set.Classes.ToDictionary(known => known.Number);
        _rows = new FrameRow?[set.Frames.Count];
        _revisions = new long[set.Frames.Count];
        _store = new(set);
        Looks = new(set, source);
        Looks.Looked += Touch;
        _reading = Task.Run(ReadAll);
    }

    /// <summary>The frames and classes.</summary>
    public TagSet Set { get; }

    /// <summary>What the model sees.</summary>
    public FrameLooks Looks { get; }

    /// <summary>Called after every change; <see cref="Rows"/> says of what.</summary>
    public event Action? Changed;

    /// <summary>What undo would take back, in words; null for nothing.</summary>
    public string? ToUndo
    {
        get
        {
            lock (_gate) return _store.ToUndo;
        }
    }

    /// <summary>What redo would do again, in words; null for nothing.</summary>
    public string? ToRedo
    {
        get
        {
            lock (_gate) return _store.ToRedo;
        }
    }

    /// <summary>Reads a frame from the disk.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public FrameState Read(int index)
    {
        FrameState state;
        bool hasChanged;
        lock (_gate)
        {
            var before = _store.Known(index);
            state = ReadState(index);
            hasChanged = before is not null && _store.Known(index) != before;
        }

        if (hasChanged) Touch(index);
        lock (_gate) _store.UpdateList();
        return state;
    }

    /// <summary>Changes a frame. It is on the disk when the call returns.</summary>
    /// <param name="index">The frame.</param>
    /// <param name="version">The version that the change was made from.</param>
    /// <param name="objects">All its objects from now on.</param>
    /// <param name="status">How far it is from now on.</param>
    /// <param name="why">What was done, in words.</param>
    /// <param name="seconds">How long a person worked for it.</param>
    /// <returns>The frame as it is now.</returns>
    /// <exception cref="FrameConflictException">Another window or program changed it since.</exception>
    /// <exception cref="InvalidDataException">An object cannot be written, or the label file is damaged.</exception>
    /// <exception cref="IOException">The disk is full or the like; nothing was changed.</exception>
    /// <exception cref="EnvironmentException">The classes in <c>data.yaml</c> are others by now; nothing was changed.</exception>
    public FrameState Save(int index, string version, IReadOnlyList<TagObject> objects, FrameStatus status, string why, double seconds = 0)
    {
        FrameState state;
        lock (_gate)
        {
            var record = _store.Read(index, out var isForeign);
            if (TagText.Version(record) != version)
                throw new FrameConflictException(isForeign
                    ? $"{Set.Frames[index].Name}: its label file was changed by another program since this page read it."
                    : $"{Set.Frames[index].Name}: it was changed in another window, or by following, since this page read it.");
            _store.Change([(index, Write(index, objects, status, record))], why, seconds);
            state = Describe(index, _store.Known(index)!, isForeign: false); // as written: another program may have written since
        }

        Touch(index);
        return state;
    }

    /// <summary>Changes several frames as one edit.</summary>
    /// <param name="indices">The frames.</param>
    /// <param name="change">The new objects and status of a frame; null to leave it alone.</param>
    /// <param name="why">What was done, in words.</param>
    /// <param name="joined">Whether it is taken back together with the edit before.</param>
    /// <returns>The frames that changed.</returns>
    public IReadOnlyList<int> Change(
        IEnumerable<int> indices, Func<FrameState, (IReadOnlyList<TagObject> Objects, FrameStatus Status)?> change, string why, bool joined = false)
    {
        var changes = new List<(int Index, FrameRecord Record)>();
        lock (_gate)
        {
            foreach (var index in indices)
            {
                var state = ReadState(index);
                if (state.Problem is null && change(state) is { } now)
                    changes.Add((index, Write(index, now.Objects, now.Status, _store.Known(index)!)));
            }

            _store.Change(changes, why, joined: joined);
        }

        foreach (var (index, _) in changes) Touch(index);
        return [.. changes.Select(edit => edit.Index)];
    }

    /// <summary>A number for a track that no object has.</summary>
    public int NextTrack()
    {
        lock (_gate) return _store.NextTrack();
    }

    /// <summary>Takes the last edit back, whichever window made it, and says which frames changed; none where there is nothing.</summary>
    /// <exception cref="FrameConflictException">Another program changed one of its frames since.</exception>
    public IReadOnlyList<int> Undo() => Step(_store.Undo);

    /// <summary>Does the edit again that was taken back last.</summary>
    /// <inheritdoc cref="Undo"/>
    public IReadOnlyList<int> Redo() => Step(_store.Redo);

    /// <summary>The frames that changed since a revision, and the revision now.</summary>
    public (long Revision, IReadOnlyList<FrameRow> Rows) Rows(long since)
    {
        lock (_gate)
        {
            var rows = new List<FrameRow>();
            for (var i = 0; i < _rows.Length; i++)
                if (_revisions[i] > since && _rows[i] is { } row) rows.Add(row);
            return (_revision, rows);
        }
    }

    /// <summary>How far the whole data set is.</summary>
    public TagProgress Progress()
    {
        lock (_gate)
        {
            var objects = new Dictionary<int, int>();
            var counts = new int[4];
            foreach (var row in _rows)
            {
                counts[(int)(row?.Status ?? FrameStatus.Untouched)]++;
                if (row?.Status != FrameStatus.Done) continue;
                for (var i = 0; i < row.Objects.Count; i += 2) objects[row.Objects[i]] = objects.GetValueOrDefault(row.Objects[i]) + row.Objects[i + 1];
            }

            return new(_rows.Length, counts[(int)FrameStatus.Done], counts[(int)FrameStatus.Draft], counts[(int)FrameStatus.Unclear], objects, _store.Seconds);
        }
    }

    /// <summary>Waits until all label files have been read once.</summary>
    public Task WaitUntilReadAsync() => _reading;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _reading.Wait();
        Looks.Dispose();
        _store.Dispose();
        _stop.Dispose();
    }

    FrameRecord Write(int index, IReadOnlyList<TagObject> objects, FrameStatus status, FrameRecord before)
    {
        var keepsFile = !Set.IsOwn && status is FrameStatus.Unclear or FrameStatus.Untouched && _store.HadLabels(index);
        return TagText.Write(objects, status, before, Set.Frames[index].Labels, Set.Yaml, keepsFile);
    }

    void ReadAll()
    {
        for (var i = 0; i < _rows.Length && !_stop.IsCancellationRequested; i++)
        {
            UpdateRow(i);
            if (i % 500 == 499) Changed?.Invoke();
        }

        lock (_gate) _store.UpdateList();
        Changed?.Invoke();
    }

    List<int> Step(Func<IReadOnlyList<int>> step)
    {
        List<int> changed;
        lock (_gate) changed = [.. step()];
        foreach (var index in changed) Touch(index);
        return changed;
    }

    void Touch(int index)
    {
        UpdateRow(index);
        Changed?.Invoke();
    }

    void UpdateRow(int index)
    {
        lock (_gate)
        {
            var state = ReadState(index);
            var look = Looks.Find(index);
            var guesses = look?.Guesses ?? [];
            var counts = new List<int>();
            foreach (var group in state.Objects.GroupBy(tagged => tagged.Number)) counts.AddRange([group.Key, group.Count()]);
            _rows[index] = new(index, state.Status, counts, Disagreement.Doubt(guesses),
                state.Status == FrameStatus.Done && look?.Guesses is not null ? Disagreement.Count(guesses, state.Objects, _classes) : 0,
                look?.Guesses is null ? -1 : guesses.Count(guess => guess.IsSure), state.Problem is not null || look?.Problem is not null);
            _revisions[index] = ++_revision;
        }
    }

    FrameState ReadState(int index)
    {
        try
        {
            var record = _store.Read(index, out var isForeign);
            return Describe(index, record, isForeign);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new(index, "", FrameStatus.Untouched, [], exception.Message, IsForeign: true); // not even text, or not to be read
        }
    }

    FrameState Describe(int index, FrameRecord record, bool isForeign)
    {
        var (frame, version) = (Set.Frames[index], TagText.Version(record));
        try
        {
            return new(index, version, record.Status, TagText.Read(record, frame.Labels, Set.Yaml), null, isForeign);
        }
        catch (InvalidDataException exception)
        {
            return new(index, version, record.Status, [], exception.Message, isForeign);
        }
    }
}
