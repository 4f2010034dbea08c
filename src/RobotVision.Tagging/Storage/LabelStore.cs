using RobotVision.Data.Text;
using RobotVision.Files;
using RobotVision.Tagging.Frames;

namespace RobotVision.Tagging.Storage;

/// <summary>A frame was changed by somebody else since the page read it: another window, or another program on the disk.</summary>
/// <param name="message">Who changed what, and what to do.</param>
public sealed class FrameConflictException(string message) : Exception(message);

/// <summary>
/// The label files of a data set with their journal. Every change is on the disk when a method returns: first in the journal, then in whole files.
/// What another program did to a label file is noticed when the frame is read or changed. One thread at a time.
/// </summary>
sealed class LabelStore : IDisposable
{
    /// <summary>The folder of the journal in that of the data set; hidden, so that it is nobody's data.</summary>
    public const string FolderName = ".tagging";

    readonly TagSet _set;
    readonly Journal _journal;
    readonly FrameRecord?[] _records;
    readonly bool[] _isForeign; // another program wrote the label file last
    readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    readonly SortedSet<int> _done = [];
    int _tracks;
    bool _isListStale;

    /// <summary>Opens the labels of a data set and finishes what a crash cut off; label files are read when they are needed.</summary>
    /// <exception cref="IOException">Another process tags this data set, or a file cannot be read or written.</exception>
    public LabelStore(TagSet set)
    {
        _set = set;
        _records = new FrameRecord?[set.Frames.Count];
        _isForeign = new bool[set.Frames.Count];
        foreach (var frame in set.Frames) _indices[frame.Name] = frame.Index;
        _journal = new(Path.Combine(set.Folder, FolderName, "journal.jsonl"));
        foreach (var change in _journal.Last)
            if (_indices.TryGetValue(change.Name, out var index) && TextOf(index) is var text && text != change.After.Text && text == change.Before.Text)
                WriteFile(index, change.After.Text);
        foreach (var frame in set.Frames)
            if (_journal.Records.GetValueOrDefault(frame.Name)?.Status is null or FrameStatus.Done && File.Exists(frame.Labels)) _done.Add(frame.Index);
        _isListStale = true; // files may have gone while no program was there
    }

    /// <summary>The indices of the frames that are done, rising; those whose files another program changed are put right when they are read.</summary>
    public IReadOnlyCollection<int> Done => _done;

    /// <summary>How long people worked, in seconds.</summary>
    public double Seconds => _journal.Seconds;

    /// <summary>What would be taken back; null for nothing.</summary>
    public string? ToUndo => _journal.ToUndo is [.., var edit] ? edit.Why : null;

    /// <summary>What would be done again; null for nothing.</summary>
    public string? ToRedo => _journal.ToRedo is [var edit, ..] ? edit.Why : null;

    /// <summary>What is known of a frame without looking at the disk; null where it was never read.</summary>
    public FrameRecord? Known(int index) => _records[index];

    /// <summary>Reads a frame from the disk.</summary>
    /// <param name="index">The frame.</param>
    /// <param name="isForeign">Whether another program changed its label file last, after it was first read or written here.</param>
    public FrameRecord Read(int index, out bool isForeign)
    {
        var text = TextOf(index);
        var known = _records[index] ?? _journal.Records.GetValueOrDefault(_set.Frames[index].Name);
        var hasChanged = known is not null && known.Text != text;
        isForeign = _isForeign[index] |= hasChanged;
        var record = known is not null && !hasChanged ? known : FrameRecord.Of(text);
        var wasDone = _done.Contains(index);
        Remember(index, record);
        _isListStale |= wasDone != _done.Contains(index);
        return record;
    }

    /// <summary>Whether a frame had a label file before it was edited here.</summary>
    public bool HadLabels(int index) => (_journal.FirstOf(_set.Frames[index].Name) ?? Read(index, out _)).Text is not null;

    /// <summary>Brings the list of the frames that are done in line with what other programs did, where there is one that can be written.</summary>
    public void UpdateList()
    {
        if (!_isListStale || !_set.HasList) return;
        try
        {
            _set.WriteLists(_done);
            _isListStale = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk is full, for example: the next edit says so.
        }
    }

