using System.Text.RegularExpressions;
using RobotVision.Video;

namespace RobotVision.Capture;

/// <summary>Lists the formats and sizes of a Video4Linux camera, as ffmpeg reads them from the driver.</summary>
public static partial class CameraModes
{
    /// <summary>Lists the formats of a camera.</summary>
    /// <param name="device">A device such as <c>/dev/video0</c>.</param>
    /// <returns>A line a format, such as <c>yuyv422: 640x480 320x240</c>; none when the driver lists none.</returns>
    /// <exception cref="EnvironmentException">ffmpeg is not installed.</exception>
    public static IEnumerable<string> Of(string device) =>
        Parse(FFmpegProgram.Run("ffmpeg", "-hide_banner", "-f", "v4l2", "-list_formats", "all", "-i", device).Errors);

    /// <summary>Reads ffmpeg's list: <c>[video4linux2,v4l2 @ 0x5] Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480 320x240</c>.</summary>
    internal static IEnumerable<string> Parse(string log) =>
        Line().Matches(log).Select(line => $"{line.Groups["name"].Value}: {line.Groups["sizes"].Value.Trim()}");

    [GeneratedRegex(@"^\[video4linux2[^\]]*\] (?:Raw|Compressed)\s*:\s*(?<name>\S+)\s*:.*:(?<sizes>[ 0-9x{},-]+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Line();
}

/// <summary>The names of a Linux machine's cameras.</summary>
static class CameraDevices
{
    /// <summary>
    /// A name that stays the same when a camera comes back with another number: udev's link to the device by serial number or by USB port; the
    /// device itself where there is no link.
    /// </summary>
    /// <param name="device">A device such as <c>/dev/video0</c>, or such a link.</param>
    /// <param name="links">The folder in which udev keeps the links.</param>
    public static string StableName(string device, string links = "/dev/v4l")
    {
        if (new FileInfo(device).LinkTarget is not null) return device;
        foreach (var kind in new[] { "by-id", "by-path" })
        {
            var folder = Path.Combine(links, kind);
            if (!Directory.Exists(folder)) continue;
            var link = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
                .FirstOrDefault(link => File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName == Path.GetFullPath(device));
            if (link is not null) return link;
        }

        return device;
    }
}
