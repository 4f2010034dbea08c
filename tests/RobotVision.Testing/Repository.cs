namespace RobotVision.Testing;

/// <summary>Finds the checkout in which the tests were built.</summary>
public static class Repository
{
    /// <summary>The folder that contains RobotVision.sln.</summary>
    public static string Root { get; } = FindRoot();

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "RobotVision.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"RobotVision.sln: not found in {AppContext.BaseDirectory} or above it.");
    }
}
