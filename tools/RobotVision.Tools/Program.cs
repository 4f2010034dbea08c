using RobotVision.CommandLine;
using RobotVision.Tools;

return await CommandRunner.RunAsync(Commands.Create(), args);
