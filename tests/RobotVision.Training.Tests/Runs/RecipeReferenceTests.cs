using RobotVision.Data.Formats;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Testing;
using RobotVision.Training.Optimisers;
using RobotVision.Training.Recipes;
using YamlDotNet.RepresentationModel;

namespace RobotVision.Training.Tests.Runs;

/// <summary>The example recipes can be read, and the reference lists every option.</summary>
public class RecipeReferenceTests
{
    static readonly string Models = Path.Combine(Repository.Root, "models");

    static readonly string Reference = Path.Combine(Models, "recipe-reference.yaml");

    [Test]
    public void Reference_Options_AreAllThatARecipeHas() =>
        Assert.That(Names(Root(Reference), "").Distinct(), Is.SupersetOf(
            RecipeOption.Names.Where(name => !name.StartsWith("validation.", StringComparison.Ordinal))));

    /// <summary>The reference contains the default of every option.</summary>
    [Test]
    public void Reference_Values_AreTheDefaults()
    {
        var recipe = TrainingRecipe.Load(Reference);
        var meant = new TrainingRecipe
        {
            Width = 1,
            Depth = 0,
            Cells = 24,
            Memory = new() { Frames = 4, Channels = 16 },
            Training = new() { Momentum = Optimiser.DefaultMomentum, RateFactor = TrainingOptions.DefaultRateFactor },
            Data = [new() { Yaml = recipe.Data[0].Yaml }, new() { Synthetic = new() }],
            Validation = [new() { Yaml = recipe.Validation[0].Yaml, Split = "val" }],
        };
        Assert.That(RecipeOption.Values(recipe), Is.EquivalentTo(RecipeOption.Values(meant)));
    }

    [Test]
    public void Reference_EveryOption_IsExplained()
    {
        var lines = File.ReadAllLines(Reference).Where(line => !line.TrimStart().StartsWith('#') && line.Contains(':', StringComparison.Ordinal));
        Assert.That(lines.Where(line => !line.Contains(" # ", StringComparison.Ordinal)), Is.All.EqualTo("training:"));
    }

    [Test]
    public void Reference_BallPatterns_AreAllNamed() =>
        Assert.That(Enum.GetNames<BallPatternKind>().Where(name => !File.ReadAllText(Reference).Contains(name.ToLowerInvariant(), StringComparison.Ordinal)),
            Is.Empty);

    [Test]
    public void MyData_RecipeAndDataSet_CanBeCopied()
    {
        var recipe = TrainingRecipe.Load(Path.Combine(Models, "my-data.yaml"));
        Assert.That(File.Exists(recipe.From), Is.True, recipe.From);
        var yaml = DataYaml.Load(recipe.Data[0].Yaml!);
        Assert.That(yaml.Splits.Keys, Is.SupersetOf(new[] { recipe.Data[0].Split, recipe.Validation[0].Split, "test" }));
        Assert.That(recipe.Validation[0].Split, Is.Not.EqualTo(recipe.Data[0].Split));
    }

    static YamlNode Root(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(path)));
        return stream.Documents[0].RootNode;
    }

    static IEnumerable<string> Names(YamlNode node, string prefix) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(child => Names(child.Value, prefix.Length == 0 ? $"{child.Key}" : $"{prefix}.{child.Key}")),
        YamlSequenceNode { Children.Count: > 0 } list => list.Children.SelectMany(child => Names(child, $"{prefix}.N")),
        YamlSequenceNode => [$"{prefix}.N"],
        _ => [prefix],
    };
}
