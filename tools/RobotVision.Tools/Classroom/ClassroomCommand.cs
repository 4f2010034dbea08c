using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Tools.Output;
using RobotVision.Web;

namespace RobotVision.Tools.Classroom;

/// <summary><c>robotvision classroom</c>: neural networks to touch, on a page in the browser.</summary>
static class ClassroomCommand
{
    static readonly Option<int> Port = new("--port") { Description = "The port on 127.0.0.1; 0 for any that is free", HelpName = "N" };

    static readonly Option<bool> NoBrowser = new("--no-browser") { Description = "Print the page's address without opening a browser" };

    public static Command Create()
    {
        var command = new Command("classroom", """
            Neural networks to touch, on a page in the browser of this machine, in German and English: a perceptron that learns AND, a network that
            learns XOR, a playground, convolution by hand, LeNet-5 that reads the digits you draw, the layers of the lecture's network, and learning
            curves. All of it is computed by this program; it needs no network. Ends with Ctrl-C.

            Example: robotvision classroom
            """);
        command.Options.Add(Port);
        command.Options.Add(NoBrowser);
        command.SetAction(RunAsync);
        return command;
    }

    static async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        using var lessons = new OpenLessons();
        var endpoints = new ClassroomEndpoints(lessons);
        await using var server = await PageServer.StartAsync(["classroom"], arguments.GetValue(Port), endpoints.Map, TimeProvider.System).ConfigureAwait(false);
        Console.WriteLine(server.Address);
        if (!arguments.GetValue(NoBrowser)) Browser.Open(server.Address);
        try
        {
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is the ordinary end.
        }

        return CommandRunner.Success;
    }
}
