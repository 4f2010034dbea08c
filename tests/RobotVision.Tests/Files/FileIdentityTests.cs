using RobotVision.Files;
using RobotVision.Testing;

namespace RobotVision.Tests.Files;

public class FileIdentityTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFiles()
    {
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(_folder["a"]);
        File.WriteAllText(_folder["a/file"], "");
        File.WriteAllText(_folder["other"], "");
        File.CreateSymbolicLink(_folder["link"], "a/file");
        Directory.CreateSymbolicLink(_folder["b"], "a");
        File.CreateSymbolicLink(_folder["dangling"], "a/none");
        using var link = System.Diagnostics.Process.Start("ln", [_folder["a/file"], _folder["hard"]]);
        link.WaitForExit();
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("a/file", "a/../a/./file")]
    [TestCase("a/file", "link")]
    [TestCase("a/file", "b/file")]
    [TestCase("a/file", "hard")]
    [TestCase("a/none", "b/none")]
    [TestCase("a/none", "dangling")]
    [TestCase("a/none/deep/x", "b/none/deep/x")]
    public void Of_OneFile_IsEqual(string one, string other) => Assert.That(FileIdentity.Of(_folder[one]), Is.EqualTo(FileIdentity.Of(_folder[other])));

    [TestCase("a/file", "other")]
    [TestCase("a/file", "a/none")]
    [TestCase("a/none", "none")]
    [TestCase("a/none", "a/None")]
    [TestCase("a", "a/file")]
    public void Of_TwoFiles_Differ(string one, string other) => Assert.That(FileIdentity.Of(_folder[one]), Is.Not.EqualTo(FileIdentity.Of(_folder[other])));
}
