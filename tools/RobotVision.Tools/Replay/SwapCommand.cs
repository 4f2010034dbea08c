using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Web;

namespace RobotVision.Tools.Replay;

/// <summary><c>robotvision swap</c>: another model for a running robot process.</summary>
static class SwapCommand
{
    /// <summary>Has a running process load a model, try it and run it from the next frame on; returns what it answers.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="into">The address that the process printed.</param>
    /// <param name="isForced">Whether it may be too slow.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="InvalidDataException">The process cannot use the model and goes on with the one before.</exception>
    public static async Task<string> SwapAsync(string model, string into, bool isForced, CancellationToken stop)
    {
        using var client = await ProgramClient.OpenAsync(into, stop).ConfigureAwait(false);
        var answer = await client.PostAsync("/api/model", new { path = Path.GetFullPath(model), force = isForced }, stop).ConfigureAwait(false);
        var earlier = answer.TryGetProperty("earlier", out var reason) && reason.GetString() is { } text ? $"\nEarlier: {text}" : "";
        return answer.GetProperty("told").GetString() + earlier;
    }

    static async Task<string> ReturnAsync(string into, CancellationToken stop)
    {
        using var client = await ProgramClient.OpenAsync(into, stop).ConfigureAwait(false);
        return (await client.PostAsync("/api/model/back", new { }, stop).ConfigureAwait(false)).GetProperty("told").GetString()!;
    }

    public static Command Create()
    {
        var model = new Argument<string?>("MODEL")
        {
            Description = "The network, an ONNX file with its metadata; the process reads it itself",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var into = new Option<string>("--into")
        {
            Description = "The address that 'robotvision run --control' printed, in quotes",
            Required = true,
            HelpName = "ADDRESS",
        };
        var force = new Option<bool>("--force") { Description = "Take the model even if it is slower than frames come" };
        var back = new Option<bool>("--back") { Description = "Instead of a model: the one before again, which is kept for a minute" };
        var command = new Command("swap", """
            Swaps the model of a running 'robotvision run --control': the process loads it beside the old one, tries both on its last frames, and changes
            between two frames without losing one. A model that does not fit, whose outputs are not finite, or that is too slow while the old one is not, is
            refused, and the old one goes on. For a minute the old one is kept, and comes back by itself if the new one fails so.

            Example: robotvision swap photos/taught.int8.onnx --into "http://127.0.0.1:5080/#TOKEN"
            Example: robotvision swap --back --into "http://127.0.0.1:5080/#TOKEN"
            """) { model, into, force, back };
        command.SetAction(async (arguments, stop) =>
        {
            var (path, address, isBack) = (arguments.GetValue(model), arguments.GetValue(into)!, arguments.GetValue(back));
            if (path is null != isBack) throw new OptionException($"MODEL: expected a model's file or --back, found {(isBack ? "both" : "neither")}.");
            Console.WriteLine(path is null
                ? await ReturnAsync(address, stop).ConfigureAwait(false)
                : await SwapAsync(path, address, arguments.GetValue(force), stop).ConfigureAwait(false));
            return CommandRunner.Success;
        });
        return command;
    }
}
