using RobotVision.Testing;
using System.Diagnostics;
using System.Globalization;

namespace RobotVision.Tools.Tests.Run;

/// <summary><c>run --realtime</c>, with whatever rights the tests have and without any.</summary>
public class RealTimeTests
{
    /// <summary>The policy of a thread in <c>/proc/PID/task/TID/stat</c>, counted from what follows its name; 1 is SCHED_FIFO. Source: proc(5).</summary>
    const int PolicyField = 38;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Run_RealTimeWithoutTheRight_SaysWhatIsMissingAndSeesAllTheSame()
    {
        using var run = Start(hasRights: false, "--realtime");
        run.WaitForExit();
        var errors = run.StandardError.ReadToEnd();
        Assert.That(run.ExitCode, Is.Zero, errors);
        Assert.That(errors, Does.Match(@"warning: --realtime: no real-time priority, since the process has no right to 10 \(.+LimitRTPRIO=10")
            .And.Match(@"warning: --realtime: memory may be moved to the disk.+LimitMEMLOCK=infinity"));
        Assert.That(File.ReadLines(_folder["out.jsonl"]).Count(line => line.Contains("robotvision.frame/1", StringComparison.Ordinal)), Is.GreaterThan(0));
    }

    /// <summary>Where the right is withheld from the tests themselves, no thread has it.</summary>
    [Test]
    public void Run_RealTime_GivesThreadsOfFramesThePriority()
    {
        using var run = Start(hasRights: true, "--realtime", "7");
        int[] policies = [];
        while (!run.HasExited && !(File.Exists(_folder["out.jsonl"]) && new FileInfo(_folder["out.jsonl"]).Length > 2000)) Thread.Sleep(20);
        if (!run.HasExited) policies = PoliciesOf(run.Id);
        run.WaitForExit();
        var errors = run.StandardError.ReadToEnd();
        Assert.That(run.ExitCode, Is.Zero, errors);
        var isAllowed = !errors.Contains("no real-time priority", StringComparison.Ordinal);
        Assert.That((policies.Count(policy => policy == 1) >= 3, policies.Count(policy => policy == 0) > 3), Is.EqualTo((isAllowed, true)), errors);
    }

    [TestCase("0")]
    [TestCase("100")]
    public void Run_RealTimePriorityOutOfRange_IsWrongUse(string priority)
    {
        var result = CommandLine.Run("run", "--camera", "0", "--realtime", priority);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Errors, Does.Contain($"--realtime: expected a priority of 1..99, found {priority}."));
    }

    Process Start(bool hasRights, params string[] options)
    {
        var video = TestVideo.Write(_folder["clip.mp4"], 150); // five seconds
        string[] command =
        [
            "dotnet", Path.Combine(AppContext.BaseDirectory, "RobotVision.Tools.dll"), "run", "--camera", video, "--model", Workplace.Model,
            "--jsonl", _folder["out.jsonl"], .. options,
        ];
        if (!hasRights && Environment.IsPrivilegedProcess) command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", .. command];
        return Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
    }

    static int[] PoliciesOf(int process)
    {
        var policies = new List<int>();
        foreach (var thread in Directory.GetDirectories($"/proc/{process}/task"))
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(thread, "stat"));
                policies.Add(int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[PolicyField], CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // The thread has ended.
            }
        }

        return [.. policies];
    }
}
