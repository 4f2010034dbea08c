using RobotVision.Files;
using RobotVision.Testing;

namespace RobotVision.Tests.Files;

public class WholeFileTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Complete_AfterWriting_PutsTheWholeFileInItsPlaceAtOnce()
    {
        using var file = new WholeFile(_folder["a.txt"]);
        file.Stream.Write("new"u8);
        Assert.That(File.Exists(_folder["a.txt"]), Is.False);
        file.Complete();
        Assert.That(File.ReadAllText(_folder["a.txt"]), Is.EqualTo("new"));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "a.txt" }));
    }

    [Test]
    public void Dispose_WithoutComplete_LeavesNothing()
    {
        using (var file = new WholeFile(_folder["a.txt"])) file.Stream.Write("new"u8);
        Assert.That(_folder.Names, Is.Empty);
    }

    [Test]
    public void Dispose_WithoutComplete_KeepsTheOldFile()
    {
        File.WriteAllText(_folder["a.txt"], "old");
        using (var file = new WholeFile(_folder["a.txt"])) file.Stream.Write("new"u8);
        Assert.That(File.ReadAllText(_folder["a.txt"]), Is.EqualTo("old"));
    }

    [Test]
    public void Complete_OverAnOldFile_ReplacesIt()
    {
        File.WriteAllText(_folder["a.txt"], "old and longer");
        WholeFile.WriteAllText(_folder["a.txt"], "new");
        Assert.That(File.ReadAllText(_folder["a.txt"]), Is.EqualTo("new"));
    }

    [Test]
    public void Constructor_MissingFolder_MakesIt()
    {
        WholeFile.WriteAllText(_folder["b/c/a.txt"], "new");
        Assert.That(File.ReadAllText(_folder["b/c/a.txt"]), Is.EqualTo("new"));
    }

    [Test]
    public void Constructor_PathOfAFolder_SaysSo() => CannotWrite(_folder[""], "it is a folder");

    /// <summary>Used to be an ArgumentNullException from the depths of Path.</summary>
    [Test]
    public void Constructor_Root_SaysThatItIsAFolder() => CannotWrite("/", "it is a folder");

    [Test]
    public void Constructor_FolderThatIsAFile_SaysWhy()
    {
        File.WriteAllText(_folder["b"], "");
        CannotWrite(_folder["b/a.txt"], "exists");
    }

    [Test]
    public void Constructor_TwoOfOneFile_RejectsTheSecondAndKeepsTheFirst()
    {
        using var first = new WholeFile(_folder["a.txt"]);
        first.Stream.Write("first"u8);
        CannotWrite(_folder["a.txt"], "used by another process");
        first.Complete();
        Assert.That(File.ReadAllText(_folder["a.txt"]), Is.EqualTo("first"));
    }

    [Test]
    public void PartialOf_KeepsFolderAndEnding() => Assert.That(WholeFile.PartialOf("/b/a.mp4"), Is.EqualTo("/b/.a.partial.mp4"));

    [Test]
    public void Complete_OverALink_ReplacesWhatItLeadsToAndKeepsTheLink()
    {
        Directory.CreateDirectory(_folder["real"]);
        File.WriteAllText(_folder["real/a.txt"], "old");
        File.CreateSymbolicLink(_folder["link.txt"], "real/a.txt");
        File.CreateSymbolicLink(_folder["second.txt"], _folder["link.txt"]);
        WholeFile.WriteAllText(_folder["second.txt"], "new");
        Assert.That(File.ReadAllText(_folder["real/a.txt"]), Is.EqualTo("new"));
        Assert.That(
            (new FileInfo(_folder["link.txt"]).LinkTarget, new FileInfo(_folder["second.txt"]).LinkTarget),
            Is.EqualTo(("real/a.txt", _folder["link.txt"])));
        Assert.That(Directory.GetFiles(_folder["real"]), Has.Length.EqualTo(1), "nothing is left beside it");
    }

    [Test]
    public void Complete_OverALinkToNothing_MakesWhatItLeadsTo()
    {
        File.CreateSymbolicLink(_folder["link.txt"], "b/c/a.txt");
        WholeFile.WriteAllText(_folder["link.txt"], "new");
        Assert.That(File.ReadAllText(_folder["b/c/a.txt"]), Is.EqualTo("new"));
        Assert.That(new FileInfo(_folder["link.txt"]).LinkTarget, Is.EqualTo("b/c/a.txt"));
    }

    [Test]
    public void Complete_InALinkedFolder_WritesThere()
    {
        Directory.CreateDirectory(_folder["real/inner"]);
        Directory.CreateSymbolicLink(_folder["linked"], "real/inner");
        File.CreateSymbolicLink(_folder["real/a.txt"], "inner/b.txt");
        File.CreateSymbolicLink(_folder["real/inner/c.txt"], "../d.txt"); // from the real folder, not from the link's
        WholeFile.WriteAllText(_folder["linked/c.txt"], "new");
        Assert.That(File.ReadAllText(_folder["real/d.txt"]), Is.EqualTo("new"));
    }

    [Test]
    public void Constructor_LinksInACircle_SaysSo()
    {
        File.CreateSymbolicLink(_folder["a.txt"], "b.txt");
        File.CreateSymbolicLink(_folder["b.txt"], "a.txt");
        CannotWrite(_folder["a.txt"], "circle");
    }

    [Test]
    public void Constructor_LinkToAFolder_SaysSo()
    {
        Directory.CreateDirectory(_folder["real"]);
        Directory.CreateSymbolicLink(_folder["link"], "real");
        CannotWrite(_folder["link"], "it is a folder");
    }

    /// <summary>Used to be replaced by a file.</summary>
    [Test]
    [CancelAfter(300_000)]
    public async Task Complete_APipe_IsWrittenThroughAndStaysOne(CancellationToken cancellationToken)
    {
        Make("mkfifo", _folder["pipe"]);
        WholeFile.Probe(_folder["pipe"]); // must not end what reads it
        var reading = Task.Run(() => File.ReadAllText(_folder["pipe"]), cancellationToken);
        WholeFile.WriteAllText(_folder["pipe"], "new");
        Assert.That(await reading, Is.EqualTo("new"));
        Assert.That(UnixFile.Status(_folder["pipe"])!.Value.IsSpecial, Is.True);
        Assert.That(_folder.Names, Is.EqualTo(new[] { "pipe" }));
    }

    /// <summary>As root, <c>/dev/null</c> itself used to become a file.</summary>
    [Test]
    public void Complete_ADevice_IsWrittenThroughAndStaysOne([Values] bool byLink)
    {
        if (!Environment.IsPrivilegedProcess) Assert.Ignore("Only root can make a device.");
        Make("mknod", _folder["null"], "c", "1", "3");
        File.CreateSymbolicLink(_folder["link"], "null");
        using (var first = new WholeFile(_folder[byLink ? "link" : "null"])) // two outputs at a time, as with /dev/null
        {
            WholeFile.WriteAllText(_folder["null"], "new");
            first.Stream.Write("new"u8);
            first.Complete();
        }

        using (new WholeFile(_folder["null"])) Assert.That(_folder.Names, Is.EquivalentTo(new[] { "link", "null" }));
        Assert.That(UnixFile.Status(_folder["null"])!.Value.IsSpecial, Is.True);
        Assert.That(_folder.Names, Is.EquivalentTo(new[] { "link", "null" }));
    }

    [TestCase("/dev/fd/")]
    [TestCase("/proc/self/fd/")]
    public void Complete_ADescriptor_WritesWhereItStands(string folder)
    {
        using var file = new FileStream(_folder["a.txt"], FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        file.Write("before "u8);
        file.Flush();
        UnixFile.Seek(file.SafeFileHandle, 7); // .NET keeps the place to itself
        var path = $"{folder}{file.SafeFileHandle.DangerousGetHandle()}";
        WholeFile.WriteAllText(path, "first ");
        WholeFile.WriteAllText(path, "second");
        Assert.That(File.ReadAllText(_folder["a.txt"]), Is.EqualTo("before first second"));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "a.txt" }));
    }

    [Test]
    public void Of_TheStandardOutput_IsIt([Values("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")] string path) =>
        Assert.That(OutputPlace.Of(path), Has.Property("IsStandardOutput").True.And.Property("IsWrittenThrough").True);

    static void Make(string command, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(command, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0) Assert.Ignore($"{command} does not work here.");
    }

    static void CannotWrite(string path, string reason) =>
        Assert.That(
            () => new WholeFile(path),
            Throws.InstanceOf<IOException>().With.Message.StartsWith($"Output '{path}' cannot be written: ").And.Message.Contains(reason));
}
