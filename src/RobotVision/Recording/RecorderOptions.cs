namespace RobotVision.Recording;

/// <summary>Where a run is recorded, and how much of the disk that may take.</summary>
public sealed record RecorderOptions
{
    /// <summary>The names of the recordings; the number comes first, because the clock of a robot may be set.</summary>
    public const string FilePattern = "robotvision-*.mcap";

    /// <summary>The smallest <see cref="Limit"/>: two files of the smallest size.</summary>
    public const long LeastLimit = 2_000_000;

    /// <summary>The folder of the recordings; made where there is none.</summary>
    public required string Folder { get; init; }

    /// <summary>Bytes of all recordings in the folder together; the oldest are removed. 4 GB unless set.</summary>
    public long Limit { get; init; } = 4_000_000_000;

    /// <summary>Bytes that stay free on the disk: with less, recording ends. 1 GB unless set.</summary>
    public long Floor { get; init; } = 1_000_000_000;

    /// <summary>The longest time until a frame is in the file, and how often the limits are checked.</summary>
    internal TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Creates a file; each write goes to the system at once. Tests put a disk that is full in its place.</summary>
    internal Func<string, Stream> Create { get; init; } =
        path => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>The bytes that are free on the disk of a folder.</summary>
    internal Func<string, long> FreeSpace { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>Bytes from which the next file is begun: a sixteenth of the limit, so that removing the oldest file leaves most of what is recorded.</summary>
    internal long FileBytes => Math.Clamp(Limit / 16, LeastLimit / 2, 256_000_000);

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionException">Lists every value that is out of range.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (Folder.Length == 0) problems.Add("folder: expected a name, found none");
        if (Limit < LeastLimit) problems.Add(FormattableString.Invariant($"limit: expected {LeastLimit} bytes or more, found {Limit}"));
        if (Floor < 0) problems.Add(FormattableString.Invariant($"floor: expected 0 bytes or more, found {Floor}"));
        if (problems.Count > 0) throw new OptionException($"Recording: {string.Join("; ", problems)}.");
    }
}
