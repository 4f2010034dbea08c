using System.Globalization;
using System.Text.RegularExpressions;

namespace RobotVision.Recording;

/// <summary>
/// The recordings in a folder as a ring of limited size: files with ascending numbers, of which the oldest are removed. Other files are left alone. One
/// process at a time records to a folder; one thread at a time.
/// </summary>
sealed partial class RecordingFolder : IDisposable
{
    readonly RecorderOptions _options;
    readonly FileStream _lock;
    long _number; // of the last file

    /// <summary>Takes a folder, and makes it where there is none.</summary>
    /// <exception cref="IOException">It cannot be written, or another process records to it.</exception>
    public RecordingFolder(RecorderOptions options)
    {
        _options = options;
        try
        {
            Directory.CreateDirectory(options.Folder);
            _lock = new(Path.Combine(options.Folder, ".robotvision.lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"Recordings cannot be written to '{options.Folder}': {exception.Message} Does another run record there? Give each run a folder of its own.",
                exception);
        }
    }

    /// <summary>Bytes that are missing on the disk to the floor; 0 or less where there is enough.</summary>
    /// <exception cref="IOException">The disk cannot be asked.</exception>
    public long Missing => _options.Floor - _options.FreeSpace(Path.GetFullPath(_options.Folder));

    /// <summary>Begins the next file, and makes room for it.</summary>
    /// <param name="now">When it begins, for its name.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public Stream Begin(DateTimeOffset now, out string path)
    {
        _number = Math.Max(_number, Files().Select(file => file.Number).DefaultIfEmpty().Max()) + 1;
        MakeRoom(_options.FileBytes, null);
        var name = string.Create(CultureInfo.InvariantCulture, $"robotvision-{_number:000000}-{now.UtcDateTime:yyyyMMdd-HHmmss}.mcap");
        path = Path.Combine(_options.Folder, name);
        return _options.Create(path);
    }

    /// <summary>Removes the oldest files until all together, with what is to come, are within the limit.</summary>
    /// <param name="reserved">Bytes to come.</param>
    /// <param name="current">The file that is being written, which stays; null for none.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public void MakeRoom(long reserved, string? current)
    {
        var files = Files().OrderBy(file => file.Number).ToArray();
        var sum = files.Sum(file => file.Bytes) + reserved;
        foreach (var file in files)
        {
            if (sum <= _options.Limit) break;
            if (current is not null && Path.GetFileName(file.Path) == Path.GetFileName(current)) continue;
            File.Delete(file.Path);
            sum -= file.Bytes;
        }
    }

    /// <summary>Leaves the folder to others.</summary>
    public void Dispose() => _lock.Dispose(); // its file stays: another process may have it by now

    IEnumerable<(string Path, long Number, long Bytes)> Files() =>
        from file in new DirectoryInfo(_options.Folder).EnumerateFiles(RecorderOptions.FilePattern)
        let name = Name().Match(file.Name)
        where name.Success
        select (file.FullName, long.Parse(name.Groups[1].ValueSpan, CultureInfo.InvariantCulture), file.Length);

    [GeneratedRegex(@"^robotvision-(\d{6,12})-\d{8}-\d{6}\.mcap$")]
    private static partial Regex Name();
}
