using System.CommandLine;
using System.Globalization;
using RobotVision.CommandLine;
using RobotVision.Data.Augmentation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis;
using RobotVision.Data.Synthesis.Match;
using RobotVision.Data.Synthesis.Robots;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Text;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Tools.Cluster;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Data;

/// <summary><c>robotvision synthesize</c>: renders a labelled data set, or a clip of a match.</summary>
sealed class SynthesizeCommand
{
    static readonly string[] Splits = ["train", "val", "test"];

    readonly Option<string> _output = new("--output") { Description = "The folder of the data set, or the clip (.mp4)", Required = true, HelpName = "PATH" };

    readonly Option<bool> _clip = new("--clip")
    {
        Description = "Render a match as a video; beside it the ball's boxes (.json), the lens (.yaml) and the camera's poses (.poses.jsonl)",
    };

    readonly Option<bool> _augmented = new("--augmented") { Description = "Draw one picture (.png): one row per augmentation, with labels" };

    readonly Option<bool> _families = new("--families") { Description = "Draw one picture (.png): one row per family of robots" };

    readonly Option<bool> _views = new("--views") { Description = "Draw one picture (.png): scenes with their labels, one row per kind of camera" };

    readonly Option<RobotFamily[]> _family = Only<RobotFamily>("--family", "Show robots of this family only");

    readonly Option<Viewpoint[]> _view = Only<Viewpoint>("--view", "Show scenes seen by this kind of camera only");

    readonly Option<int> _count = new("--count") { Description = "Number of images or frames", DefaultValueFactory = _ => 300, HelpName = "N" };

    readonly Option<ulong> _seed = new("--seed") { Description = "The same seed gives the same pictures", DefaultValueFactory = _ => 1, HelpName = "N" };

    readonly Option<int> _width = new("--width") { Description = "Width of an image", DefaultValueFactory = _ => 640, HelpName = "PIXELS" };

    readonly Option<int> _height = new("--height") { Description = "Height of an image", DefaultValueFactory = _ => 480, HelpName = "PIXELS" };

    readonly Option<string> _split = new("--split")
    {
        Description = "The data set's list that the images go to: train, val or test",
        DefaultValueFactory = _ => "train",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var synthesize = new SynthesizeCommand();
        return new DividedCommand("synthesize", """
            Renders robot soccer, all eight classes labelled: a YOLO data set, or with --clip a video of a match. In a folder that it wrote
            before, another list is added or the same list replaced; give each list its own seed.

            Example: robotvision synthesize --count 1000 --output runs/synthetic
            """, new()
        {
            Run = synthesize.RunAsync,
            OutputOf = arguments => synthesize.Picture(arguments) is null ? arguments.GetValue(synthesize._output) : null,
            Needs = "a data set or a clip",
            Output = synthesize._output,
        })
        {
            synthesize._output, synthesize._clip, synthesize._augmented, synthesize._families, synthesize._views, synthesize._family,
            synthesize._view, synthesize._count, synthesize._seed, synthesize._width, synthesize._height, synthesize._split,
        };
    }

    async Task<int> RunAsync(ParseResult arguments, Division division, CancellationToken stop)
    {
        var count = arguments.GetValue(_count);
        if (count < 1) throw new OptionException($"--count: expected 1 or more, found {count}.");
        CheckModes(arguments);
        var split = arguments.GetValue(_split)!;
        if (!Splits.Contains(split)) throw new OptionException($"--split: expected {string.Join(", ", Splits)}, found '{split}'.");
        var output = division.Part is null ? arguments.GetValue(_output)! : division.Output;
        division = division with { Output = output }; // of a picture, too
        var picture = Picture(arguments);
        if (picture is not null)
        {
            ImageFile.CheckEnding(output); // before the drawing, not after
            WholeFile.Probe(output);
        }

        await ConsoleProgress.RunAsync("rendering", count, report => Task.Run(
            () =>
            {
                if (picture is not null) ImageFile.Write(output, picture().View);
                else if (arguments.GetValue(_clip)) new ClipRendering(ClipOptions(arguments)).Run(division, done => report(done, "frames"), stop);
                else RenderDataset(arguments, division, split, done => report(done, "images"), stop);
            },
            stop)).ConfigureAwait(false);
        Console.WriteLine($"{output} is written");
        return CommandRunner.Success;
    }

