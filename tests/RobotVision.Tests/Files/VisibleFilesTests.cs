using RobotVision.Files;
using RobotVision.Testing;

namespace RobotVision.Tests.Files;

public class VisibleFilesTests
{
    [Test]
    public void In_LinksToFolders_FollowsThemButNotInCircles()
    {
        using TemporaryFolder folder = new(), other = new();
        folder.Write("a/1.png", "");
        folder.Write(".hidden/2.png", "");
        folder.Write("a/.3.png", "");
        other.Write("4.png", "");
        Directory.CreateSymbolicLink(folder["a/other"], other.Path);
        Directory.CreateSymbolicLink(folder["a/again"], folder.Path);
        Directory.CreateSymbolicLink(folder["a/self"], folder["a"]);
        var found = VisibleFiles.In(folder.Path, "*.png", deep: true).Select(file => Path.GetRelativePath(folder.Path, file)).Order();
        Assert.That(found, Is.EqualTo(new[] { "a/1.png", "a/other/4.png" }));
        Assert.That(VisibleFiles.In(folder["a"], "*.png").Select(Path.GetFileName), Is.EqualTo(new[] { "1.png" }));
    }
}
