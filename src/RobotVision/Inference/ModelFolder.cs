using RobotVision.Files;

namespace RobotVision.Inference;

/// <summary>The model files that lie in one folder.</summary>
public static class ModelFolder
{
    /// <summary>
    /// The names, without folders, of the model files in a model's folder, that file included, in the order of their letters; without hidden ones and
    /// those whose names have control characters.
    /// </summary>
    /// <param name="model">The model's file.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> NamesBeside(string model) =>
    [
        .. VisibleFiles.In(FolderOf(model), "*.onnx").Select(path => Path.GetFileName(path))
            .Where(name => !name.Any(char.IsControl)) // which a terminal would obey
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The path of a file beside a model, by a name of <see cref="NamesBeside"/>.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="name">The name, letter by letter.</param>
    /// <exception cref="InvalidDataException">There is no such name in the list, whatever the name means as a path.</exception>
    public static string Find(string model, string name) => NamesBeside(model).Contains(name, StringComparer.Ordinal)
        ? Path.Combine(FolderOf(model), name)
        : throw new InvalidDataException($"Model: expected the name of a model file in '{FolderOf(model)}', found another. Reload the list.");

    static string FolderOf(string model) => Path.GetDirectoryName(Path.GetFullPath(model))!;
}
