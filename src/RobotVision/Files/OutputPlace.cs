using System.Globalization;

namespace RobotVision.Files;

/// <summary>
/// Where an output goes once links are followed: to a file, which is replaced whole while links to it stay, or directly into a device, a pipe or
/// an open descriptor of this process (<c>/dev/stdout</c>, <c>/dev/fd/3</c>).
/// </summary>
/// <param name="Path">The path of the file or of the device, without links.</param>
/// <param name="IsWrittenThrough">Whether it must not be replaced.</param>
/// <param name="Descriptor">The open descriptor that it stands for; null for none.</param>
public readonly record struct OutputPlace(string Path, bool IsWrittenThrough, int? Descriptor)
{
    const int MostLinks = 40; // as many as Linux follows
    const int StandardOutput = 1;

    /// <summary>Whether it is the standard output.</summary>
    public bool IsStandardOutput => Descriptor == StandardOutput;

    /// <summary>Finds the place of a path.</summary>
    /// <exception cref="IOException">Links go round in a circle, or it is a folder.</exception>
    public static OutputPlace Of(string path)
    {
        if (path.EndsWith(System.IO.Path.DirectorySeparatorChar)) throw new IOException("it is a folder");
        path = System.IO.Path.GetFullPath(path);
        for (var links = 0; links <= MostLinks; links++)
        {
            if (System.IO.Path.GetDirectoryName(path) is not { } folder) throw new IOException("it is a folder");
            folder = UnixFile.RealPath(folder) ?? folder;
            path = System.IO.Path.Combine(folder, System.IO.Path.GetFileName(path));
            if (IsOwnDescriptors(folder) && int.TryParse(System.IO.Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor))
                return new(path, IsWrittenThrough: true, descriptor);
            var status = UnixFile.Status(path);
            if (status is { IsFolder: true }) throw new IOException("it is a folder");
            var isSpecial = status is { IsSpecial: true };
            var target = new FileInfo(path).LinkTarget is { } link ? System.IO.Path.GetFullPath(link, folder) : null;
            // A file that another process has open looks like a link whose target is no path, such as pipe:[123].
            if (target is null || (isSpecial && UnixFile.Status(target) != status)) return new(path, isSpecial, null);
            path = target;
        }

        throw new IOException("its links go round in a circle");
    }

    /// <summary>
    /// Opens the standard output for bytes. The console's own stream keeps to itself that the reader of a pipe has ended; this one throws.
    /// </summary>
    /// <exception cref="IOException">It is closed.</exception>
    public static FileStream OpenStandardOutput() => new OutputPlace("/dev/stdout", IsWrittenThrough: true, StandardOutput).Open(bufferSize: 0);

    /// <summary>Opens a device, pipe or descriptor; waits until somebody reads the pipe.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    internal FileStream Open(int bufferSize)
    {
        if (Descriptor is not { } descriptor) return new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize);
        var handle = UnixFile.Duplicate(descriptor) ?? throw new IOException($"the descriptor {descriptor} is not open");
        return new FileStream(handle, FileAccess.Write, bufferSize);
    }

    /// <summary>Whether a folder, without links, lists this process's descriptors.</summary>
    static bool IsOwnDescriptors(string folder)
    {
        var own = string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/");
        return folder.StartsWith(own, StringComparison.Ordinal) && folder.EndsWith("/fd", StringComparison.Ordinal);
    }
}
