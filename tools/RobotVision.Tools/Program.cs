using RobotVision.Onboard;
using RobotVision.Tools;

return await CommandRunner.RunAsync(Commands.Create(), args);
