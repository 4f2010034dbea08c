using System.CommandLine;
using RobotVision.Capture;
using RobotVision.CommandLine;
using RobotVision.Files;
using RobotVision.Teaching;
using RobotVision.Tools.Output;
using RobotVision.Tools.Replay;
using RobotVision.Tools.Tag;
using RobotVision.Tools.Train;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Recipes;
using RobotVision.Web;

namespace RobotVision.Tools.Teach;

/// <summary><c>robotvision teach</c>: tags frames while a model learns from them.</summary>
sealed class TeachCommand
{
    readonly TagPage _page = new();

    readonly Option<string> _recipe = new("--recipe")
    {
        Description = "The training recipe, whose data are replaced by the tagged frames",
        DefaultValueFactory = _ => ShippedFile.Find("models/teach.yaml"),
        HelpName = "FILE",
    };

    readonly Option<string?> _from = new("--from")
    {
        Description = "Begin each training with this float32 model; the recipe's unless given",
        HelpName = "FILE",
    };

    readonly Option<string[]> _also = new("--also")
    {
        Description = "Also learn from this recording without labels (video, image folder or pattern), where that makes the model better on the frames held "
            + "out; takes half of the training's time to find out; may be given several times",
        HelpName = "RECORDING",
        DefaultValueFactory = _ => [],
    };

    readonly Option<double> _minutes = new("--minutes")
    {
        Description = "The time of one training, with what it takes to judge it on held-out frames",
        DefaultValueFactory = _ => 10,
        HelpName = "N",
    };

    readonly Option<long?> _steps = new("--steps") { Description = "Steps of one training instead of minutes", HelpName = "N" };

    readonly OutputOption _output = new("--output")
    {
        Description = "The model, written when a training made it better or the page asks for it; taught.onnx in the folder of the frames unless given",
        HelpName = "FILE.onnx",
    };

    readonly Option<string?> _into = new("--into")
    {
        Description = "Also swap each better model into a running process: the address that 'robotvision run --control' printed, in quotes",
        HelpName = "ADDRESS",
    };

    public static Command Create()
    {
        var teach = new TeachCommand();
        var command = new Command("teach", $"""
            The whole way from a recording to a better model: opens the page of 'tag', and as soon as {Teacher.LeastFrames} frames are tagged trains a model
            on them in the background, again and again as they grow. The page then shows what the new model sees, so that one corrects instead of
            drawing. Each model is compared with the one it began with on frames held out by recording; a better one is written, one that is worse than
            that, or than the last that was written, never by itself. Stop at any time with Ctrl-C: the same command goes on.

            Example: robotvision teach match.mp4 --every 0.5
            Example: robotvision teach match.mp4 --also match2.mp4
            Example: robotvision teach photos --minutes 5 --output runs/mine.onnx
            """);
        teach._page.AddTo(command);
        foreach (Option option in new Option[] { teach._recipe, teach._from, teach._also, teach._minutes, teach._steps, teach._output, teach._into })
            command.Options.Add(option);
        command.SetAction(teach.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var minutes = arguments.GetValue(_minutes);
        if (!(minutes is > 0 and < 1e5)) throw new OptionException(FormattableString.Invariant($"--minutes: expected a time above 0, found {minutes}."));
        if (arguments.GetValue(_steps) is < 1 and var steps) throw new OptionException($"--steps: expected at least 1, found {steps}.");
        TrainingRecipe.Load(arguments.GetValue(_recipe)!); // now, not after fifteen frames
        foreach (var recording in arguments.GetValue(_also)!) FrameSource.OpenRecording(recording, TimeProvider.System).Dispose();
        if (arguments.GetValue(_output) is { } file) WholeFile.Probe(file);
        if (arguments.GetValue(_into) is { } address) await CheckAsync(address, stop).ConfigureAwait(false);
        return await _page.RunAsync(arguments, stop, session =>
        {
            var output = arguments.GetValue(_output) ?? Path.Combine(session.Set.Folder, "taught.onnx");
            var teacher = new Teacher(session, new(arguments.GetValue(_recipe)!, arguments.GetValue(_from), output, minutes)
            {
                Steps = arguments.GetValue(_steps),
                Also = arguments.GetValue(_also)!,
                CloseUps = _page.CloseUps(arguments),
                Commit = ProgramVersion.Commit,
            }, stop);
            teacher.Told += Console.WriteLine;
            if (arguments.GetValue(_into) is { } into) teacher.Taken += model => SwapInto(model, into, stop);
            var (teaching, training) = (new TeachEndpoints(teacher), new TrainingEndpoints(() => teacher.Monitor, new(teacher.Folder), stop));
            return new(["training"], api =>
            {
                teaching.Map(api);
                training.Map(api);
            }, teacher);
        }).ConfigureAwait(false);
    }

    /// <summary>Refuses what is no address of a running process; one that does not answer now may do so when there is a model.</summary>
    static async Task CheckAsync(string into, CancellationToken stop)
    {
        try
        {
            using var client = await ProgramClient.OpenAsync(into, stop).ConfigureAwait(false);
        }
        catch (EnvironmentException exception)
        {
            Warnings.Print($"--into: {exception.Message}");
        }
    }

    /// <summary>Swaps the int8 form where there is one; a process that does not answer is told and keeps its model.</summary>
    static void SwapInto(RunFiles model, string into, CancellationToken stop)
    {
        var file = File.Exists(model.QuantisedModel) ? model.QuantisedModel : model.Model;
        try
        {
            Console.WriteLine(SwapCommand.SwapAsync(file, into, isForced: false, stop).GetAwaiter().GetResult());
        }
        catch (Exception exception) when (exception is OptionException or EnvironmentException or InvalidDataException)
        {
            Warnings.Print($"--into: {exception.Message}");
        }
    }
}
