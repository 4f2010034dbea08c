namespace RobotVision.CommandLine;

/// <summary>Finds files that come with the program: models and recipes.</summary>
public static class ShippedFile
{
    /// <summary>Its path below the current folder, or in the checkout that the program was built in; where it is in neither, the name itself.</summary>
    /// <param name="name">The name from the root of the tree, for example <c>models/grid.onnx</c>.</param>
    public static string Find(string name)
    {
        if (File.Exists(name)) return name;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, name);
            if (File.Exists(path)) return path;
        }

        return name;
    }
}
