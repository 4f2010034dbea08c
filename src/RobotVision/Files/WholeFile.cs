namespace RobotVision.Files;

/// <summary>
/// A file that appears whole or not at all: it is written under another name, flushed to the disk and renamed. An older file
/// stays until then. Disposing without <see cref="Complete"/> leaves nothing behind. Of a link, the file that it leads to is replaced;
/// a device or a pipe is written to directly.
/// </summary>
public sealed class WholeFile : IDisposable
{
    const int BufferSize = 1 << 16;

    readonly OutputPlace _place;
    bool _completed;

    /// <summary>Begins a file, and its folder where there is none.</summary>
    /// <exception cref="IOException">It cannot be written there, or is being written already; the message says why.</exception>
    public WholeFile(string path)
    {
        try
        {
            _place = OutputPlace.Of(path);
            PartialPath = PartialOf(_place.Path);
            if (!_place.IsWrittenThrough) MakeFolder(Path.GetDirectoryName(_place.Path)!);
            Stream = _place.IsWrittenThrough
                ? _place.Open(BufferSize)
                : new FileStream(PartialPath, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Output '{path}' cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>The stream to write to.</summary>
    public FileStream Stream { get; }

    string PartialPath { get; }

    /// <summary>The name under which a file is written until it is whole; the ending stays, because some writers choose the format by it.</summary>
    public static string PartialOf(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileNameWithoutExtension(path)}.partial{Path.GetExtension(path)}");

    /// <summary>Checks before long work whether its output can be written; leaves nothing behind.</summary>
    /// <exception cref="IOException">It cannot be written there; the message says why.</exception>
    public static void Probe(string path)
    {
        if (IsWrittenThrough(path)) return; // opening a pipe and closing it would end its reader
        using var file = new WholeFile(path);
    }

    /// <summary>Whether a path leads to a device, a pipe or an open descriptor, which is written to directly and never replaced.</summary>
    public static bool IsWrittenThrough(string path)
    {
        try
        {
            return OutputPlace.Of(path).IsWrittenThrough;
        }
        catch (IOException)
        {
            return false; // writing there reports the error
        }
    }

    /// <summary>Moves a completely written file to its place, so that either it or the older file is there, even after a power cut.</summary>
    /// <param name="whole">The file, in the same folder; closed.</param>
    /// <param name="place">Where it goes, without links: <see cref="OutputPlace.Path"/>.</param>
    /// <exception cref="IOException">The disk fails.</exception>
    public static void PutInPlace(string whole, string place)
    {
        using (var file = new FileStream(whole, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0)) file.Flush(flushToDisk: true);
        Rename(whole, place);
    }

    /// <summary>Writes a whole text file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a whole file.</summary>
    /// <exception cref="IOException">It cannot be written; names it and its size.</exception>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new WholeFile(path);
        try
        {
            file.Stream.Write(bytes);
            file.Complete();
        }
        catch (IOException exception)
        {
            throw new IOException(
                FormattableString.Invariant($"Output '{path}', {bytes.Length} bytes, cannot be written: {exception.Message}"), exception);
        }
    }

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="IOException">It cannot be written, for example because the disk is full; the partial file is removed by disposing.</exception>
    public void Complete()
    {
        Stream.Flush(flushToDisk: !_place.IsWrittenThrough);
        // so that the next writer of the descriptor continues after it
        if (_place.Descriptor is not null && Stream.CanSeek) UnixFile.Seek(Stream.SafeFileHandle, Stream.Position);
        Stream.Dispose();
        if (!_place.IsWrittenThrough) Rename(PartialPath, _place.Path);
        _completed = true;
    }

    /// <summary>Ends the file; it is removed unless it was completed.</summary>
    public void Dispose()
    {
        if (_completed) return;
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // The rest of the buffer does not fit on a full disk; the file is deleted anyway.
        }

        if (!_place.IsWrittenThrough) File.Delete(PartialPath);
    }

    static void Rename(string whole, string place)
    {
        File.Move(whole, place, overwrite: true);
        UnixFile.FlushFolder(Path.GetDirectoryName(place)!);
    }

    /// <summary>Makes a folder and those above it, and writes their names to the disk.</summary>
    static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder)!;
        MakeFolder(parent);
        Directory.CreateDirectory(folder);
        UnixFile.FlushFolder(parent);
    }
}
