namespace RobotVision.Training.Learning;

/// <summary>Writes files that appear whole or not at all.</summary>
static class AtomicFile
{
    /// <summary>Writes beside the file, flushes to the disk, and renames over it.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; the old file stands.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var beside = full + ".part";
        using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
        File.Move(beside, full, overwrite: true);
    }
}
