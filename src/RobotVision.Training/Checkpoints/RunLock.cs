namespace RobotVision.Training.Checkpoints;

/// <summary>Prevents a second run from writing the same files at the same time; the system releases it when the process ends in any way.</summary>
sealed class RunLock : IDisposable
{
    readonly FileStream _file;

    /// <summary>Takes the lock.</summary>
    /// <param name="path">The lock file; it exists while the run goes on.</param>
    /// <exception cref="IOException">Another run holds the lock.</exception>
    public RunLock(string path)
    {
        try
        {
            _file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException) && File.Exists(path))
        {
            throw new IOException($"'{path}': another training run is writing these files. Wait for its end, or choose another --output.", exception);
        }
    }

    /// <summary>Whether a run holds a lock; the file alone does not tell, since that of a killed run stays.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException exception)
        {
            return exception is not (FileNotFoundException or DirectoryNotFoundException);
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => _file.Dispose();
}
