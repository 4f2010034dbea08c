using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Onboard;

return await CommandRunner.RunAsync(new RootCommand("RobotVision on the robot.") { RunCommand.Create() }, args);
