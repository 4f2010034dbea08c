using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace RobotVision.Tools.Tests.Run;

/// <summary>A video stream over UDP whose sender comes and goes.</summary>
public class StreamTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [TestCase("mpeg2video")]
    [TestCase("libx264")]
    public void Run_SenderComesAndGoes_FollowsItEachTime(string codec)
    {
        var url = $"udp://127.0.0.1:{FreePort()}";
        using var lines = new BlockingCollection<JsonElement>();
        using var command = CommandLine.Start(
            line => lines.Add(JsonDocument.Parse(line).RootElement), "run", "--camera", url, "--model", Workplace.Model, "--jsonl", "-");
        WaitFor(lines, line => Status(line) == "waiting", "the state 'waiting'");
        for (var round = 1; round <= 3; round++)
        {
            using var sender = Ffmpeg.Start("-re", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=30", "-c:v", codec, "-f", "mpegts", url + "?pkt_size=1316");
            try
            {
                var came = Stopwatch.StartNew();
                WaitFor(lines, IsFrame, $"a frame of round {round}");
                TestContext.Out.WriteLine($"{codec}, round {round}: first frame {came.Elapsed.TotalSeconds:F2} s after the sender's start");
            }
            finally
            {
                sender.Kill();
                sender.WaitForExit();
            }

            var lost = WaitFor(lines, line => Status(line) == "source_lost", "the state 'source_lost'");
            Assert.That(lost.GetProperty("times_lost").GetInt32(), Is.EqualTo(round));
            var next = WaitFor(lines, line => !IsFrame(line), "the next state");
            Assert.That(Status(next), Is.EqualTo("source_lost"));
        }

        command.Interrupt();
        var result = command.WaitForEnd();
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Status(result.OutputObjects[^1]), Is.EqualTo("ended"));
    }

    static JsonElement WaitFor(BlockingCollection<JsonElement> lines, Predicate<JsonElement> wanted, string words)
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < Patience && lines.TryTake(out var line, Patience - since.Elapsed))
            if (wanted(line)) return line;
        Assert.Fail($"Expected {words} within {Patience.TotalSeconds} s, found none.");
        throw new InvalidOperationException();
    }

    static bool IsFrame(JsonElement line) => line.GetProperty("schema").GetString() == "robotvision.frame/1";

    static string? Status(JsonElement line) => line.TryGetProperty("status", out var status) ? status.GetString() : null;

    static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
