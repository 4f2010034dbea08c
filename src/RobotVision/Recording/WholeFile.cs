namespace RobotVision.Recording;

/// <summary>
/// A file that appears whole or not at all: it is written beside its place, flushed to the disk and renamed. What stood there
/// before stays until then. Disposing without <see cref="Complete"/> leaves nothing behind.
/// </summary>
public sealed class WholeFile : IDisposable
{
    readonly string _path;
    bool _completed;

    /// <summary>Begins a file, and its folder where there is none.</summary>
    /// <exception cref="IOException">It cannot be written there, or is being written already; says why.</exception>
    public WholeFile(string path)
    {
        _path = Path.GetFullPath(path);
        try
        {
            if (Directory.Exists(_path) || Path.EndsInDirectorySeparator(_path)) throw new IOException("it is a folder");
            PartialPath = PartialOf(_path);
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            Stream = new FileStream(PartialPath, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Output '{path}' cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Takes what is to be written.</summary>
    public FileStream Stream { get; }

    string PartialPath { get; }

    /// <summary>The name under which a file is written until it is whole; the ending stays, since some writers go by it.</summary>
    public static string PartialOf(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileNameWithoutExtension(path)}.partial{Path.GetExtension(path)}");

    /// <summary>Finds out whether a file can be written at a place, for work that writes it much later; leaves nothing.</summary>
    /// <exception cref="IOException">It cannot be written there; says why.</exception>
    public static void Probe(string path)
    {
        using var file = new WholeFile(path);
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
            throw new IOException(FormattableString.Invariant($"Output '{path}', {bytes.Length} bytes, cannot be written: {exception.Message}"), exception);
        }
    }

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="IOException">It cannot be written, for example because the disk is full; the partial file is removed by disposing.</exception>
    public void Complete()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(PartialPath, _path, overwrite: true);
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
            // The rest of the buffer does not fit on a full disk; the file goes away anyway.
        }

        File.Delete(PartialPath);
    }
}
