using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RobotVision.Web;

/// <summary>
/// Serves pages to browsers, unless said otherwise of this machine: their files, which are embedded in this assembly, and the endpoints that a program
/// maps below <c>/api/</c>. All requests go through <see cref="RequestGuard"/>; the program needs no checks of its own.
/// </summary>
public sealed class PageServer : IAsyncDisposable
{
    /// <summary>
    /// Bytes of a connection that the system holds for a client that is slow to read; chosen by us: about four pictures of the live page, so that a viewer
    /// is never far behind.
    /// </summary>
    const int SendBuffer = 256 << 10;

    readonly WebApplication _application;
    readonly PageAccess _access;
    readonly HostNames _hosts;

    PageServer(WebApplication application, PageAccess access, HostNames hosts) => (_application, _access, _hosts) = (application, access, hosts);

    /// <summary>The port.</summary>
    public int Port => _hosts.Port;

    /// <summary>The secret of this run; whoever has it may use the page.</summary>
    public string Token => _access.Token;

    /// <summary>The address to open. The token stands behind <c>#</c>, which browsers do not send, so that it is in no log.</summary>
    public string Address => $"http://{_hosts.Shown}/#{Token}";

    /// <summary>
    /// The address for viewers that are other programs and cannot send a cookie: a WebSocket that leads to the program's endpoint <c>/api/view</c>.
    /// </summary>
    public string ViewAddress => $"ws://{_hosts.Shown}{RequestGuard.ViewPath}{_access.ViewToken}";

    /// <summary>Starts the server.</summary>
    /// <param name="pages">
    /// The pages' names, for example <c>tag</c>; the first is the one that is opened. None for a server that programs alone talk to.
    /// </param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="endpoints">Maps the program's endpoints; relative to <c>/api</c>.</param>
    /// <param name="clock">Where times come from.</param>
    /// <param name="option">The option of the command line that has the port, for messages.</param>
    /// <param name="open">
    /// What programs of this machine may read without the token, by path from the root; browsers on pages of other sites are refused all the same.
    /// </param>
    /// <param name="listen">The address of this machine at which it listens; 127.0.0.1 when null.</param>
    /// <param name="viewers">
    /// The sites whose pages may use <see cref="ViewAddress"/>, as browsers name them; null where nothing listens there. Programs and pages of the
    /// viewer's own machine always may.
    /// </param>
    /// <exception cref="OptionException">The port is in use or not allowed, or the address is not one of this machine.</exception>
    public static async Task<PageServer> StartAsync(
        IReadOnlyList<string> pages, int port, Action<IEndpointRouteBuilder> endpoints, TimeProvider clock, string option = "--port",
        IReadOnlyDictionary<string, RequestDelegate>? open = null, IPAddress? listen = null, IReadOnlyList<string>? viewers = null)
    {
        if (port is < 0 or > ushort.MaxValue) throw new OptionException($"{option}: expected 0..{ushort.MaxValue}, found {port}.");
        // The empty builder reads no settings from files and environment, which could make it listen elsewhere.
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = typeof(PageServer).Assembly.GetName().Name });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestGuard.LargestBody;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Listen(listen ?? IPAddress.Loopback, port);
        }).UseSockets(sockets => sockets.CreateBoundListenSocket = BindSocket);
        builder.Services.AddSingleton<IConnectionListenerFactory, LimitedListeners>();
        var application = builder.Build();
        var (access, hosts) = (new PageAccess(), new HostNames(listen ?? IPAddress.Loopback));
        open ??= new Dictionary<string, RequestDelegate>();
        var guard = new RequestGuard(access, new EmbeddedPages(pages), hosts, open.Keys.ToHashSet(), viewers, clock);
        application.Use(guard.InvokeAsync);
        application.UseWebSockets();
        application.UseRouting();
        application.MapPost(RequestGuard.SessionPath, access.OpenSession);
        endpoints(application.MapGroup("/api"));
        foreach (var (path, answer) in open) application.MapGet(path, answer);
        application.MapFallback(() => Results.NotFound());
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new OptionException($"{option}: expected a port that is free and allowed, found {port}: {exception.Message}", exception);
        }

        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        hosts.Port = access.Port = new Uri(address).Port;
        return new(application, access, hosts);
    }

    static Socket BindSocket(EndPoint address)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        socket.SendBufferSize = SendBuffer; // those of the connections are the same
        return socket;
    }

    /// <summary>Ends open requests and the server.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await _application.StopAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A browser that keeps a request open must not keep the program running.
        }

        await _application.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ctrl-C belongs to the command line, not to the web host.</summary>
    sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
