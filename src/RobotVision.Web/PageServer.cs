using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RobotVision.Web;

/// <summary>
/// Serves pages to browsers of this machine: their files, which are embedded in this assembly, and the endpoints that a program maps below
/// <c>/api/</c>. All requests go through <see cref="RequestGuard"/>; the program needs no checks of its own.
/// </summary>
public sealed class PageServer : IAsyncDisposable
{
    readonly WebApplication _application;

    PageServer(WebApplication application, int port, string token) => (_application, Port, Token) = (application, port, token);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The secret of this run; whoever has it may use the page.</summary>
    public string Token { get; }

    /// <summary>The address to open. The token stands behind <c>#</c>, which browsers do not send, so that it is in no log.</summary>
    public string Address => FormattableString.Invariant($"http://127.0.0.1:{Port}/#{Token}");

    /// <summary>Starts the server.</summary>
    /// <param name="pages">
    /// The pages' names, for example <c>tag</c>; the first is the one that is opened. None for a server that programs alone talk to.
    /// </param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="endpoints">Maps the program's endpoints; relative to <c>/api</c>.</param>
    /// <param name="clock">Where times come from.</param>
    /// <param name="option">The option of the command line that has the port, for messages.</param>
    /// <exception cref="OptionException">The port is in use or not allowed.</exception>
    public static async Task<PageServer> StartAsync(
        IReadOnlyList<string> pages, int port, Action<IEndpointRouteBuilder> endpoints, TimeProvider clock, string option = "--port")
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
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var application = builder.Build();
        var access = new PageAccess();
        var guard = new RequestGuard(access, new EmbeddedPages(pages), clock);
        application.Use(guard.InvokeAsync);
        application.UseWebSockets();
        application.UseRouting();
        application.MapPost(RequestGuard.SessionPath, access.OpenSession);
        endpoints(application.MapGroup("/api"));
        application.MapFallback(() => Results.NotFound());
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new OptionException($"{option}: expected a port that is free and allowed, found {port}: {exception.Message}", exception);
        }

        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var bound = new Uri(address).Port;
        guard.Port = access.Port = bound;
        return new(application, bound, access.Token);
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
