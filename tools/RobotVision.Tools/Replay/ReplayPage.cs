using System.CommandLine;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Web;

namespace RobotVision.Tools.Replay;

/// <summary>The live page of <c>replay --web</c>.</summary>
sealed class ReplayPage : IAsyncDisposable
{
    readonly LiveFeed _feed;
    readonly PageServer _server;

    ReplayPage(LiveFeed feed, PageServer server) => (_feed, _server) = (feed, server);

    /// <summary>Starts its server and prints the address.</summary>
    /// <exception cref="OptionException">The port is in use or not allowed.</exception>
    public static async Task<ReplayPage> StartAsync(
        ParseResult arguments, LiveOptions options, VisionPipeline pipeline, PlayedSource played, CancellationToken stop)
    {
        var feed = new LiveFeed(pipeline, TimeProvider.System, played);
        var endpoints = new LiveEndpoints(feed, pipeline, options.Snapshots(arguments)!, stop, played);
        var server = await PageServer.StartAsync([LiveEndpoints.Page], options.Port(arguments)!.Value, endpoints.Map, TimeProvider.System, "--web")
            .ConfigureAwait(false);
        await Console.Error.WriteLineAsync($"page      {server.Address}").ConfigureAwait(false);
        return new(feed, server);
    }

    /// <summary>Keeps the page open after the recording's end, until Ctrl-C.</summary>
    public async Task StayAsync(CancellationToken stop)
    {
        await Console.Error.WriteLineAsync($"the recording has ended; the page stays at {_server.Address} until Ctrl-C").ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _feed.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
    }
}
