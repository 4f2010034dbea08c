using System.CommandLine;
using System.CommandLine.Parsing;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Synthesis;
using RobotVision.Tools.Output;
using RobotVision.Training.Recipes;

namespace RobotVision.Tools.Evaluate;

/// <summary>The options that name sets of labelled images.</summary>
sealed class LabelledSets
{
    readonly Option<string[]> _synthetic = Many(
        "--synthetic", "Rendered images, by the options of a recipe's 'synthetic', lists as [A,B]; may be repeated", "NAME=VALUE,...");

    readonly Option<string[]> _data = Many(
        "--data", "A list of a data set: its data.yaml and the list's name, that of --split unless given; may be repeated", "FILE[=SPLIT]");

    readonly Option<string> _split = new("--split") { Description = "The list of data sets", DefaultValueFactory = _ => "val", HelpName = "NAME" };

    readonly Option<int?> _clipFrames = new("--clip-frames")
    {
        Description = "Take the images of --data as clips of at most so many frames, those of a folder whose names differ by a last number that goes up",
        HelpName = "2..100",
    };

    readonly Option<int?> _clipStep = new("--clip-step")
    {
        Description = "By how much these numbers may go up from frame to frame; 1 unless given",
        HelpName = "N",
    };

    /// <summary>An option that may be repeated and left out.</summary>
    public static Option<string[]> Many(string name, string description, string help) => new(name)
    {
        Description = description,
        HelpName = help,
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_split);
        command.Add(_synthetic);
    }

    /// <summary>Adds the options that take images as clips to a command.</summary>
    public void AddClipsTo(Command command)
    {
        command.Add(_clipFrames);
        command.Add(_clipStep);
    }

    void CheckClips(ParseResult arguments)
    {
        var (frames, step) = (arguments.GetValue(_clipFrames), arguments.GetValue(_clipStep));
        if (frames is not (null or (>= 2 and <= 100))) throw new OptionException($"--clip-frames: expected 2..100, found {frames}.");
        if (frames is not null && arguments.GetValue(_data)!.Length == 0)
            throw new OptionException("--clip-frames: expected --data FILE, whose images are clips; of rendered images it is --synthetic clip_frames=N,....");
        if (step < 1) throw new OptionException($"--clip-step: expected 1 or more, found {step}.");
        if (step is not null && frames is null) throw new OptionException("--clip-step: expected --clip-frames N beside it.");
    }

    /// <summary>How many sets are named.</summary>
    public int CountOf(CommandResult result) => result.GetValue(_synthetic)!.Length + result.GetValue(_data)!.Length;

    /// <summary>The rendered sets among them, in the order of <see cref="Open"/>.</summary>
    public IReadOnlyList<SyntheticOptions> Rendered(ParseResult arguments) =>
        [.. arguments.GetValue(_synthetic)!.Select(text => DataSource.ParseSynthetic(text).Synthetic!)];

    /// <summary>The files of the data sets, which no output may overwrite.</summary>
    public IEnumerable<string> Files(ParseResult arguments) =>
        arguments.GetValue(_data)!.SelectMany(text => DataFiles.Of(DataYaml.Load(Parse(arguments, text).File)));

    /// <summary>The named sets, rendered ones first.</summary>
    public IEnumerable<(string Name, IDataset Dataset)> Open(ParseResult arguments, DatasetNotes notes)
    {
        CheckClips(arguments);
        foreach (var text in arguments.GetValue(_synthetic)!)
        {
            var source = DataSource.ParseSynthetic(text);
            yield return ($"rendered, seed {source.Synthetic!.Seed}", source.Open().Dataset);
        }

        foreach (var text in arguments.GetValue(_data)!)
        {
            var (file, split) = Parse(arguments, text);
            var source = new DataSource
            {
                Yaml = file,
                Split = split,
                ClipFrames = arguments.GetValue(_clipFrames),
                ClipStep = arguments.GetValue(_clipStep),
            };
            var dataset = source.Open(notes: notes).Dataset;
            WarnOfRepeated(dataset);
            yield return ($"{NameOf(file)} {split}", dataset);
        }
    }

    static void WarnOfRepeated(IDataset dataset)
    {
        var repeated = Enumerable.Range(0, dataset.Count).Select(i => dataset.FilesOf(i)?.Image).OfType<string>()
            .GroupBy(image => image).Where(same => same.Count() > 1).Select(same => same.Key).ToArray();
        if (repeated.Length > 0)
            Warnings.Print($"{dataset.Name}: images that are in its lists more than once and are scored each time: {repeated.Length}, the first "
                + $"'{repeated[0]}'; take the repeats out of the lists.");
    }

    // Most are called data.yaml: then the folder tells them apart.
    static string NameOf(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return name == "data" && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) is { Length: > 0 } folder ? folder : name;
    }

    // A file may have '=' in its name.
    (string File, string Split) Parse(ParseResult arguments, string text) =>
        !Path.Exists(text) && text.LastIndexOf('=') is > 0 and var mark ? (text[..mark], text[(mark + 1)..]) : (text, arguments.GetValue(_split)!);
}
