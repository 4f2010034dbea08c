namespace RobotVision.Capture;

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
