using System.Diagnostics;
using RobotVision.Capture;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Run;

/// <summary>The program between pipes, full devices and closed terminals, as shells start it.</summary>
public class ShellTests
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(4);

    TemporaryFolder _folder = null!;
    string _video = "";

    [SetUp]
    public void MakeVideo()
    {
        _folder = new();
        _video = TestVideo.Write(_folder["a.mp4"], 12, 30);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    /// <summary>A robot goes on seeing though nobody can read its log.</summary>
    [TestCase("2>/dev/full")]
    [TestCase("2>&-")]
    public void Run_LogThatCannotBeWritten_GoesOn(string log)
    {
        Assert.That(Shell($"$RV run --camera a.mp4 --model {Workplace.Model} --jsonl out.jsonl >/dev/null {log}; echo $?").Trim(), Is.EqualTo("0"));
        Assert.That(File.ReadAllLines(_folder["out.jsonl"]), Has.Some.Contains("robotvision.frame/1"));
    }

    [TestCase("replay a.mp4 --no-timing")]
    [TestCase("run --camera long.mp4")]
    public void JsonLines_ReaderOfThePipeEnds_EndsWithAReason(string command)
    {
        TestVideo.WriteLong(_folder["long.mp4"]);
        if (command.StartsWith("replay", StringComparison.Ordinal)) TestVideo.Write(_video, 600, 30); // more than a pipe holds
        var code = Shell($"($RV {command} --model {Workplace.Model} --jsonl - 2>errors; echo $? >code) | head -n 1 >/dev/null; cat code");
        Assert.That(code.Trim(), Is.EqualTo("1"));
        Assert.That(File.ReadAllText(_folder["errors"]), Does.Contain("Output '-' cannot be written").And.Contain("Has whatever reads it ended?"));
    }

    [Test]
    public void JsonLines_StandardOutputIsAFile_WhatFollowsStandsBehindIt()
    {
        Shell($"(echo first; $RV replay a.mp4 --model {Workplace.Model} --no-timing --jsonl -; echo last) >out.txt 2>errors");
        var lines = File.ReadAllLines(_folder["out.txt"]);
        Assert.That((lines[0], lines[^1], lines.Count(line => line.StartsWith('{') && line.EndsWith('}'))), Is.EqualTo(("first", "last", lines.Length - 2)));
    }

    [Test]
    public void JsonLines_TwoRunsOnOneFile_RefusesTheSecond()
    {
        TestVideo.WriteLong(_folder["long.mp4"]);
        var said = Shell($"""
            $RV run --camera long.mp4 --model {Workplace.Model} --jsonl out.jsonl 2>first >&2 &
            until grep -q frame/1 out.jsonl 2>/dev/null; do sleep 0.1; done
            $RV run --camera a.mp4 --model {Workplace.Model} --jsonl out.jsonl 2>&1; echo $?
            kill -TERM $!; wait
            """);
        Assert.That(said, Does.Contain("another run writes it").And.EndsWith("1\n"));
        Assert.That(File.ReadAllLines(_folder["out.jsonl"]), Has.All.StartsWith("{").And.All.EndsWith("}"));
    }

    /// <summary>The end of the terminal is an end as by Ctrl-C: outputs are whole up to there, and nothing else is left.</summary>
    [Test]
    public void Replay_TerminalIsClosed_EndsItsFiles()
    {
        TestVideo.WriteLong(_folder["long.mp4"]);
        Shell($"""
            $RV replay long.mp4 --model {Workplace.Model} --jsonl out.jsonl --annotate out.mp4 2>errors >/dev/null &
            until ls -A | grep -q partial.mp4; do sleep 0.1; done
            sleep 0.5; kill -HUP $!; wait
            """);
        Assert.That(File.ReadAllLines(_folder["out.jsonl"]), Has.All.EndsWith("}"));
        Assert.That(TestVideo.CountFrames(_folder["out.mp4"]), Is.Positive);
        Assert.That(_folder.Names, Has.None.Contains("partial"));
    }

    [Test]
    public void Replay_Pipe_IsRefusedAndNotWaitedFor()
    {
        Assert.That(Shell("cat a.mp4 | $RV replay /dev/stdin 2>&1; echo $?"), Does.Contain("expected a file, found a pipe").And.EndsWith("1\n"));
        Assert.That(Shell("mkfifo pipe.mp4; $RV replay pipe.mp4 2>&1; echo $?"), Does.Contain("expected a file, found a pipe").And.EndsWith("1\n"));
    }

    [Test]
    public void ImageFolder_WithAPipe_LeavesItOut()
    {
        Directory.CreateDirectory(_folder["images"]);
        TestVideo.WriteImage(_folder["images/1.png"], 1);
        Shell("mkfifo images/2.png");
        using var source = FrameSource.OpenRecording(_folder["images"], TimeProvider.System);
        Assert.That(source.FrameCount, Is.EqualTo(1));
    }

    /// <summary>Runs commands in the folder, with <c>$RV</c> for the program; gives the standard output.</summary>
    string Shell(string script)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "RobotVision.Tools.dll");
        var start = new ProcessStartInfo("bash", ["-c", $"RV='dotnet {program}'\n{script}"]) { RedirectStandardOutput = true, WorkingDirectory = _folder.Path };
        using var shell = Process.Start(start)!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var hasEnded = shell.WaitForExit(TimeLimit);
        if (!hasEnded) shell.Kill(entireProcessTree: true);
        Assert.That(hasEnded, Is.True, "the commands do not end");
        return output.GetAwaiter().GetResult();
    }
}
