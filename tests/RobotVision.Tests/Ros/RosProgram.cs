using System.Diagnostics;
using System.Text.Json;
using RobotVision.Testing;

namespace RobotVision.Tests.Ros;

/// <summary>A rosbridge server with a program behind it that speaks roslib, see <c>bridge.mjs</c>.</summary>
sealed class RosProgram : IDisposable
{
    readonly Process _node;
    readonly List<JsonElement> _received = [];
    readonly TaskCompletionSource<int> _port = new();

    /// <summary>Starts it; the test is ignored where roslib is missing.</summary>
    /// <param name="picture">The picture that it publishes.</param>
    public RosProgram(string picture)
    {
        IgnoreWithout("roslib");
        _node = Process.Start(new ProcessStartInfo("node", [Script("bridge.mjs"), picture])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _node.OutputDataReceived += (_, line) => Take(line.Data);
        _node.BeginOutputReadLine();
    }

    /// <summary>The server's address.</summary>
    public string Address => $"ws://127.0.0.1:{_port.Task.GetAwaiter().GetResult()}";

    /// <summary>The path of a script beside these tests.</summary>
    public static string Script(string name) => Path.Combine(Repository.Root, "tests", "RobotVision.Tests", "Ros", name);

    /// <summary>Ignores the test where a library of npm is missing.</summary>
    public static void IgnoreWithout(string library)
    {
        if (!Directory.Exists(Path.Combine(Repository.Root, "node_modules", library))) Assert.Ignore($"tools/setup.sh has not fetched {library}.");
    }

    /// <summary>The messages of a topic that were received so far.</summary>
    public JsonElement[] Received(string topic)
    {
        lock (_received) return [.. _received.Where(one => one.GetProperty("topic").GetString() == topic).Select(one => one.GetProperty("message"))];
    }

    /// <summary>Closes all connections to the server but the program's own.</summary>
    public void Cut() => _node.StandardInput.WriteLine("cut");

    public void Dispose()
    {
        _node.Kill();
        _node.Dispose();
    }

    void Take(string? line)
    {
        if (line is null)
        {
            _port.TrySetException(new InvalidOperationException("The stand-in of rosbridge ended at once."));
            return;
        }

        var message = JsonDocument.Parse(line).RootElement;
        if (message.TryGetProperty("port", out var port)) _port.TrySetResult(port.GetInt32());
        else
        {
            lock (_received) _received.Add(message);
        }
    }
}
