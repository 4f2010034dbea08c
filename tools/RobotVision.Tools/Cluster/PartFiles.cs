using RobotVision.Files;

namespace RobotVision.Tools.Cluster;

/// <summary>Copies the files of parts together.</summary>
static class PartFiles
{
    /// <summary>Copies all files of some folders into one; each appears whole or not at all.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="output">Where they go; what is there already must be the same.</param>
    /// <param name="takes">Whether a file is copied, by its name in its folder; all of them when null.</param>
    /// <exception cref="IOException">A file is there with other bytes, of which nothing is overwritten, or cannot be written.</exception>
    public static void Copy(IReadOnlyList<string> folders, string output, Func<string, bool>? takes = null)
    {
        var files = (
            from folder in folders
            from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(folder, file)
            where takes?.Invoke(name) != false
            select (From: file, To: Path.Combine(output, name))).ToArray();
        foreach (var (from, to) in files)
            if (File.Exists(to) && !IsSame(from, to))
                throw new IOException($"'{to}': expected none, or the same file as '{from}', found one with other bytes; choose another output.");
        foreach (var (from, to) in files) Copy(from, to);
    }

    static void Copy(string from, string to)
    {
        using var read = File.OpenRead(from);
        using var written = new WholeFile(to);
        read.CopyTo(written.Stream);
        written.Complete();
    }

    static bool IsSame(string one, string other)
    {
        using var first = File.OpenRead(one);
        using var second = File.OpenRead(other);
        if (first.Length != second.Length) return false;
        var (a, b) = (new byte[1 << 16], new byte[1 << 16]);
        for (int read; (read = first.ReadAtLeast(a, a.Length, throwOnEndOfStream: false)) > 0;)
        {
            second.ReadExactly(b, 0, read);
            if (!a.AsSpan(0, read).SequenceEqual(b.AsSpan(0, read))) return false;
        }

        return true;
    }
}
