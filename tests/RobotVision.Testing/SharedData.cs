using NUnit.Framework;

namespace RobotVision.Testing;

/// <summary>Finds real images in a folder beside the repository.</summary>
static class SharedData
{
    /// <summary>The path of a file or folder of the real images; ignores the test if it is missing.</summary>
    public static string Find(string name)
    {
        var data = Environment.GetEnvironmentVariable("ROBOTVISION_DATA") ?? Path.Combine(Repository.Root, "..", "shared", "data");
        var path = Path.GetFullPath(Path.Combine(data, name));
        if (!Path.Exists(path)) Assert.Ignore($"Real images: expected '{path}', found nothing; set ROBOTVISION_DATA to their folder.");
        return path;
    }
}
