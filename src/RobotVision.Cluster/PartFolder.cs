using System.Globalization;
using RobotVision.Files;

namespace RobotVision.Cluster;

/// <summary>
/// The folder of one part while it is written: <c>part-2-of-4</c> with the part's manifest, a lock, and the folder <c>output</c>. Only one process at a time
/// can hold it, on whatever machine; the system gives the lock back when the process or the machine dies.
/// </summary>
public sealed class PartFolder : IDisposable
{
    // The owner stands in a file of its own, since a locked file cannot be read.
    const string LockName = "lock", OwnerName = "owner";

    // Who asks for the state of a part holds the lock for an instant.
    const int Attempts = 20;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    readonly FileStream _lock;
    PartManifest _manifest;

    PartFolder(string path, FileStream held, PartManifest manifest) => (FullPath, _lock, _manifest) = (path, held, manifest);

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>Where the part's results go.</summary>
    public string Output => OutputOf(FullPath);

    /// <summary>Whether it was finished before, so that there is nothing to do.</summary>
    public bool IsDone => _manifest.State == PartState.Done;

    /// <summary>The exit code of the command that finished it; 0 before.</summary>
    public int ExitCode => _manifest.ExitCode ?? 0;

    /// <summary>The name of a part's folder.</summary>
    public static string NameOf(Shard shard) => string.Create(CultureInfo.InvariantCulture, $"part-{shard.Part}-of-{shard.Of}");

    /// <summary>The part that a folder is for by its name; null for another name.</summary>
    public static Shard? ShardOf(string folder) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)).Split('-') is ["part", var part, "of", var of]
            && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(of, NumberStyles.None, CultureInfo.InvariantCulture, out var all)
            ? new(number, all)
            : null;

    /// <summary>Where the results of a part's folder are.</summary>
    public static string OutputOf(string folder) => Path.Combine(folder, "output");

    /// <summary>Takes the folder of a part. What an earlier process left unfinished is removed, unless the command goes on with it.</summary>
    /// <param name="parts">The folder of all parts; made if missing.</param>
    /// <param name="manifest">What the part is to be.</param>
    /// <param name="goesOn">Whether the command goes on with what an earlier process left.</param>
    /// <exception cref="IOException">Another process holds it, the file system has no locks, or it holds a part of other work.</exception>
    /// <exception cref="InvalidDataException">The manifest that is there is damaged.</exception>
    public static PartFolder Open(string parts, PartManifest manifest, bool goesOn)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var path = Path.GetFullPath(Path.Combine(parts, NameOf(manifest.Shard)));
        Directory.CreateDirectory(path);
        var held = Take(path, manifest);
        try
        {
            if (PartManifest.TryRead(path) is { } before)
            {
                if (before.State == PartState.Done || goesOn)
                {
                    if (manifest.DifferenceTo(before) is { } difference)
                        throw new IOException($"'{path}': expected a part of the same work, found one of other work: {difference}. "
                            + "Choose another output, or delete the folder.");
                    if (before.State == PartState.Done) return new(path, held, before);
                }
            }

            if (!goesOn && Directory.Exists(OutputOf(path))) Directory.Delete(OutputOf(path), recursive: true);
            Directory.CreateDirectory(OutputOf(path));
            manifest.Write(path);
            return new(path, held, manifest);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Whether a process works in a part's folder, and which one: its machine and number, as it wrote them down.</summary>
    public static string? OwnerOf(string folder)
    {
        var path = Path.Combine(folder, LockName);
        if (!File.Exists(path)) return null;
        try
        {
            using var free = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return null;
        }
        catch (IOException)
        {
            return ReadOwner(folder);
        }
    }

    /// <summary>Says that the part is finished, as the last file of all.</summary>
    /// <param name="exitCode">The exit code of the command.</param>
    /// <param name="now">The time, UTC.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Complete(int exitCode, DateTimeOffset now)
    {
        _manifest = _manifest with { State = PartState.Done, ExitCode = exitCode, FinishedAt = now };
        _manifest.Write(FullPath);
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose() => _lock.Dispose();

    static FileStream Take(string folder, PartManifest manifest)
    {
        var path = Path.Combine(folder, LockName);
        FileStream held;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                held = Open(path);
                break;
            }
            catch (IOException) when (File.Exists(path) && attempt < Attempts)
            {
                Thread.Sleep(Pause);
            }
            catch (IOException exception) when (File.Exists(path))
            {
                throw new IOException($"'{folder}': part {manifest.Part} of {manifest.Of} is being written by {ReadOwner(folder)}. "
                    + "Wait until it ends, or end it.", exception);
            }
        }

        try
        {
            if (!IsKept(path))
                throw new IOException($"'{folder}': expected a file system that keeps locks, so that two machines cannot write one part, found one that does "
                    + "not. Mount it with locks (Lustre: -o flock), or write the parts elsewhere.");
            WholeFile.WriteAllText(Path.Combine(folder, OwnerName),
                string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {manifest.Host} since {manifest.StartedAt:u}"));
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    /// <summary>Whether a lock that is held keeps others out.</summary>
    static bool IsKept(string path)
    {
        try
        {
            using var second = Open(path);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    static string ReadOwner(string folder)
    {
        var path = Path.Combine(folder, OwnerName);
        return File.Exists(path) ? File.ReadAllText(path) : "another process";
    }
}
