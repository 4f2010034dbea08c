using System.CommandLine;

namespace RobotVision.Onboard;

/// <summary>The option <c>--realtime</c> of a run.</summary>
sealed class RealTimeOption
{
    /// <summary>Below what commonly moves a robot, above all usual programs.</summary>
    const int UsualPriority = 10;

    readonly Option<int?> _option = new("--realtime")
    {
        Description = $"Let the frames go before other programs: real-time priority (SCHED_FIFO, 1..99, {UsualPriority} unless said otherwise; "
            + "what moves the robot should have more) for the threads on their way, and memory that stays in place. What the process has no right to is told",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "PRIORITY",
    };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_option) is { Implicit: false } && result.GetValue(_option) is { } found and not (>= RealTime.Lowest and <= RealTime.Highest))
                result.AddError($"--realtime: expected a priority of {RealTime.Lowest}..{RealTime.Highest}, found {found}.");
        });
    }

    /// <summary>Turns it on where it is asked for; what could not be had, a sentence each.</summary>
    public IReadOnlyList<string> Apply(ParseResult arguments) =>
        arguments.GetResult(_option) is { Implicit: false } ? RealTime.TurnOn(arguments.GetValue(_option) ?? UsualPriority) : [];
}
