using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Web;

namespace RobotVision.Tools.Replay;

/// <summary><c>robotvision swap</c>: another model for a running robot process.</summary>
static class SwapCommand
{
    /// <summary>Has a running process load a model and run it from the next frame on; returns what it answers.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="into">The address that the process printed.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="InvalidDataException">The process cannot use the model and goes on with the one before.</exception>
    public static async Task<string> SwapAsync(string model, string into, CancellationToken stop)
    {
        using var client = await ProgramClient.OpenAsync(into, stop).ConfigureAwait(false);
        var answer = await client.PostAsync("/api/model", new { path = Path.GetFullPath(model) }, stop).ConfigureAwait(false);
        return $"{model} runs there now; results name it {answer.GetProperty("hash").GetString()}";
    }

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "The network, an ONNX file with its metadata; the process reads it itself" };
        var into = new Option<string>("--into")
        {
            Description = "The address that 'robotvision run --control' printed, in quotes",
            Required = true,
            HelpName = "ADDRESS",
        };
        var command = new Command("swap", """
            Swaps the model of a running 'robotvision run --control': the process loads it beside the old one, checks it, and changes between two
            frames without losing one. A model that it cannot use is refused, and the old one goes on.

            Example: robotvision swap photos/taught.int8.onnx --into "http://127.0.0.1:5080/#TOKEN"
            """) { model, into };
        command.SetAction(async (arguments, stop) =>
        {
            Console.WriteLine(await SwapAsync(arguments.GetValue(model)!, arguments.GetValue(into)!, stop).ConfigureAwait(false));
            return CommandRunner.Success;
        });
        return command;
    }
}
