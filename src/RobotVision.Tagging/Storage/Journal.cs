using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RobotVision.Tagging.Storage;

/// <summary>What an edit made of one frame.</summary>
/// <param name="Name">The frame.</param>
/// <param name="Before">What it was.</param>
/// <param name="After">What it became.</param>
public sealed record FrameChange(string Name, FrameRecord Before, FrameRecord After);

/// <summary>One line of the journal.</summary>
/// <param name="Kind">Edit, or the taking back or repeating of one.</param>
/// <param name="Why">What was done, in words for the page.</param>
/// <param name="Changes">The frames that the edit changed; null for others.</param>
/// <param name="Seconds">How long a person worked for it.</param>
/// <param name="Joined">Whether it is taken back together with the edit before it.</param>
public sealed record JournalEntry(JournalKind Kind, string Why, IReadOnlyList<FrameChange>? Changes = null, double Seconds = 0, bool Joined = false);

/// <summary>What a line of the journal tells.</summary>
public enum JournalKind
{
    /// <summary>Frames were changed.</summary>
    Edit,

    /// <summary>The last edit that counts was taken back.</summary>
    Undo,

    /// <summary>The last edit that was taken back was done again.</summary>
    Redo,
}

/// <summary>
/// All edits of a data set, a JSON line each, appended and flushed to the disk before a label file is touched: so every edit can be taken back,
/// also after a restart, and one that was cut off by a crash is brought to its end when the journal is opened.
/// </summary>
sealed class Journal : IDisposable
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    const int WouldBlock = 11; // EAGAIN of errno.h: another process has locked the file

    readonly string _path;
    readonly List<JournalEntry> _edits = [];
    readonly FileStream _file;
    int _standing; // edits that count; those behind them were taken back

    /// <summary>Opens a journal and keeps others from it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read or written, or another process has it open.</exception>
    /// <exception cref="InvalidDataException">A line other than the last is damaged.</exception>
    public Journal(string path)
    {
        _path = path;
        _file = Open();
        var text = new byte[_file.Length];
        _file.ReadExactly(text);
        var whole = Array.LastIndexOf(text, (byte)'\n') + 1; // what follows was cut off while it was written
        var (begin, number) = (0, 0);
        while (begin < whole)
        {
            var end = Array.IndexOf(text, (byte)'\n', begin);
            number++;
            Apply(Parse(text.AsSpan(begin, end - begin), number));
            begin = end + 1;
        }

        if (whole < text.Length) _file.SetLength(whole);
        _file.Position = whole;
    }

    /// <summary>The last state of each frame that was ever edited.</summary>
    public Dictionary<string, FrameRecord> Records { get; } = new(StringComparer.Ordinal);

    /// <summary>What the last line changed, for finishing it.</summary>
    public IReadOnlyList<FrameChange> Last { get; private set; } = [];

    /// <summary>How long people worked, in seconds.</summary>
    public double Seconds { get; private set; }

    /// <summary>The edit that would be taken back, with those joined to it, the newest first; empty for none.</summary>
    public IReadOnlyList<JournalEntry> ToUndo
    {
        get
        {
            var entries = new List<JournalEntry>();
            for (var i = _standing - 1; i >= 0; i--)
            {
                entries.Add(_edits[i]);
                if (!_edits[i].Joined) break;
            }

            return entries;
        }
    }

    /// <summary>The edit that would be done again, with those joined to it, the oldest first; empty for none.</summary>
    public IReadOnlyList<JournalEntry> ToRedo
    {
        get
        {
            var entries = new List<JournalEntry>();
            for (var i = _standing; i < _edits.Count && (i == _standing || _edits[i].Joined); i++) entries.Add(_edits[i]);
            return entries;
        }
    }

    /// <summary>Writes an entry to the disk; when that fails the journal is as before.</summary>
    /// <exception cref="IOException">It cannot be written, for example because the disk is full.</exception>
    public void Add(JournalEntry entry)
    {
        var length = _file.Length;
        try
        {
            _file.Position = length;
            _file.Write(JsonSerializer.SerializeToUtf8Bytes(entry, Json));
            _file.WriteByte((byte)'\n');
            _file.Flush(flushToDisk: true);
        }
        catch (IOException exception)
        {
            Shorten(length);
            throw new IOException($"The journal '{_path}' cannot be written: {exception.Message}", exception);
        }

        LengthBefore = length;
        Apply(entry);
    }

    /// <summary>Takes the last entry away, because the label files could not be written.</summary>
    public void RemoveLast(JournalEntry entry)
    {
        Shorten(LengthBefore);
        Seconds -= entry.Seconds;
        if (entry.Kind == JournalKind.Redo) _standing--;
        else if (entry.Kind == JournalKind.Undo) _standing++;
        else if (_edits.Count > 0 && ReferenceEquals(_edits[^1], entry))
        {
            _edits.RemoveAt(_edits.Count - 1);
            _standing--;
        }
    }

    /// <summary>The state of a frame before it was ever edited; null for one that was not.</summary>
    public FrameRecord? FirstOf(string name) =>
        _edits.SelectMany(edit => edit.Changes ?? []).FirstOrDefault(change => change.Name == name)?.Before;

    /// <summary>Closes the file; without an edit nothing is left.</summary>
    public void Dispose()
    {
        if (_file.Length == 0) RemoveEmpty();
        _file.Dispose();
    }

    void RemoveEmpty()
    {
        try
        {
            File.Delete(_path);
            var folder = Path.GetDirectoryName(_path)!;
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // An empty journal is no harm.
        }
    }

    long LengthBefore { get; set; }

    FileStream Open()
    {
        try
        {
            var folder = Path.GetDirectoryName(_path)!;
            if (!Directory.Exists(folder)) Directory.CreateDirectory(folder);
            return new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            throw new IOException(
                $"'{_path}': expected to tag alone, found that another 'robotvision tag' has this data set open. Use its page, or end it.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"'{_path}': expected to write the journal of all edits there, found that it cannot be written: {exception.Message} "
                + "Copy the images to a folder that can be written.", exception);
        }
    }

    void Shorten(long length)
    {
        try
        {
            _file.SetLength(length);
        }
        catch (IOException)
        {
            // The end of the line is missing then, and it does not count when the journal is opened.
        }
    }

    JournalEntry Parse(ReadOnlySpan<byte> line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalEntry>(line, Json) ?? throw new JsonException("nothing stands there");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{_path}:{number}: expected an edit as 'robotvision tag' writes it, found {Encoding.UTF8.GetString(line[..Math.Min(60, line.Length)])} "
                + $"({exception.Message}). Without this file tagging goes on from the label files, and nothing can be taken back.", exception);
        }
    }

    void Apply(JournalEntry entry)
    {
        Seconds += entry.Seconds;
        if (entry.Kind == JournalKind.Edit)
        {
            _edits.RemoveRange(_standing, _edits.Count - _standing);
            _edits.Add(entry);
            _standing++;
            Last = entry.Changes ?? [];
        }
        else if (entry.Kind == JournalKind.Undo && _standing > 0)
        {
            Last = [.. (_edits[--_standing].Changes ?? []).Select(change => new FrameChange(change.Name, change.After, change.Before))];
        }
        else if (entry.Kind == JournalKind.Redo && _standing < _edits.Count)
        {
            Last = _edits[_standing++].Changes ?? [];
        }

        foreach (var change in Last) Records[change.Name] = change.After;
    }
}
