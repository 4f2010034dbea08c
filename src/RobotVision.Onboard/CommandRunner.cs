using System.CommandLine;
using System.Net.Sockets;

namespace RobotVision.Onboard;

/// <summary>Runs a command line: exit code 0 on success, 1 when the work failed, 2 on wrong use, and one line that says what is wrong.</summary>
public static class CommandRunner
{
    /// <summary>The work was done.</summary>
    public const int Success = 0;

    /// <summary>The work failed or was broken off.</summary>
    public const int Failure = 1;

    /// <summary>The command line was wrong; nothing was done.</summary>
    public const int WrongUse = 2;

    /// <summary>After Ctrl-C there is this long to end files properly.</summary>
    static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(30);

    /// <summary>Parses and runs; Ctrl-C and SIGTERM cancel the token that the command gets.</summary>
    public static async Task<int> RunAsync(Command root, string[] arguments)
    {
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"error: {ParseErrorWords.Of(error)}").ConfigureAwait(false);
            await Console.Error.WriteLineAsync($"'{parsed.CommandResult.Command.Name} --help' shows how it is used.").ConfigureAwait(false);
            return WrongUse;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = EndingTime }).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}").ConfigureAwait(false);
            return WrongUse;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or NotSupportedException or UnauthorizedAccessException or SocketException or InsufficientMemoryException)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}").ConfigureAwait(false);
            return Failure;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("stopped").ConfigureAwait(false);
            return Failure;
        }
    }
}
