using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace RobotVision.Web;

/// <summary>
/// The names by which a server may be asked. A page of another site that makes its own name lead here (DNS rebinding) still sends that name; so, besides
/// this machine's name, only addresses in figures are accepted.
/// </summary>
/// <param name="listen">Where the server listens.</param>
sealed class HostNames(IPAddress listen)
{
    /// <summary>The server's port; 0 until it is known.</summary>
    public int Port { get; set; }

    /// <summary>An address to show, with the port.</summary>
    public string Shown => new UriBuilder(Uri.UriSchemeHttp, AddressToShow.ToString(), Port).Uri.Authority;

    bool IsOnlyLocal => IPAddress.IsLoopback(listen);

    IPAddress AddressToShow => !listen.Equals(IPAddress.Any) && !listen.Equals(IPAddress.IPv6Any) ? listen : NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(address => address.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)) ?? IPAddress.Loopback;

    /// <summary>Whether a request may name this host.</summary>
    public bool Has(HostString host) => host.Port == Port && (host.Host is "127.0.0.1" or "localhost" || (IsOnlyLocal ? host.Host == $"{listen}"
        : IPAddress.TryParse(host.Host, out _) || string.Equals(host.Host, Dns.GetHostName(), StringComparison.OrdinalIgnoreCase)));
}
