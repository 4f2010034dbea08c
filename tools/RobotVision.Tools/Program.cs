using System.CommandLine;
using RobotVision.Onboard;
using RobotVision.Tools;

var root = new RootCommand("RobotVision: eyes for a robot.")
{
    RunCommand.Create(),
    ReplayCommand.Create(),
    ListenCommand.Create(),
    SynthesizeCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    DoctorCommand.Create(),
};
return await CommandRunner.RunAsync(root, args);
