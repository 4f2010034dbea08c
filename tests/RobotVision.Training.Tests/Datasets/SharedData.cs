namespace RobotVision.Training.Tests.Datasets;

/// <summary>Finds the repository and the real images that lie beside it.</summary>
static class SharedData
{
    /// <summary>The repository's root.</summary>
    public static string Repository
    {
        get
        {
            var folder = TestContext.CurrentContext.TestDirectory;
            while (!File.Exists(Path.Combine(folder, "RobotVision.sln")))
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("RobotVision.sln: not found above the test directory.");
            return folder;
        }
    }

    /// <summary>A file or folder of the real images; ends the test as ignored where it is absent.</summary>
    public static string Find(string name)
    {
        var data = Environment.GetEnvironmentVariable("ROBOTVISION_DATA") ?? Path.Combine(Repository, "..", "shared", "data");
        var path = Path.GetFullPath(Path.Combine(data, name));
        if (!Path.Exists(path)) Assert.Ignore($"Real images: expected '{path}', found nothing; set ROBOTVISION_DATA to their folder.");
        return path;
    }
}
