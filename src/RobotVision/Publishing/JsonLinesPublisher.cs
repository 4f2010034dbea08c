using System.Buffers;
using System.Text.Json;
using RobotVision.Pipeline;
using RobotVision.Recording;

namespace RobotVision.Publishing;

/// <summary>Writes one JSON object a line, UTF-8, to a file that appears whole, or to a stream such as the standard output.</summary>
public sealed class JsonLinesPublisher : IPublisher
{
    readonly WholeFile? _file;
    readonly Stream _stream;
    readonly ArrayBufferWriter<byte> _line = new();
    readonly Utf8JsonWriter _writer;
    readonly bool _timing;
    readonly bool _flushEachLine;

    /// <summary>Writes to a file; with <c>-</c> to the standard output, where each line is sent at once.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="timing">Whether to write what differs from run to run: the latencies.</param>
    /// <exception cref="IOException">The file cannot be written there.</exception>
    public JsonLinesPublisher(string path, bool timing)
    {
        _timing = timing;
        _file = path == "-" ? null : new WholeFile(path);
        _stream = _file?.Stream ?? Console.OpenStandardOutput();
        _flushEachLine = _file is null;
        _writer = new Utf8JsonWriter(_line);
    }

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
    public void Complete() => _file?.Complete();

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _file?.Dispose();
    }

    /// <summary>Lines reach the stream whole.</summary>
    void EndLine()
    {
        _writer.Flush();
        _line.Write("\n"u8);
        _stream.Write(_line.WrittenSpan);
        if (_flushEachLine) _stream.Flush();
        _line.ResetWrittenCount();
        _writer.Reset();
    }
}
