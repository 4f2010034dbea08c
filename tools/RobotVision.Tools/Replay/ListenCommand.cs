using System.Buffers;
using System.CommandLine;
using System.Net;
using System.Text.Json;
using RobotVision.CommandLine;
using RobotVision.Files;
using RobotVision.Publishing;

namespace RobotVision.Tools.Replay;

/// <summary><c>robotvision listen</c>: prints what arrives over UDP.</summary>
static class ListenCommand
{
    /// <summary>Messages that may be overtaken by later ones on the way.</summary>
    const int MostOvertaken = 100;

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
        var expected = new Dictionary<EndPoint, ulong>(); // each sender counts its own messages
        var line = new ArrayBufferWriter<byte>();
        await using var output = OutputPlace.OpenStandardOutput();
        await using var writer = new Utf8JsonWriter(line);
        try
        {
            for (var received = 0; count == 0 || received < count; received++)
            {
                var message = await listener.ReceiveAsync(stop).ConfigureAwait(false);
                var next = expected.GetValueOrDefault(listener.Sender!, message.Sequence);
                if (message.Sequence > next)
                    await Console.Error.WriteLineAsync($"{message.Sequence - next} messages lost before number {message.Sequence}").ConfigureAwait(false);
                // One that was overtaken on the way was told as lost; a new run begins anew, far below.
                if (message.Sequence >= next || next - message.Sequence > MostOvertaken) expected[listener.Sender!] = message.Sequence + 1;
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

        if (listener.Foreign > 0)
            await Console.Error.WriteLineAsync(
                $"{listener.Foreign} datagrams were no messages of robotvision.proto version {WireMessage.Version}").ConfigureAwait(false);
        return CommandRunner.Success;
    }
}
