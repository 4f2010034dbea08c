using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using RobotVision.Imaging;

namespace RobotVision.Video;

/// <summary>The result of waiting for a picture.</summary>
enum DecoderOutcome
{
    /// <summary>A picture; its pixels are to be read next.</summary>
    Picture,

    /// <summary>No picture within the time.</summary>
    Nothing,

    /// <summary>The program has ended, and no more pictures come.</summary>
    End,
}

/// <summary>
/// Decodes a file or stream by the program <c>ffmpeg</c>: pixels come through a pipe; size, time and colours of each picture, and errors,
/// come through the program's log. One thread reads; reading allocates nothing after the first pictures.
/// </summary>
sealed partial class FFmpegDecoder : IDisposable
{
    /// <summary>Pictures that the log may be ahead of the pipe: it is written first, and the pipe holds few pictures.</summary>
    const int MostNotes = 64;

    /// <summary>Bytes that the pipe holds, instead of 64 KiB; Linux gives no more to ordinary users. Chosen by the frames a second of a replay.</summary>
    const int PipeBytes = 1 << 20;

    /// <summary>How many error lines are kept, the first ones.</summary>
    const int MostErrors = 20;

    readonly Queue<PictureNote> _notes = new(MostNotes);
    readonly object _gate = new(); // no Lock: it is waited on
    readonly List<string> _errors = [];
    readonly PictureNoteReader _reader;
    readonly TimeProvider _clock;
    readonly FFmpegProcess _process;
    readonly PixelFormat _format;
    bool _hasEnded;
    bool _isOpen;

    /// <summary>Starts the program.</summary>
    /// <param name="input">Its arguments up to <c>-i</c> and the input.</param>
    /// <param name="delivered">FFmpeg's name of the pixel format in which pictures are to come: yuv420p, yuvj420p or bgr24.</param>
    /// <param name="colors">How the first picture's colours are encoded.</param>
    /// <param name="clock">Where time stamps come from.</param>
    /// <exception cref="EnvironmentException">ffmpeg is not installed.</exception>
    public FFmpegDecoder(IEnumerable<string> input, string delivered, YuvColors colors, TimeProvider clock)
    {
        (_reader, _clock) = (new(delivered, colors), clock);
        _format = delivered == "bgr24" ? PixelFormat.Bgr24 : PixelFormat.Yuv420;
        // The level is written before each line. Turning upright by the file's own matrix is the program's default and stands before showinfo.
        _process = new(
        [
            "-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+info", .. input,
            "-map", "0:V:0", "-vf", "showinfo=checksum=0", .. FFmpegProgram.KeepTimes,
            "-enc_time_base", "1:1000000", "-autoscale", "0", "-pix_fmt", delivered,
            // With one thread, and flushed, or each picture would wait in the program for the next one.
            "-threads", "1", "-f", "rawvideo", "-flush_packets", "1", "pipe:1",
        ], ReadLog);
        EnlargePipe(_process.Output);
    }

    /// <summary>Whether the input was opened and its format found.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate) return _isOpen;
        }
    }

    /// <summary>The program's error lines, at most twenty.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_gate) return [.. _errors];
        }
    }

    /// <summary>Waits for the next picture; it stays the next one until its pixels are read.</summary>
    public DecoderOutcome Wait(TimeSpan patience, out PictureNote note)
    {
        lock (_gate)
        {
            var since = Stopwatch.GetTimestamp();
            while (_notes.Count == 0 && !_hasEnded)
            {
                var left = patience == Timeout.InfiniteTimeSpan ? patience : patience - Stopwatch.GetElapsedTime(since);
                if ((left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan) || !Monitor.Wait(_gate, left)) break;
            }

            note = _notes.Count > 0 ? _notes.Peek() : default;
            return _notes.Count > 0 ? DecoderOutcome.Picture : _hasEnded ? DecoderOutcome.End : DecoderOutcome.Nothing;
        }
    }

    /// <summary>How the pixels of a picture lie in memory.</summary>
    public PictureLayout LayoutOf(in PictureNote note) => new(_format, note.Width, note.Height, note.Colors);

    /// <summary>Reads the pixels of the next picture.</summary>
    /// <param name="pixels">Exactly as long as the picture.</param>
    /// <returns>False when the program ended in the middle.</returns>
    public bool TryRead(Span<byte> pixels)
    {
        lock (_gate)
        {
            _notes.Dequeue();
            Monitor.Pulse(_gate);
        }

        return _process.Output.ReadAtLeast(pixels, pixels.Length, throwOnEndOfStream: false) == pixels.Length;
    }

    /// <summary>Ends the program.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _notes.Clear();
            _hasEnded = true;
            Monitor.PulseAll(_gate);
        }

        _process.Dispose();
    }

    void ReadLog(Stream log)
    {
        ReadLines(log);
        lock (_gate)
        {
            _hasEnded = true;
            Monitor.PulseAll(_gate);
        }
    }

    void ReadLines(Stream log)
    {
        var buffer = new byte[1 << 16];
        int begin = 0, end = 0;
        while (true)
        {
            if (end == buffer.Length)
            {
                // A line that does not fit describes no picture.
                if (begin == 0) begin = end;
                buffer.AsSpan(begin, end - begin).CopyTo(buffer);
                (begin, end) = (0, end - begin);
            }

            var count = log.Read(buffer, end, buffer.Length - end);
            if (count == 0) return;
            var arrived = _clock.GetTimestamp();
            end += count;
            for (int length; (length = buffer.AsSpan(begin, end - begin).IndexOf((byte)'\n')) >= 0; begin += length + 1)
                Take(buffer.AsSpan(begin, length), arrived);
        }
    }

    void Take(ReadOnlySpan<byte> line, long arrived)
    {
        if (_reader.TryRead(line, arrived, out var note))
        {
            lock (_gate)
            {
                while (_notes.Count == MostNotes && !_hasEnded) Monitor.Wait(_gate);
                if (!_hasEnded) _notes.Enqueue(note);
                Monitor.PulseAll(_gate);
            }
        }
        else if (line.StartsWith("[info] Input #0"u8))
        {
            lock (_gate) _isOpen = true;
        }
        else if (IsError(line))
        {
            lock (_gate)
                if (_errors.Count < MostErrors) _errors.Add(WithoutPrefix(Encoding.UTF8.GetString(line)));
        }
    }

    /// <summary>Whether the level stands where it does in a line, at its beginning or behind the part that speaks, and not in a title of the file.</summary>
    static bool IsError(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("[error] "u8) || line.StartsWith("[fatal] "u8)) return true;
        var end = line.StartsWith("["u8) && !line.StartsWith("[info] "u8) ? line.IndexOf("] "u8) : -1;
        return end >= 0 && (line[(end + 2)..].StartsWith("[error] "u8) || line[(end + 2)..].StartsWith("[fatal] "u8));
    }

    // "[h264 @ 0x5] [error] Invalid NAL unit size" -> "Invalid NAL unit size".
    static string WithoutPrefix(string line)
    {
        var error = line.LastIndexOf("[error] ", StringComparison.Ordinal);
        var level = error >= 0 ? error : line.IndexOf("[fatal] ", StringComparison.Ordinal);
        return line[(line.IndexOf(']', level) + 1)..].Trim();
    }

    static void EnlargePipe(Stream stream)
    {
        const int setPipeSize = 1031; // F_SETPIPE_SZ of fcntl.h
        if (stream is System.IO.Pipes.AnonymousPipeClientStream pipe) _ = ControlFile(pipe.SafePipeHandle, setPipeSize, PipeBytes);
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int ControlFile(SafeHandle file, int command, int argument);
}
