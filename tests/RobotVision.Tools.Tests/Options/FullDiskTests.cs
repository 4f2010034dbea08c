using System.Diagnostics;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Options;

/// <summary>A disk with two megabytes left, which only root can make.</summary>
public class FullDiskTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void Mount()
    {
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(_folder["disk"]);
        var problem = Environment.IsPrivilegedProcess ? Mount("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", _folder["disk"]) : "only root can mount";
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
        LeaveFree(2 << 20);
        File.WriteAllText(_folder[name], "from before");
        var video = TestVideo.Write(_folder["match.avi"], frames, width: width, height: width * 3 / 4, noise: true);
        var result = CommandLine.Run("replay", video, "--model", Workplace.Model, option, _folder[name]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
            Assert.That(result.ErrorLines, Has.Length.EqualTo(1), result.ToString());
            Assert.That(string.Concat(result.ErrorLines), Does.Contain(Path.GetFileNameWithoutExtension(name)));
            Assert.That(Names(), Is.EqualTo(new[] { Path.GetFileName(name) }));
            Assert.That(File.ReadAllText(_folder[name]), Is.EqualTo("from before"));
        }
    }

    /// <summary>
    /// Full at the third checkpoint, then at the metrics, then at the model: each says so, nothing is lost, and in the end it is the same
    /// model.
    /// </summary>
    [Test]
    public void Train_DiskFull_SaysSoAndGoesOnWhenThereIsRoom()
    {
        File.WriteAllText(_folder["tiny.yaml"], """
            width: 0.5
            cells: 12
            training: { batch_size: 2, steps: 6, warm_up_steps: 1, threads: 1, checkpoint_every: 2, report_every: 2 }
            data: [{ synthetic: { seed: 1, count: 2, width: 64, height: 64 } }]
            validation: [{ synthetic: { seed: 2, count: 2, width: 64, height: 64 } }]
            """);
        var peace = CommandLine.Run("train", _folder["tiny.yaml"], "--output", _folder["peace/tiny.onnx"]);
        Assert.That(peace.ExitCode, Is.Zero, peace.ToString());

        LeaveFree(2 * new FileInfo(_folder["peace/tiny.checkpoint"]).Length + (200 << 10));
        ExpectFull("tiny.checkpoint' of step 6");
        Assert.That(Names(), Is.EqualTo(new[] { "tiny.checkpoint", "tiny.checkpoint.previous", "tiny.metrics.jsonl" }));
        LeaveFree(0);
        ExpectFull("tiny.metrics.jsonl'");
        LeaveFree(32 << 20);
        Assert.That(Train().ExitCode, Is.Zero);
        Assert.That(File.ReadAllBytes(_folder["disk/tiny.onnx"]), Is.EqualTo(File.ReadAllBytes(_folder["peace/tiny.onnx"])));
        LeaveFree(100 << 10);
        ExpectFull("tiny.onnx'");
        Assert.That(File.ReadAllBytes(_folder["disk/tiny.onnx"]), Is.EqualTo(File.ReadAllBytes(_folder["peace/tiny.onnx"])));

        CommandResult Train() => CommandLine.Run("train", _folder["tiny.yaml"], "--resume", "--output", _folder["disk/tiny.onnx"]);

        void ExpectFull(string word)
        {
            var result = Train();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
                Assert.That(result.ErrorLines, Has.Length.EqualTo(1), result.ToString());
                Assert.That(result.Errors, Does.Contain(word).And.Match("[1-9][0-9]* bytes").And.Contain("No space left"));
            }
        }
    }

    /// <summary>What stands on the disk, but for what fills it.</summary>
    string[] Names() =>
        [.. Directory.EnumerateFiles(_folder["disk"]).Select(path => Path.GetFileName(path)).Where(name => name != "filler").Order(StringComparer.Ordinal)];

    /// <summary>Fills the disk until no more than some bytes are free.</summary>
    void LeaveFree(long bytes)
    {
        File.Delete(_folder["disk/filler"]);
        var size = Math.Max(0, new DriveInfo(_folder["disk"]).AvailableFreeSpace - bytes);
        using var filler = new FileStream(_folder["disk/filler"], FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        for (var i = 0L; i < size / block.Length; i++) filler.Write(block);
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
