using System.Net;
using System.Net.Sockets;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Replay;

public class ListenCommandTests
{
    const int Frames = 12;

    [TestCase("127.0.0.1")]
    [TestCase("239.255.77.77")]
    public void Listen_WhatReplaySends_PrintsTheLinesThatItWrites(string address)
    {
        if (address.StartsWith("239", StringComparison.Ordinal)) IgnoreWithoutMulticast(address);
        using var folder = new TemporaryFolder();
        var video = TestVideo.Write(folder["match.mp4"], Frames);
        var at = $"{address}:{FreePort()}";
        using var listener = CommandLine.Start(null, "listen", at, "--count", $"{Frames}");
        Assert.That(() => listener.Errors, Does.Contain("listening at").After(180_000, 20));
        var replay = CommandLine.Run("replay", video, "--model", Workplace.Model, "--udp", at, "--jsonl", folder["out.jsonl"]);
        Assert.That(replay.ExitCode, Is.Zero, replay.ToString());
        var heard = listener.WaitForEnd();
        Assert.That(heard.ExitCode, Is.Zero, heard.ToString());
        Assert.That(heard.Output, Is.EqualTo(File.ReadAllText(folder["out.jsonl"])), "the lines of --jsonl, one for each message");
    }

    static void IgnoreWithoutMulticast(string address)
    {
        try
        {
            using var receiver = new UdpClient(0);
            receiver.JoinMulticastGroup(IPAddress.Parse(address));
            using var sender = new UdpClient();
            sender.Send([1], 1, address, ((IPEndPoint)receiver.Client.LocalEndPoint!).Port);
            receiver.Client.ReceiveTimeout = 2000;
            IPEndPoint? from = null;
            receiver.Receive(ref from);
        }
        catch (SocketException exception)
        {
            Assert.Ignore($"This machine has no multicast: {exception.Message}.");
        }
    }

    static int FreePort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}
