namespace RobotVision.Files;

/// <summary>
/// Identifies the file of a path, so that paths can be compared: other spellings, links and hard links of one file are equal. A file that does not
/// exist yet is identified by its folder and name.
/// </summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file's number in it; for a missing file, that of the nearest folder above it that exists.</param>
/// <param name="Missing">The part of the path that does not exist; empty when the file exists.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode, string Missing)
{
    /// <summary>Finds the file of a path.</summary>
    /// <exception cref="IOException">Links go round in a circle.</exception>
    public static FileIdentity Of(string path)
    {
        path = Path.GetFullPath(path);
        if (UnixFile.Status(path) is null) path = Target(path);
        var missing = "";
        while (true)
        {
            if (UnixFile.Status(path) is { } status) return new(status.Device, status.Inode, missing);
            missing = Path.Combine(Path.GetFileName(path), missing);
            path = Path.GetDirectoryName(path) ?? throw new IOException($"'{path}' is not there");
        }
    }

    /// <summary>A link may lead to what is not there yet.</summary>
    static string Target(string path)
    {
        try
        {
            return OutputPlace.Of(path).Path;
        }
        catch (IOException exception)
        {
            throw new IOException($"'{path}': {exception.Message}", exception);
        }
    }
}