    /// <summary>Changes frames; all of them or, where a file cannot be written, none.</summary>
    /// <param name="changes">The frames with their new records; those that stay as they are do not count.</param>
    /// <param name="why">What is done, in words.</param>
    /// <param name="seconds">How long a person worked for it.</param>
    /// <param name="joined">Whether it is taken back together with the edit before.</param>
    /// <exception cref="IOException">A file cannot be written; nothing was changed.</exception>
    /// <exception cref="EnvironmentException">The classes of the data set are others by now.</exception>
    public void Change(IReadOnlyList<(int Index, FrameRecord Record)> changes, string why, double seconds = 0, bool joined = false)
    {
        var edits = changes.Select(change => new FrameChange(_set.Frames[change.Index].Name, Read(change.Index, out _), change.Record))
            .Where(change => TagText.Version(change.Before) != TagText.Version(change.After)).ToArray();
        if (edits.Length > 0) Commit(new(JournalKind.Edit, why, edits, seconds, joined), edits);
    }

    /// <summary>Takes back the last edit.</summary>
    /// <returns>The frames that changed; none where there is nothing to take back.</returns>
    /// <exception cref="FrameConflictException">Another program changed one of its frames since.</exception>
    public IReadOnlyList<int> Undo() => Step(JournalKind.Undo, _journal.ToUndo);

    /// <summary>Does the edit again that was taken back last.</summary>
    /// <inheritdoc cref="Undo"/>
    public IReadOnlyList<int> Redo() => Step(JournalKind.Redo, _journal.ToRedo);

    /// <summary>A number for a track that no object has.</summary>
    public int NextTrack() => _tracks = Math.Max(
        _tracks, _journal.Records.Values.Max(record => record.Tracks is { Count: > 0 } tracks ? tracks.Max(mark => mark.Track) : 0)) + 1;

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    List<int> Step(JournalKind kind, IReadOnlyList<JournalEntry> entries)
    {
        var steps = entries.Select(entry => (FrameChange[])[.. (entry.Changes ?? []).Select(change =>
            kind == JournalKind.Undo ? new(change.Name, change.After, change.Before) : change)]).ToArray();
        // Frames of joined edits change more than once: only what the first step finds is on the disk.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in steps.SelectMany(step => step))
        {
            if (!seen.Add(change.Name)) continue;
            if (!_indices.TryGetValue(change.Name, out var index))
                throw new FrameConflictException($"{change.Name}: expected the frame of that edit, found it is not in the data set any more.");
            if (TextOf(index) != change.Before.Text)
                throw new FrameConflictException(
                    $"{change.Name}: its label file was changed by another program since, "
                    + $"so that the edit '{entries[0].Why}' cannot be taken back or repeated.");
        }

        foreach (var (entry, changes) in entries.Zip(steps)) Commit(new(kind, entry.Why), changes);
        return [.. seen.Select(name => _indices[name])];
    }

    void Commit(JournalEntry entry, FrameChange[] changes)
    {
        _set.CheckClasses();
        foreach (var change in changes) _set.Frames[_indices[change.Name]].CheckLabels();
        _journal.Add(entry);
        var written = 0;
        try
        {
            for (; written < changes.Length; written++) WriteFile(_indices[changes[written].Name], changes[written].After.Text);
            foreach (var change in changes)
            {
                Remember(_indices[change.Name], change.After);
                _isForeign[_indices[change.Name]] = false;
            }

            if (changes.Any(change => (change.Before.Status == FrameStatus.Done) != (change.After.Status == FrameStatus.Done)))
            {
                _set.WriteLists(_done);
                _isListStale = false;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TakeBack(entry, changes, written);
            throw;
        }
    }

    void TakeBack(JournalEntry entry, FrameChange[] changes, int written)
    {
        _journal.RemoveLast(entry);
        foreach (var change in changes) Remember(_indices[change.Name], change.Before);
        try
        {
            for (var i = 0; i < written; i++) WriteFile(_indices[changes[i].Name], changes[i].Before.Text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not even that can be written: the files differ from the records and are noticed as changed when they are read next.
        }
    }

    void Remember(int index, FrameRecord record)
    {
        _records[index] = record;
        _journal.Records[_set.Frames[index].Name] = record;
        if (record.Status == FrameStatus.Done && File.Exists(_set.Frames[index].Image)) _done.Add(index);
        else _done.Remove(index);
    }

    string? TextOf(int index)
    {
        var path = _set.Frames[index].Labels;
        if (!File.Exists(path)) return null;
        _set.Frames[index].CheckLabels();
        return FileText.Read(path);
    }

    void WriteFile(int index, string? text)
    {
        var path = _set.Frames[index].Labels;
        if (text is null) File.Delete(path);
        else WholeFile.WriteAllText(path, text);
    }
}
