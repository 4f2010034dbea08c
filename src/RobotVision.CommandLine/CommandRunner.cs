using System.CommandLine;
using System.CommandLine.Help;
using System.ComponentModel;
using RobotVision.Capture;

namespace RobotVision.CommandLine;

/// <summary>Runs a command line, reports in one line what failed, and returns the exit code.</summary>
/// <remarks>
/// Failures are classified by the type of the exception: the user's input (2 for wrong use, 1 for work that failed), the environment (1), and
/// everything else, which is a bug (70, with its stack trace). <c>--verbose</c>, an option of every command, prints the stack trace in all cases.
/// </remarks>
public static class CommandRunner
{
    /// <summary>The work was done.</summary>
    public const int Success = 0;

    /// <summary>The work failed or was stopped.</summary>
    public const int Failure = 1;

    /// <summary>The command line was wrong; nothing was done.</summary>
    public const int WrongUse = 2;

    /// <summary>The program has a bug; <c>EX_SOFTWARE</c> of sysexits.h.</summary>
    public const int InternalError = 70;

    const string AskForReport = "this is a bug in RobotVision. Please report it with the command line and these lines:";

    /// <summary>After Ctrl-C there is this long to end files properly.</summary>
    static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(30);

    /// <summary>Parses and runs; Ctrl-C, SIGTERM and the end of the terminal cancel the token that the command gets.</summary>
    public static async Task<int> RunAsync(Command root, string[] arguments)
    {
        Console.SetError(new LogWriter(Console.Error));
        using var hangUp = new HangUp();
        var verbose = new Option<bool>("--verbose") { Description = "Print the stack trace of every failure", Recursive = true };
        root.Options.Add(verbose);
        arguments = arguments switch
        {
            ["help", .. var words] => [.. words, "--help"],
            ["version"] => ["--version"],
            _ => arguments,
        };
        ParseResult parsed;
        try
        {
            parsed = root.Parse(arguments);
        }
        catch (InvalidOperationException exception) // of a check that reads a value that cannot be read
        {
            await WriteErrorAsync(ParseProblems.Unreadable(exception.Message)).ConfigureAwait(false);
            return WrongUse;
        }

        var isHelp = parsed.Action is HelpAction;
        var problems = ParseProblems.Of(parsed).ToArray();
        if (problems.Length > 0 && !(isHelp && parsed.UnmatchedTokens.Count == 0))
        {
            foreach (var problem in problems) await WriteErrorAsync(problem).ConfigureAwait(false);
            await Console.Error.WriteLineAsync($"'{ParseProblems.PathOf(parsed.CommandResult)} --help' shows how it is used.").ConfigureAwait(false);
            return WrongUse;
        }

        try
        {
            if (!isHelp)
            {
                OptionValues.Check(parsed, arguments);
                OutputFiles.Check(parsed);
            }

            var options = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = EndingTime };
            return await parsed.InvokeAsync(options, hangUp.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return await ReportAsync(exception, parsed.GetValue(verbose)).ConfigureAwait(false);
        }
    }

    /// <summary>What failed and what to do, in one line.</summary>
    public static string Describe(Exception thrown)
    {
        var cause = CauseOf(thrown);
        return FailureOf(cause) is (not InternalError, var message) ? message : cause.Message;
    }

    /// <summary>Says what failed and returns the exit code.</summary>
    static async Task<int> ReportAsync(Exception thrown, bool verbose)
    {
        var exception = CauseOf(thrown);
        var (exitCode, message) = FailureOf(exception);
        if (exception is OperationCanceledException) await Console.Error.WriteLineAsync(message).ConfigureAwait(false);
        else await WriteErrorAsync(message).ConfigureAwait(false);
        if (verbose || exitCode == InternalError) await Console.Error.WriteLineAsync(SourceName.Masked(thrown.ToString())).ConfigureAwait(false);
        return exitCode;
    }

    static (int ExitCode, string Message) FailureOf(Exception exception) => exception switch
    {
        // The user's input, or the work on it, failed.
        OptionException => (WrongUse, exception.Message),
        FileNotFoundException or FileLoadException when NativeLibraryFailure.AssemblyIn(exception.Message) is { } part =>
            (Failure, $"'{part}', a part of this program, cannot be read by this user. Give the permission, or run tools/setup.sh as this user."),
        InvalidDataException => (Failure, exception.Message),
        FileNotFoundException or DirectoryNotFoundException => (Failure, SystemFailure.Describe(exception)),
        OperationCanceledException => (Failure, "stopped"),

        // The environment failed: disk, permissions, memory, network, devices, programs and libraries.
        EnvironmentException or OutOfMemoryException => (Failure, exception.Message),
        IOException or UnauthorizedAccessException or Win32Exception => (Failure, SystemFailure.Describe(exception)),
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException => (Failure, NativeLibraryFailure.Describe(exception)),

        // Everything else is a bug: an argument, an index, a reference or an operation that the code should not have had.
        _ => (InternalError, AskForReport),
    };

    /// <summary>The exception itself in place of one that only carries it: from another thread, or from the initialiser of a type.</summary>
    static Exception CauseOf(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => CauseOf(first),
        TypeInitializationException { InnerException: { } inner } => CauseOf(inner),
        _ => exception,
    };

    static Task WriteErrorAsync(string message) => Console.Error.WriteLineAsync($"error: {SourceName.Masked(message)}");
}
