namespace RobotVision.Tests;

/// <summary>A folder for the files of one test, deleted with it.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly string _path = Directory.CreateTempSubdirectory("robotvision-test-").FullName;

    /// <summary>A name in the folder.</summary>
    public string this[string name] => Path.Combine(_path, name);

    /// <summary>The names of all that is in it.</summary>
    public IEnumerable<string?> Names => Directory.EnumerateFileSystemEntries(_path).Select(Path.GetFileName);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
