using System.CommandLine;
using RobotVision.CommandLine;

namespace RobotVision.Tools.Tests;

/// <summary>Runs commands in this process: fast, for commands that end before the work begins.</summary>
static class InProcess
{
    static readonly Lock OneAtATime = new(); // the standard error is that of the whole process

    /// <summary>Runs the program.</summary>
    public static (int ExitCode, string Errors) Run(params string[] arguments) => Run(Commands.Create(), arguments);

    /// <summary>Runs a command, one at a time.</summary>
    public static (int ExitCode, string Errors) Run(Command command, params string[] arguments)
    {
        lock (OneAtATime)
        {
            var (before, errors) = (Console.Error, new StringWriter());
            try
            {
                Console.SetError(errors);
                return (CommandRunner.RunAsync(command, arguments).GetAwaiter().GetResult(), errors.ToString());
            }
            finally
            {
                Console.SetError(before);
            }
        }
    }
}
