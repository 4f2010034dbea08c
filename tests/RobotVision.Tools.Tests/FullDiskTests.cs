using System.Diagnostics;

namespace RobotVision.Tools.Tests;

/// <summary>A disk of two megabytes, which only root can make.</summary>
public class FullDiskTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void Mount()
    {
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(_folder["disk"]);
        var problem = Environment.IsPrivilegedProcess ? Mount("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", _folder["disk"]) : "only root can mount";
        if (problem is null) return;
        _folder.Dispose();
        Assert.Ignore($"No small disk can be mounted here: {problem}.");
    }

    [TearDown]
    public void Unmount()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == NUnit.Framework.Interfaces.TestStatus.Skipped) return;
        Mount("umount", _folder["disk"]);
        _folder.Dispose();
    }

    [TestCase("--jsonl", "disk/out.jsonl", 4000, 64)]
    [TestCase("--annotate", "disk/out.mp4", 150, 640)]
    public void Replay_DiskFull_SaysSoAndKeepsTheFileOfBefore(string option, string name, int frames, int width)
    {
        File.WriteAllText(_folder[name], "from before");
        var video = TestVideo.Write(_folder["match.avi"], frames, width: width, height: width * 3 / 4, noise: true);
        var result = CommandLine.Run("replay", video, "--model", Workplace.Model, option, _folder[name]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
            Assert.That(result.ErrorLines, Has.Length.EqualTo(1), result.ToString());
            Assert.That(string.Concat(result.ErrorLines), Does.Contain(Path.GetFileNameWithoutExtension(name)));
            Assert.That(Directory.EnumerateFileSystemEntries(_folder["disk"]).Select(Path.GetFileName), Is.EqualTo(new[] { Path.GetFileName(name) }));
            Assert.That(File.ReadAllText(_folder[name]), Is.EqualTo("from before"));
        }
    }

    /// <summary>What a command says when it fails; null when it works.</summary>
    static string? Mount(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var words = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : words;
    }
}
