using NUnit.Framework;

namespace RobotVision.Testing;

/// <summary>Finds the real images that lie beside the repository.</summary>
static class SharedData
{
    /// <summary>A file or folder of the real images; ends the test as ignored where it is absent.</summary>
    public static string Find(string name)
    {
        var data = Environment.GetEnvironmentVariable("ROBOTVISION_DATA") ?? Path.Combine(Repository.Root, "..", "shared", "data");
        var path = Path.GetFullPath(Path.Combine(data, name));
        if (!Path.Exists(path)) Assert.Ignore($"Real images: expected '{path}', found nothing; set ROBOTVISION_DATA to their folder.");
        return path;
    }
}
