using System.CommandLine;
using RobotVision.Onboard;

namespace RobotVision.Tools;

/// <summary>All commands of <c>robotvision</c>.</summary>
static class Commands
{
    public static RootCommand Create() => new("RobotVision: eyes for a robot.")
    {
        RunCommand.Create(),
        ReplayCommand.Create(),
        ListenCommand.Create(),
        SynthesizeCommand.Create(),
        TrainCommand.Create(),
        EvaluateCommand.Create(),
        DoctorCommand.Create(),
    };
}