    /// <summary>Refuses modes that exclude each other, and an output that is none of the mode.</summary>
    void CheckModes(ParseResult arguments)
    {
        string[] modes = [.. new[] { _clip, _augmented, _families, _views }.Where(mode => arguments.GetValue(mode)).Select(mode => mode.Name)];
        if (modes.Length > 1) throw new OptionException($"{string.Join(", ", modes)}: expected one of them, found {modes.Length}.");
        if (modes.Length == 1 && arguments.GetResult(_split) is { Implicit: false })
            throw new OptionException($"--split: expected a data set, found {modes[0]}, which has no lists.");
        var output = arguments.GetValue(_output)!;
        if (modes.Length > 0 || Directory.Exists(output)) return;
        if (File.Exists(output)) throw new OptionException($"--output: expected the folder of a data set, found the file '{output}'.");
        if (Path.GetExtension(output) is ".mp4" or ".mkv" or ".avi" or ".webm" || ImageFile.IsImage(output))
            throw new OptionException($"--output: expected the folder of a data set, found '{output}'; --clip renders a video, --views and others a picture.");
    }

    // What draws the one picture that was asked for; null if none was.
    Func<BgrImage>? Picture(ParseResult arguments)
    {
        var options = Options(arguments);
        if (arguments.GetValue(_clip) && (options.OnlyFamilies.Count > 0 || options.OnlyViews.Count > 0))
            throw new OptionException("--family, --view: expected images or a picture, found --clip, a match with robots and a camera of its own.");
        if (arguments.GetValue(_augmented)) return () => AugmentationSheet.Draw(new SyntheticDataset(options), options.Seed);
        if (arguments.GetValue(_families)) return () => FamilySheet.Draw(options);
        return arguments.GetValue(_views) ? () => ViewSheet.Draw(options) : null;
    }

    SyntheticOptions Options(ParseResult arguments) => new()
    {
        Seed = arguments.GetValue(_seed),
        Count = arguments.GetValue(_count),
        Width = arguments.GetValue(_width),
        Height = arguments.GetValue(_height),
        OnlyFamilies = arguments.GetValue(_family)!,
        OnlyViews = arguments.GetValue(_view)!,
    };

    static Option<T[]> Only<T>(string name, string description)
        where T : struct, Enum => new(name)
        {
            Description = $"{description}; may be repeated: {string.Join(", ", Enum.GetNames<T>().Select(OptionName.Of))}",
            HelpName = "NAME",
            DefaultValueFactory = _ => [],
        };

    void RenderDataset(ParseResult arguments, Division division, string split, Action<long> report, CancellationToken stop)
    {
        var options = Options(arguments);
        var dataset = new SyntheticDataset(options);
        var writer = new YoloWriter(division.Output, ClassSet.BuiltIn);
        foreach (var part in division.Joined) writer.Take(split, part);
        var (first, end) = division.IsJoining ? (0, 0) : division.Part?.Range(dataset.Count) ?? (0, dataset.Count);
        var done = 0L;
        InParallel.For(end - first, Environment.ProcessorCount, number =>
        {
            var index = first + number;
            writer.Add(split, string.Create(CultureInfo.InvariantCulture, $"{options.Seed}_{index:D6}.png"), dataset.Load(index));
            report(Interlocked.Increment(ref done));
        }, stop);
        writer.Finish();
    }

    MatchClipOptions ClipOptions(ParseResult arguments) => new()
    {
        Seed = arguments.GetValue(_seed),
        Count = arguments.GetValue(_count),
        Width = arguments.GetValue(_width),
        Height = arguments.GetValue(_height),
    };
}
