namespace RobotVision.Testing;

/// <summary>Finds things of the checkout that the tests were built in.</summary>
public static class Repository
{
    /// <summary>The folder that holds RobotVision.sln.</summary>
    public static string Root { get; } = FindRoot();

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "RobotVision.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"RobotVision.sln: not found in {AppContext.BaseDirectory} or above it.");
    }
}
