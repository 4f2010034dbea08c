using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace RobotVision.Tools.Tests;

/// <summary>Runs the built program as a separate process, as a user does.</summary>
sealed partial class CommandLine : IDisposable
{
    /// <summary>Far more than any test needs, so that only a program that hangs reaches it.</summary>
    static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(8);

    readonly Process _process;
    readonly StringBuilder _output = new();
    readonly StringBuilder _errors = new();
    readonly Action<string>? _onOutput;

    CommandLine(Action<string>? onOutput, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        _onOutput = onOutput;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "RobotVision.Tools.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data, _onOutput);
        _process.ErrorDataReceived += (_, line) => Take(_errors, line.Data, null);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs the program to its end.</summary>
    public static CommandResult Run(params string[] arguments) => Run(new Dictionary<string, string>(), arguments);

    /// <summary>Runs the program to its end.</summary>
    /// <param name="environment">Environment variables that it gets besides those of the tests.</param>
    /// <param name="arguments">The command line.</param>
    public static CommandResult Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var command = new CommandLine(null, environment, arguments);
        return command.WaitForEnd();
    }

    /// <summary>Starts the program without waiting for its end.</summary>
    /// <param name="onOutput">Called for every line of the standard output, on another thread.</param>
    /// <param name="arguments">The command line.</param>
    public static CommandLine Start(Action<string>? onOutput, params string[] arguments) =>
        new(onOutput, new Dictionary<string, string>(), arguments);

    /// <summary>The standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Waits until the program has printed the address of its server, with the secret.</summary>
    public async Task<string> WaitForAddressAsync()
    {
        for (var i = 0; i < 3600; i++)
        {
            string output;
            lock (_output) output = _output.ToString();
            if (Address().Match(output + Errors) is { Success: true } found) return found.Value;
            if (_process.HasExited) break;
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"The program printed no address; it wrote: {_output}{Errors}");
    }

    /// <summary>Interrupts the program as Ctrl-C does.</summary>
    public void Interrupt() => Signal("INT");

    /// <summary>Sends the program a signal.</summary>
    /// <param name="name">Its name, for example STOP.</param>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Ends the program at once, as SIGKILL does, and waits until it is gone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public CommandResult WaitForEnd()
    {
        Assert.That(_process.WaitForExit(TimeLimit), Is.True, $"the program does not end; it wrote:\n{_output}\n{_errors}");
        _process.WaitForExit(); // the streams too
        return new CommandResult(_process.ExitCode, _output.ToString(), _errors.ToString());
    }

    /// <summary>Ends the program if it still runs.</summary>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/#[0-9a-f]+(?=\n)")]
    private static partial Regex Address();

    static void Take(StringBuilder text, string? line, Action<string>? told)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
        told?.Invoke(line);
    }
}
