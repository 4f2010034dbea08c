using RobotVision.Detection;

namespace RobotVision.Training.Datasets;

/// <summary>
/// A <c>data.yaml</c>: where a data set's images are, what its own classes are called and which of ours they are.
/// </summary>
/// <remarks>
/// The fields that YOLO tools know: <c>path</c> (the set's folder, from the yaml's own folder; default there), <c>train</c>,
/// <c>val</c>, <c>test</c> (a list file, a folder, or a list of such), <c>names</c> (a list, or a map from number to name).
/// Ours: <c>map</c> (own name -> one of our classes, <c>ignore</c> or <c>ignore_CLASS</c>, see <see cref="LabelTarget"/>)
/// and <c>unlabelled</c> (our classes that occur but are not labelled). A class that no name stands for counts as
/// unlabelled too: nobody can have tagged it. Other fields are left alone.
/// A set in a read-only place is described by a yaml elsewhere whose <c>path</c> leads to it (see <c>models/data</c>).
/// </remarks>
public sealed class DataYaml
{
    internal DataYaml(
        string file, string folder, IReadOnlyDictionary<int, string> names, IReadOnlyDictionary<int, LabelTarget> targets,
        ClassSet labelled, IReadOnlyDictionary<string, IReadOnlyList<string>> splits)
    {
        File = file;
        Folder = folder;
        Names = names;
        Targets = targets;
        Labelled = labelled;
        Splits = splits;
    }

    /// <summary>The yaml's own path.</summary>
    public string File { get; }

    /// <summary>The folder of the data set.</summary>
    public string Folder { get; }

    /// <summary>The set's own class names by the number that stands in its label files.</summary>
    public IReadOnlyDictionary<int, string> Names { get; }

    /// <summary>What becomes of the objects of each class number.</summary>
    public IReadOnlyDictionary<int, LabelTarget> Targets { get; }

    /// <summary>The classes of ours that are labelled in this set.</summary>
    public ClassSet Labelled { get; }

    /// <summary>The list files and folders (full paths) of each split that the yaml names.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Splits { get; }

    /// <summary>Reads a <c>data.yaml</c>.</summary>
    /// <param name="path">The yaml, or the folder in which it is called <c>data.yaml</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A field is wrong; says file, line, field and what to write.</exception>
    public static DataYaml Load(string path)
    {
        if (Directory.Exists(path)) path = Path.Combine(path, "data.yaml");
        if (!System.IO.File.Exists(path))
            throw new FileNotFoundException($"Data set: expected a data.yaml at '{path}', found no such file.", path);
        return new DataYamlReader(path).Read();
    }

    /// <summary>The images of a split, as full paths, in the order of the list file, folders in ordinal order.</summary>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <exception cref="InvalidDataException">The yaml has no such split, a place is missing, or a listed image is.</exception>
    public IReadOnlyList<string> Images(string split)
    {
        if (!Splits.TryGetValue(split, out var places))
            throw new InvalidDataException(
                $"{File}: expected a split '{split}', found {(Splits.Count == 0 ? "none" : string.Join(", ", Splits.Keys))}; add '{split}: LIST_OR_FOLDER'.");
        var images = new List<string>();
        foreach (var place in places) images.AddRange(ImageList.Read(File, split, place));
        if (images.Count == 0) throw new InvalidDataException($"{File}: split '{split}': expected images, found none.");
        return images;
    }

    /// <summary>The labels that one object of a class number becomes; none where that class is not labelled.</summary>
    internal void AddLabels(int classNumber, Box box, List<Label> labels)
    {
        var target = Targets[classNumber];
        for (var i = 0; i < ObjectClasses.Count; i++)
        {
            var objectClass = (ObjectClass)i;
            if (target.Classes.Contains(objectClass) && Labelled.Contains(objectClass))
                labels.Add(new Label(objectClass, box, target.Ignore));
        }
    }
}
