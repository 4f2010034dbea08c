using System.Diagnostics;

namespace RobotVision.Video;

/// <summary>The running program <c>ffmpeg</c>; disposing ends it.</summary>
sealed class FFmpegProcess : IDisposable
{
    readonly Process _process;
    readonly Thread _keeper;

    /// <summary>Starts the program.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="readLog">Reads the standard error to its end, on a thread of its own.</param>
    /// <exception cref="EnvironmentException">ffmpeg is not installed; the message says what to do.</exception>
    public FFmpegProcess(IEnumerable<string> arguments, Action<Stream> readLog)
    {
        var info = FFmpegProgram.StartInfo("ffmpeg", arguments);
        var started = new TaskCompletionSource<Process>();
        // The program is ended with the thread that started it, so that thread stays for as long as the program runs.
        _keeper = new Thread(() => Keep(info, started, readLog)) { IsBackground = true, Name = "ffmpeg" };
        _keeper.Start();
        _process = started.Task.GetAwaiter().GetResult();
    }

    /// <summary>What the program reads.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What the program writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Waits until the program has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public int WaitForExit()
    {
        _keeper.Join();
        return _process.ExitCode;
    }

    /// <summary>Ends the program at once.</summary>
    public void Dispose()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }

        _keeper.Join();
        _process.Dispose();
    }

    static void Keep(ProcessStartInfo info, TaskCompletionSource<Process> started, Action<Stream> readLog)
    {
        Process process;
        try
        {
            process = Process.Start(info)!;
        }
        catch (Exception exception)
        {
            started.SetException(exception);
            return;
        }

        started.SetResult(process);
        readLog(process.StandardError.BaseStream);
        process.WaitForExit();
    }
}
