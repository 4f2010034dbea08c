using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Curation;
using RobotVision.Inference;
using RobotVision.Reports;
using RobotVision.Tools.Cluster;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Data;

/// <summary><c>robotvision data extract</c>: frames of a recording that are worth tagging.</summary>
sealed class DataExtractCommand
{
    readonly Argument<string[]> _input = new("VIDEO")
    {
        Description = "A video, or a folder of images; of several, {} in --output stands for the name of each",
        Arity = ArgumentArity.OneOrMore,
    };

    readonly OutputOption _output = new("--output")
    {
        Files = folder => OutputOption.InFolder(folder, "*.png", "frames.jsonl"),
        Description = "Where the frames and frames.jsonl go",
        Required = true,
        HelpName = "FOLDER",
    };

    readonly Option<int> _change = new("--change")
    {
        Description = "Bits of 64 by which a frame's perceptual hash differs at least from all taken before",
        DefaultValueFactory = _ => 18,
        HelpName = "BITS",
    };

    readonly Option<string?> _model = new("--model")
    {
        Description = "Take frames of which this model is unsure even if they changed by only three quarters of --change",
        HelpName = "FILE",
    };

    readonly Option<double> _every = new("--every") { Description = "Look at one frame in this many seconds, 0 for all", HelpName = "SECONDS" };

    readonly Option<int> _maximum = new("--maximum") { Description = "Stop after this many frames taken", DefaultValueFactory = _ => 1000, HelpName = "N" };

    public static Command Create()
    {
        var extract = new DataExtractCommand();
        var recordings = new EachRecording(extract._input);
        var command = new DividedCommand("extract", """
            Takes the frames worth tagging from a recording: those that differ from all taken before, and those that differ a little less but
            of which a model is unsure. A frame that changed by less than three quarters of --change is never taken, since that would take all
            neighbours of a taken frame. frames.jsonl has the number, time and reason of each.

            Example: robotvision data extract match.mp4 --model models/grid.onnx --every 0.2 --output photos/images/match
            Example: robotvision data extract matches/a.mp4 matches/b.mp4 --output photos/images/{}
            """, recordings.Divided(extract.RunAsync)) { extract._input, extract._output, extract._change, extract._model, extract._every, extract._maximum };
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, string input, CancellationToken stop)
    {
        var (change, every, maximum) = (arguments.GetValue(_change), arguments.GetValue(_every), arguments.GetValue(_maximum));
        if (change is < 1 or > 63) throw new OptionException($"--change: expected 1..63 bits, found {change}.");
        if (!(every is >= 0 and < 1e6)) throw new OptionException(FormattableString.Invariant($"--every: expected seconds from 0 on, found {every}."));
        if (maximum < 1) throw new OptionException($"--maximum: expected at least 1 frame, found {maximum}.");
        using var source = Warnings.OpenRecording(input);
        using var model = arguments.GetValue(_model) is { } path ? VisionModel.Load(path, new() { Accelerator = Accelerator.Cpu, Threads = 1 }) : null;
        if (model is { Contract.Output: not ModelOutput.Grid })
            throw new InvalidDataException($"Model '{model.Path}': expected a detection model (output 'grid'), found '{model.Contract.Output}'.");
        using var extraction = new FrameExtraction(arguments.GetValue(_output)!, change, model);
        await ConsoleProgress.RunAsync("taking frames", source.FrameCount, report => Task.Run(
            () => extraction.Run(source, TimeSpan.FromSeconds(every), maximum, read => report(read, $"{extraction.Count} taken"), stop), stop))
                .ConfigureAwait(false);
        if (extraction.Count == 0) throw new InvalidDataException($"'{input}': expected frames, found none that can be read.");
        extraction.Complete();
        Console.WriteLine($"{Plural.Of(extraction.Count, "frame")} taken of {extraction.Seen} looked at, in {arguments.GetValue(_output)}");
        return CommandRunner.Success;
    }
}
