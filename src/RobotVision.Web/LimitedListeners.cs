using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RobotVision.Web;

/// <summary>
/// Listens as Kestrel's own sockets do, but takes no more than a hundred new connections a second. Each costs about a quarter of a millisecond of processor
/// time, whatever it is for: a flood of them would take it from what the process is there for. Those that come too fast wait in the system's queue.
/// </summary>
/// <param name="options">Options of the sockets.</param>
/// <param name="logs">Where they log.</param>
sealed class LimitedListeners(IOptions<SocketTransportOptions> options, ILoggerFactory logs) : IConnectionListenerFactory
{
    /// <summary>Connections that may come at once, chosen by us: browsers open six for a page.</summary>
    const int AtOnce = 100;

    const int ASecond = 100;

    static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    readonly SocketTransportFactory _sockets = new(options, logs);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await _sockets.BindAsync(endpoint, cancellationToken).ConfigureAwait(false));

    sealed class Listener(IConnectionListener sockets) : IConnectionListener
    {
        readonly TokenBucketRateLimiter _limiter = new(new()
        {
            TokenLimit = AtOnce,
            TokensPerPeriod = (int)(ASecond * Period.TotalSeconds),
            ReplenishmentPeriod = Period,
            QueueLimit = 1, // Kestrel accepts one after the other
        });

        public EndPoint EndPoint => sockets.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            var connection = await sockets.AcceptAsync(cancellationToken).ConfigureAwait(false);
            using var lease = await _limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
            return connection;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => sockets.UnbindAsync(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await sockets.DisposeAsync().ConfigureAwait(false);
            await _limiter.DisposeAsync().ConfigureAwait(false);
        }
    }
}
