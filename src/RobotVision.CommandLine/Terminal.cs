using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace RobotVision.CommandLine;

/// <summary>
/// Writes the log to the standard error and goes on without it where that is closed or full: a robot has to see though nobody can be told.
/// </summary>
/// <param name="output">The standard error.</param>
sealed class LogWriter(TextWriter output) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => output.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => output.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => output.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => output.Write(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => output.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(output.Flush);

    static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // There is nobody to tell.
        }
    }
}

/// <summary>Ends a command properly when its terminal is closed, as Ctrl-C does.</summary>
sealed class HangUp : IDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly PosixSignalRegistration? _registration;

    /// <summary>Begins to listen, unless the signal is ignored, as by <c>nohup</c>.</summary>
    public HangUp()
    {
        if (IsIgnored()) return;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _stop.Cancel();
        });
    }

    /// <summary>Is cancelled by the signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Whether the process was started with the signal ignored.</summary>
    /// <remarks>Source: proc(5), <c>SigIgn</c> of /proc/self/status: a mask in hexadecimal, bit 0 is signal 1, SIGHUP.</remarks>
    static bool IsIgnored()
    {
        const string Ignored = "SigIgn:";
        try
        {
            return File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal)) is { } mask
                && (ulong.Parse(mask.AsSpan(Ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 1) != 0;
        }
        catch (IOException)
        {
            return false; // no such file on this system
        }
    }
}
