using RobotVision.Capture;
using RobotVision.Tools.Output;
using RobotVision.Video;

namespace RobotVision.Tools.Doctor;

/// <summary>The cameras of a Linux machine, as Video4Linux lists them.</summary>
static class Cameras
{
    const string Listing = "/sys/class/video4linux";

    public static IEnumerable<Finding> Examine()
    {
        var devices = Directory.Exists(Listing) ? Directory.GetDirectories(Listing).Order(StringComparer.Ordinal).ToArray() : [];
        if (devices.Length == 0)
            yield return new Finding("camera", IsNeeded: false, IsGood: false, "no camera is connected; a stream or a file works without one");
        foreach (var device in devices)
        {
            var node = $"/dev/{Path.GetFileName(device)}";
            var name = File.ReadAllText(Path.Combine(device, "name")).Trim();
            var problem = Problem(node);
            yield return new Finding("camera", IsNeeded: false, IsGood: problem is null, $"{node} {name}{(problem is null ? "" : $": {problem}")}");
            if (problem is not null || !FFmpegProgram.IsInstalled) continue;
            foreach (var mode in CameraModes.Of(node)) yield return new Finding("  mode", IsNeeded: false, IsGood: true, mode);
        }
    }

    static string? Problem(string node)
    {
        try
        {
            using var file = File.Open(node, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{exception.Message} Add this user to the group 'video'.";
        }
    }
}
