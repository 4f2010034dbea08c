using System.CommandLine;
using System.CommandLine.Parsing;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Training.Recipes;

namespace RobotVision.Tools.Evaluate;

/// <summary>The options that name several sets of labelled images for commands about close-ups.</summary>
sealed class LookData
{
    readonly Option<string[]> _synthetic = Many("--synthetic", "Rendered images, by the options of a recipe's 'synthetic'; may be repeated", "NAME=VALUE,...");

    readonly Option<string[]> _data = Many("--data", "A list of a data set: its data.yaml and the list's name, default val; may be repeated", "FILE[=SPLIT]");

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
        command.Add(_synthetic);
        command.Add(_data);
    }

    /// <summary>Whether any images are named.</summary>
    public bool IsGiven(SymbolResult result) => new[] { _synthetic, _data }.Any(option => result.GetResult(option) is { Implicit: false });

    /// <summary>The named sets, rendered ones first.</summary>
    public IEnumerable<(string Name, IDataset Dataset)> Open(ParseResult arguments, DatasetNotes notes)
    {
        foreach (var text in arguments.GetValue(_synthetic)!)
        {
            var source = DataSource.ParseSynthetic(text);
            yield return ($"rendered, seed {source.Synthetic!.Seed}", source.Open().Dataset);
        }

        foreach (var text in arguments.GetValue(_data)!)
        {
            var (file, split) = text.Split('=') is [var before, var after] ? (before, after) : (text, "val");
            yield return ($"{Path.GetFileNameWithoutExtension(file)} {split}", new ImageDataset(DataYaml.Load(file, notes), split));
        }
    }
}
