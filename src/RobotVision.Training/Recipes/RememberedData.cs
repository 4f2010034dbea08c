using System.Text.Json;
using RobotVision.Inference;
using RobotVision.Training.Network;

namespace RobotVision.Training.Recipes;

/// <summary>
/// What the model was trained on that a run starts from, as its origin tells: rendered images, and data sets that are found beside it. Some samples of
/// them keep it from forgetting what it knows.
/// </summary>
public static class RememberedData
{
    /// <summary>Part of the samples where the recipe says nothing.</summary>
    const float DefaultPart = 0.3f;

    /// <summary>Images of each source; chosen so that rendering takes a minute at most.</summary>
    const int Images = 300;

    /// <summary>Images of each of its validation sources on which forgetting is measured.</summary>
    const int MeasuredImages = 100;

    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The recipe with sources of the start model's data; unchanged without a start, or if none is wanted or found.</summary>
    /// <param name="recipe">The recipe.</param>
    public static TrainingRecipe AddTo(TrainingRecipe recipe)
    {
        var part = recipe.Remember ?? (recipe.Data.Any(source => source.Synthetic is not null) ? 0 : DefaultPart);
        if (recipe.From is null || part == 0) return recipe;
        // Data sets are known by the name of their file: one of that name beside the model may be what is to be learned now.
        var now = recipe.Data.Select(source => source.Yaml).OfType<string>().Select(Path.GetFullPath).ToHashSet();
        var known = Sources(recipe.From, origin => origin.Data, Images);
        known.RemoveAll(source => source.Yaml is { } yaml && now.Contains(yaml));
        if (known.Count == 0) return recipe with { Remember = 0 };
        var (own, sum) = (recipe.Data.Sum(source => source.Weight), known.Sum(source => source.Weight));
        return recipe with
        {
            Remember = part,
            Data = [.. recipe.Data, .. known.Select(source => source with { Weight = source.Weight / sum * own * part / (1 - part), HoldOut = false })],
        };
    }

    /// <summary>Some of the images that the start model's thresholds were chosen on, to measure what is forgotten; empty where none are found.</summary>
    /// <param name="model">The model.</param>
    public static IReadOnlyList<DataSource> ValidationOf(string model) => Sources(model, origin => origin.Validation, MeasuredImages);

    static List<DataSource> Sources(string model, Func<Recipe, IReadOnlyList<DataSource>?> choose, int images)
    {
        var recipe = RecipeOf(ModelWeights.Read(model), model);
        return [.. (recipe is null ? null : choose(recipe))?.Select(source => Find(source, model, images)).OfType<DataSource>() ?? []];
    }

    /// <summary>What is needed of the recipe that a model was trained by; null where its origin does not tell.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="model">Its path.</param>
    internal static Recipe? RecipeOf(ModelWeights weights, string model)
    {
        if (!ModelContract.IsIn(weights.Metadata)) return null;
        try
        {
            return JsonSerializer.Deserialize<Origin>(ModelContract.Parse(weights.Metadata, model).Origin, Json)?.Recipe;
        }
        catch (JsonException)
        {
            return null; // of another version or of another program
        }
    }

    // A source with at most so many images; null if its data set is not here.
    static DataSource? Find(DataSource source, string model, int images)
    {
        if (source.Synthetic is { } synthetic)
        {
            var few = Math.Min(synthetic.Count, images) / synthetic.ClipFrames * synthetic.ClipFrames;
            return source with { Synthetic = synthetic with { Count = few }, Limit = 0 };
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(model))!;
        var yaml = new[] { Path.Combine(folder, source.Yaml!), Path.Combine(folder, "data", source.Yaml!) }.FirstOrDefault(File.Exists);
        if (yaml is null) return null;
        try
        {
            var all = source with { Yaml = yaml, Limit = 0 };
            return all with { Limit = Math.Min(images, all.Open().Dataset.Count) };
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return null; // described here, but its images are elsewhere
        }
    }

    sealed record Origin(Recipe? Recipe);

    /// <summary>What is needed of a recipe in a model's origin.</summary>
    /// <param name="Data">Its training data.</param>
    /// <param name="Validation">Its validation data.</param>
    /// <param name="Memory">Its memory.</param>
    internal sealed record Recipe(IReadOnlyList<DataSource>? Data, IReadOnlyList<DataSource>? Validation, MemoryOptions? Memory);
}
