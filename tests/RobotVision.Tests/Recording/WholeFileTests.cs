using RobotVision.Recording;

namespace RobotVision.Tests.Recording;

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
    public void Constructor_PathOfAFolder_SaysSo() => Refuses(_folder[""], "it is a folder");

    /// <summary>Used to be an ArgumentNullException from the depths of Path.</summary>
    [Test]
    public void Constructor_Root_SaysThatItIsAFolder() => Refuses("/", "it is a folder");

    [Test]
    public void Constructor_FolderThatIsAFile_SaysWhy()
    {
        File.WriteAllText(_folder["b"], "");
        Refuses(_folder["b/a.txt"], "exists");
    }

    [Test]
    public void Constructor_TwoOfOneFile_RefusesTheSecondAndKeepsTheFirst()
    {
        using var first = new WholeFile(_folder["a.txt"]);
        first.Stream.Write("first"u8);
        Refuses(_folder["a.txt"], "used by another process");
        first.Complete();
        Assert.That(File.ReadAllText(_folder["a.txt"]), Is.EqualTo("first"));
    }

    [Test]
    public void PartialOf_KeepsFolderAndEnding() => Assert.That(WholeFile.PartialOf("/b/a.mp4"), Is.EqualTo("/b/.a.partial.mp4"));

    static void Refuses(string path, string reason) =>
        Assert.That(() => new WholeFile(path), Throws.InstanceOf<IOException>().With.Message.StartsWith($"Output '{path}' cannot be written: ").And.Message.Contains(reason));
}
