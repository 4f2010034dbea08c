using System.CommandLine;
using System.Net.Sockets;
using RobotVision.Capture;

namespace RobotVision.CommandLine;

/// <summary>
/// Runs a command line: exit code 0 on success, 1 when the work failed, 2 on wrong use, and one line that says what is wrong; 70 and a stack
/// trace for a fault of the program itself.
/// </summary>
public static class CommandRunner
{
    /// <summary>The work was done.</summary>
    public const int Success = 0;

    /// <summary>The work failed or was broken off.</summary>
    public const int Failure = 1;

    /// <summary>The command line was wrong; nothing was done.</summary>
    public const int WrongUse = 2;

    /// <summary>The program has a fault; <c>EX_SOFTWARE</c> of sysexits.h.</summary>
    public const int InternalError = 70;

    /// <summary>After Ctrl-C there is this long to end files properly.</summary>
    static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(30);

    /// <summary>Parses and runs; Ctrl-C and SIGTERM cancel the token that the command gets.</summary>
    public static async Task<int> RunAsync(Command root, string[] arguments)
    {
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await TellAsync(ParseErrorWords.Of(error)).ConfigureAwait(false);
            await Console.Error.WriteLineAsync($"'{parsed.CommandResult.Command.Name} --help' shows how it is used.").ConfigureAwait(false);
            return WrongUse;
        }

        try
        {
            OutputFiles.Check(parsed);
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = EndingTime }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("stopped").ConfigureAwait(false);
            return Failure;
        }
        catch (Exception exception)
        {
            return await TellAsync(exception).ConfigureAwait(false);
        }
    }

    static async Task<int> TellAsync(Exception thrown)
    {
        var exception = thrown is AggregateException { InnerExceptions: [var only] } ? only : thrown; // from another thread
        if (IsWrongUse(exception))
        {
            await TellAsync(exception.Message).ConfigureAwait(false);
            return WrongUse;
        }

        if (NativeFailure.Describe(exception) is { } description)
        {
            await TellAsync(description).ConfigureAwait(false);
            return Failure;
        }

        if (exception is IOException or InvalidDataException or NotSupportedException or UnauthorizedAccessException or SocketException or OutOfMemoryException)
        {
            await TellAsync(exception.Message).ConfigureAwait(false);
            return Failure;
        }

        await TellAsync($"a fault of RobotVision itself, which is worth a report with the command line and these lines:\n{thrown}").ConfigureAwait(false);
        return InternalError;
    }

    /// <summary>
    /// Whether an exception is about what the user wrote: options' checks throw an <see cref="ArgumentException"/> that names no parameter, since
    /// its message names the option. One that names a parameter, or that a library throws, is a fault of the program.
    /// </summary>
    static bool IsWrongUse(Exception exception) => exception.GetType() == typeof(ArgumentException)
        && ((ArgumentException)exception).ParamName is null
        && exception.Source is { } thrower && thrower.StartsWith(nameof(RobotVision), StringComparison.OrdinalIgnoreCase);

    static Task TellAsync(string message) => Console.Error.WriteLineAsync($"error: {SourceName.Masked(message)}");
}
