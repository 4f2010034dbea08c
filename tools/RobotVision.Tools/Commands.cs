using System.CommandLine;
using System.CommandLine.Help;
using RobotVision.Onboard;
using RobotVision.Tools.Bench;
using RobotVision.Tools.Calibrate;
using RobotVision.Tools.Classroom;
using RobotVision.Tools.Cluster;
using RobotVision.Tools.Data;
using RobotVision.Tools.Doctor;
using RobotVision.Tools.Evaluate;
using RobotVision.Tools.Replay;
using RobotVision.Tools.Tag;
using RobotVision.Tools.Teach;
using RobotVision.Tools.Train;

namespace RobotVision.Tools;

/// <summary>All commands of <c>robotvision</c>.</summary>
static class Commands
{
    /// <summary>A plain command and no RootCommand, since that would take its name in the help from the program's file.</summary>
    public static Command Create() => new("robotvision", "RobotVision: eyes for a robot.")
    {
        new HelpOption(),
        new VersionOption(),
        RunCommand.Create(pipeline => new MicroscopeEndpoints(pipeline)),
        ReplayCommand.Create(),
        ListenCommand.Create(),
        SynthesizeCommand.Create(),
        TagCommand.Create(),
        TeachCommand.Create(),
        SwapCommand.Create(),
        TrainCommand.Create(),
        FitLooksCommand.Create(),
        EvaluateCommand.Create(),
        EvaluateGroundCommand.Create(),
        EvaluateLooksCommand.Create(),
        InspectCommand.Create(),
        CalibrateCommand.Create(),
        DataCommand.Create(),
        ClassroomCommand.Create(),
        MergeCommand.Create(),
        StatusCommand.Create(),
        SubmitCommand.Create(),
        BenchCommand.Create(),
        DoctorCommand.Create(),
    };
}
