using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;

namespace RobotVision.Training.Recipes;

/// <summary>Lists the files that a recipe leads to, so that no output takes the place of one.</summary>
public static class RecipeFiles
{
    /// <summary>The model that it begins with and the files of its data sets.</summary>
    public static IEnumerable<string> Of(TrainingRecipe recipe)
    {
        if (recipe.From is not null) yield return recipe.From;
        foreach (var source in recipe.Data.Concat(recipe.Validation))
            if (source.Yaml is { } yaml && (File.Exists(yaml) || Directory.Exists(yaml)))
                foreach (var file in DataFiles.Of(DataYaml.Load(yaml))) yield return file;
    }
}
