using RobotVision.Data.Formats;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Training.Network;

namespace RobotVision.Training.Recipes;

/// <summary>The classes that a recipe trains.</summary>
public static class RecipeClasses
{
    /// <summary>
    /// The eight built-in ones, those of the model that it starts from, which keep their numbers, and those that its data sets bring, by name, in the order
    /// of the recipe. Data sets that are not there are left out, which is reported when they are opened.
    /// </summary>
    /// <exception cref="FileNotFoundException">The model is not there.</exception>
    /// <exception cref="InvalidDataException">The model or a data set is damaged, all together bring too many classes, or the network cannot have more than
    /// the eight.</exception>
    public static ClassNames Of(TrainingRecipe recipe)
    {
        var classes = recipe.From is { } model ? OfModel(model) : ClassNames.BuiltIn;
        foreach (var source in recipe.Data.Concat(recipe.Validation))
            if (source.Yaml is { } yaml && (File.Exists(yaml) || Directory.Exists(yaml))) classes = classes.Union(DataYaml.Load(yaml).Classes);
        return classes.Extra.Count == 0 || recipe.Network == "grid"
            ? classes
            : throw new InvalidDataException(
                $"Network '{recipe.Network}': expected the eight built-in classes alone, found also {string.Join(", ", classes.Extra)} in its data sets. "
                + "Use 'network: grid', or take 'extra' out of the data.yaml.");
    }

    static ClassNames OfModel(string path)
    {
        var weights = ModelWeights.Read(path);
        return ModelContract.IsIn(weights.Metadata) ? ModelContract.Parse(weights.Metadata, path).Classes : ClassNames.BuiltIn;
    }
}
