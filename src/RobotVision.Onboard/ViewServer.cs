using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.Onboard.Foxglove;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Web;

namespace RobotVision.Onboard;

/// <summary>The server of a run or a replay for those who view: the live page, and Foxglove viewers.</summary>
public sealed class ViewServer : IAsyncDisposable
{
    readonly LiveFeed? _page;
    readonly FoxgloveFeed? _foxglove;
    PageServer _server = null!;
    ILiveExtra? _microscope;

    ViewServer(LiveFeed? page, FoxgloveFeed? foxglove) => (_page, _foxglove) = (page, foxglove);

    /// <summary>What to open in a browser, or to give to other programs of this machine; whoever has it can change what runs.</summary>
    public string Address => _server.Address;

    /// <summary>Starts listening.</summary>
    /// <param name="options">What is served, and where.</param>
    /// <param name="pipeline">What is shown; borrowed.</param>
    /// <param name="stop">Ends the connections.</param>
    /// <param name="played">The recording that is played; null where there is none.</param>
    /// <param name="swap">Swaps the model; null where that cannot be done.</param>
    /// <param name="extras">What the live page can do besides.</param>
    /// <param name="more">Maps further endpoints.</param>
    /// <param name="open">What programs of this machine may read without the token, by path from the root.</param>
    /// <exception cref="OptionException">The port is in use or not allowed, or the address is not one of this machine.</exception>
    public static async Task<ViewServer> StartAsync(ViewServerOptions options, VisionPipeline pipeline, CancellationToken stop, PlayedSource? played = null,
        ModelSwap? swap = null, IReadOnlyList<ILiveExtra>? extras = null, Action<IEndpointRouteBuilder>? more = null,
        IReadOnlyDictionary<string, RequestDelegate>? open = null)
    {
        var clock = TimeProvider.System;
        var server = new ViewServer(
            options.Snapshots is null ? null : new(pipeline, clock, played), options.HasFoxglove ? new(pipeline, clock, stop, played) : null);
        if (server._page is not null) server._microscope = options.Microscope?.Invoke(pipeline);
        var page = server._page is null ? null : new LiveEndpoints(server._page, pipeline, options.Snapshots!, played)
        {
            Swap = swap,
            Extras = [.. extras ?? [], .. server._microscope is { } microscope ? [microscope] : Array.Empty<ILiveExtra>()],
        };
        server._server = await PageServer.StartAsync(page is null ? [] : [LiveEndpoints.Page], options.Port, api =>
        {
            page?.Map(api);
            if (server._foxglove is not null) api.MapGet("/view", server._foxglove.ServeAsync);
            more?.Invoke(api);
        }, clock, options.Option, open, options.Listen, server._foxglove is null ? null : FoxgloveFeed.Sites).ConfigureAwait(false);
        if (page is not null) await Console.Error.WriteLineAsync($"page      {server.Address}").ConfigureAwait(false);
        if (server._foxglove is not null) await Console.Error.WriteLineAsync($"foxglove  {server._server.ViewAddress}").ConfigureAwait(false);
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_page is not null) await _page.DisposeAsync().ConfigureAwait(false);
        if (_foxglove is not null) await _foxglove.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        if (_microscope is IAsyncDisposable microscope) await microscope.DisposeAsync().ConfigureAwait(false);
    }
}
