using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using RobotVision.CommandLine;
using RobotVision.Files;
using RobotVision.Publishing;

namespace RobotVision.Tools.Replay;

/// <summary><c>robotvision listen</c>: prints what arrives over UDP.</summary>
static class ListenCommand
{
    public static Command Create()
    {
        var at = new Argument<string>("ADDRESS:PORT")
        {
            Description = "Address to listen at: 0.0.0.0:5005 for everything that is sent to this machine, or a multicast group",
        };
        var count = new Option<int>("--count") { Description = "End after this many messages; 0 goes on until Ctrl-C", HelpName = "N" };
        var command = new Command("listen", """
            Prints every received message of robotvision.proto as the line that the sender's --jsonl has, one JSON object each
            (robotvision.frame/1, robotvision.state/1), and reports lost messages.

            Example: robotvision listen 239.0.0.1:5005
            """) { at, count };
        command.SetAction((arguments, stop) => RunAsync(arguments.GetValue(at)!, arguments.GetValue(count), stop));
        return command;
    }

    static async Task<int> RunAsync(string at, int count, CancellationToken stop)
    {
        if (count < 0) throw new OptionException($"--count: expected 0 or more messages, found {count}.");
        using var listener = new UdpListener(VisionOptions.ParseEndPoint("ADDRESS:PORT", at));
        await Console.Error.WriteLineAsync($"listening at {at}; Ctrl-C ends").ConfigureAwait(false);
        ulong? expected = null;
        var line = new ArrayBufferWriter<byte>();
        await using var output = OutputPlace.OpenStandardOutput();
        await using var writer = new Utf8JsonWriter(line);
        try
        {
            for (var received = 0; count == 0 || received < count; received++)
            {
                var message = await listener.ReceiveAsync(stop).ConfigureAwait(false);
                if (message.Sequence > expected)
                    await Console.Error.WriteLineAsync($"{message.Sequence - expected} messages lost before number {message.Sequence}").ConfigureAwait(false);
                expected = message.Sequence + 1;
                WireReader.Write(writer, message);
                await writer.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                line.Write("\n"u8);
                await output.WriteAsync(line.WrittenMemory, CancellationToken.None).ConfigureAwait(false);
                line.ResetWrittenCount();
                writer.Reset();
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how listening ends.
        }

        return CommandRunner.Success;
    }
}
