namespace RobotVision.Training.Checkpoints;

/// <summary>Keeps a second run from writing the same files at the same time; the system lets go of it when the process ends, however it ends.</summary>
sealed class RunLock : IDisposable
{
    readonly FileStream _file;

    /// <summary>Takes the lock.</summary>
    /// <param name="path">The file that stands for it; it is there as long as the run goes on.</param>
    /// <exception cref="IOException">Another run has it.</exception>
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

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _file.Dispose();
}
