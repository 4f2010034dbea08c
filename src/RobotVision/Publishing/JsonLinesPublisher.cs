using System.Buffers;
using System.Text.Json;
using RobotVision.Files;
using RobotVision.Pipeline;

namespace RobotVision.Publishing;

/// <summary>
/// Writes one JSON object a line, UTF-8. In replay the file appears whole or not at all; live, each line is written at once, so that the file
/// can be followed while it grows and a power cut loses no line.
/// </summary>
public sealed class JsonLinesPublisher : IPublisher
{
    readonly string _path;
    readonly WholeFile? _file;
    readonly Stream _stream;
    readonly ArrayBufferWriter<byte> _line = new();
    readonly Utf8JsonWriter _writer;
    readonly bool _timing;
    readonly bool _isLive;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file, or <c>-</c> for the standard output, which is always live.</param>
    /// <param name="isLive">Whether each line is written at once.</param>
    /// <param name="timing">Whether to write what differs from run to run: the latencies.</param>
    /// <exception cref="IOException">The file cannot be written there.</exception>
    public JsonLinesPublisher(string path, bool isLive, bool timing)
    {
        (_path, _timing, _isLive) = (path, timing, isLive || IsStandardOutput(path));
        if (_isLive) _stream = IsStandardOutput(path) ? OutputPlace.OpenStandardOutput() : OpenLive(path);
        else _stream = (_file = new WholeFile(path)).Stream;
        _writer = new Utf8JsonWriter(_line);
    }

    /// <summary>Whether a path is the standard output's: <c>-</c>, or another of its names such as <c>/dev/stdout</c>.</summary>
    public static bool IsStandardOutput(string path) => path == "-" || (WholeFile.IsWrittenThrough(path) && OutputPlace.Of(path).IsStandardOutput);

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        FrameJson.Write(_writer, observation, _timing);
        EndLine();
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        FrameJson.Write(_writer, state);
        EndLine();
    }

    /// <inheritdoc/>
    public void Complete()
    {
        try
        {
            _file?.Complete();
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        // What writes to the same descriptor next goes on behind it.
        if (IsStandardOutput(_path) && _stream is FileStream { CanSeek: true } output) UnixFile.Seek(output.SafeFileHandle, output.Position);
        if (_file is null) _stream.Dispose();
        else _file.Dispose();
    }

    static FileStream OpenLive(string path)
    {
        if (WholeFile.IsWrittenThrough(path)) return OutputPlace.Of(path).Open(bufferSize: 0);
        WholeFile.Probe(path); // creates the folder; throws with a clear message
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            KeepFromOtherRuns(file, path);
            file.SetLength(0);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Locks a file against writers that lock it too, not against readers; a file system without locks cannot tell.</summary>
    static void KeepFromOtherRuns(FileStream file, string path)
    {
        const int WouldBlock = 11; // EAGAIN of errno.h; EACCES, which may come instead, is an UnauthorizedAccessException
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            file.Lock(0, 1);
        }
        catch (Exception exception) when (exception is IOException { HResult: WouldBlock } or UnauthorizedAccessException)
        {
            throw new IOException($"Output '{path}' cannot be written: another run writes it; give each run a file of its own.", exception);
        }
        catch (IOException)
        {
            // No locks here.
        }
    }

    IOException Failed(IOException exception)
    {
        if (IsStandardOutput(_path))
            return new OutputClosedException($"Output '{_path}' cannot be written: {exception.Message.TrimEnd('.')}. Has whatever reads it ended?", exception);
        var advice = WholeFile.IsWrittenThrough(_path) ? "Has whatever reads it ended?" : "Is the disk full? Free some of it, or write elsewhere.";
        return new($"Output '{_path}' cannot be written: {exception.Message.TrimEnd('.')}. {advice}", exception);
    }

    /// <summary>Writes the line in one piece.</summary>
    void EndLine()
    {
        _writer.Flush();
        _line.Write("\n"u8);
        var end = _stream.CanSeek ? _stream.Position : 0;
        try
        {
            _stream.Write(_line.WrittenSpan);
            if (_isLive) _stream.Flush();
        }
        catch (IOException exception)
        {
            if (_isLive && _stream.CanSeek) _stream.SetLength(end); // no half line
            throw Failed(exception);
        }
        finally
        {
            _line.ResetWrittenCount();
            _writer.Reset();
        }
    }
}
