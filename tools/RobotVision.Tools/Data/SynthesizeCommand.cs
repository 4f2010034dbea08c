using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RobotVision.Cameras;
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
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Poses;
using RobotVision.Tools.Output;
using RobotVision.Video;

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
        var command = new Command("synthesize", """
            Renders robot soccer, all eight classes labelled: a YOLO data set, or with --clip a video of a match. In a folder that it wrote
            before, another list is added or the same list replaced; give each list its own seed.

            Example: robotvision synthesize --count 1000 --output runs/synthetic
            """)
        {
            synthesize._output, synthesize._clip, synthesize._augmented, synthesize._families, synthesize._views, synthesize._family,
            synthesize._view, synthesize._count, synthesize._seed, synthesize._width, synthesize._height, synthesize._split,
        };
        command.SetAction(synthesize.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var count = arguments.GetValue(_count);
        if (count < 1) throw new OptionException($"--count: expected 1 or more, found {count}.");
        var split = arguments.GetValue(_split)!;
        if (!Splits.Contains(split)) throw new OptionException($"--split: expected {string.Join(", ", Splits)}, found '{split}'.");
        var output = arguments.GetValue(_output)!;
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
                else if (arguments.GetValue(_clip)) RenderClip(arguments, output, done => report(done, "frames"), stop);
                else RenderDataset(arguments, output, split, done => report(done, "images"), stop);
            },
            stop)).ConfigureAwait(false);
        Console.WriteLine($"{output} is written");
        return CommandRunner.Success;
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

    void RenderDataset(ParseResult arguments, string folder, string split, Action<long> report, CancellationToken stop)
    {
        var options = Options(arguments);
        var dataset = new SyntheticDataset(options);
        var writer = new YoloWriter(folder, ClassSet.BuiltIn);
        var done = 0L;
        InParallel.For(dataset.Count, Environment.ProcessorCount, index =>
        {
            writer.Add(split, string.Create(CultureInfo.InvariantCulture, $"{options.Seed}_{index:D6}.png"), dataset.Load(index));
            report(Interlocked.Increment(ref done));
        }, stop);
        writer.Finish();
    }

    void RenderClip(ParseResult arguments, string path, Action<long> report, CancellationToken stop)
    {
        var options = new MatchClipOptions
        {
            Seed = arguments.GetValue(_seed),
            Count = arguments.GetValue(_count),
            Width = arguments.GetValue(_width),
            Height = arguments.GetValue(_height),
        };
        var clip = new MatchClip(options);
        using var video = new VideoFile(path, clip.Fps);
        var frames = new List<object>();
        // Rendered in parallel, written in order.
        foreach (var batch in Enumerable.Range(0, clip.Count).Chunk(Environment.ProcessorCount * 4))
        {
            stop.ThrowIfCancellationRequested();
            foreach (var image in batch.AsParallel().AsOrdered().Select(clip.Render))
            {
                video.Write(image.Image.View);
                frames.Add(new { frame = frames.Count, balls = Balls(image) });
                report(frames.Count);
            }
        }

        video.Complete();
        WholeFile.WriteAllText(Path.ChangeExtension(path, ".json"), JsonSerializer.Serialize(
            new { video = Path.GetFileName(path), width = options.Width, height = options.Height, @class = ClassNames.BuiltIn[ObjectClass.Ball], frames }));
        new CameraFile(clip.Camera) { Name = Path.GetFileNameWithoutExtension(path) }.Write(Path.ChangeExtension(path, ".yaml"));
        var poses = Enumerable.Range(0, clip.Count).Select(frame => PoseMessage.ToJson(clip.RobotPoseAt(frame)) + "\n");
        WholeFile.WriteAllText(Path.ChangeExtension(path, ".poses.jsonl"), string.Concat(poses));
    }

    /// <summary>The boxes of the balls; null, which means not annotated, when one of them is to be ignored.</summary>
    static float[][]? Balls(LabelledImage image)
    {
        var balls = image.Labels.Where(label => label.Class == ObjectClass.Ball).ToArray();
        return balls.Any(ball => ball.Ignore) ? null : [.. balls.Select(ball => new[] { ball.Box.X1, ball.Box.Y1, ball.Box.X2, ball.Box.Y2 })];
    }
}
