using System.Net;
using System.Net.Sockets;

namespace RobotVision.Wire;

/// <summary>Opens sockets for datagrams, so that multicast works for whatever is sent and received.</summary>
static class UdpSocket
{
    /// <summary>Whether an address is a multicast group.</summary>
    public static bool IsMulticast(IPAddress address) =>
        address.IsIPv6Multicast || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and <= 239);

    /// <summary>
    /// Opens a socket to send to an address: a group's datagrams stay on the local network (TTL 1), and a network's broadcast address is allowed.
    /// </summary>
    public static Socket ToSend(IPEndPoint target)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            var isIPv6 = target.AddressFamily == AddressFamily.InterNetworkV6;
            if (IsMulticast(target.Address))
                socket.SetSocketOption(isIPv6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 1);
            else if (!isIPv6) socket.EnableBroadcast = true; // 192.168.1.255 is one, and only the network knows
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Opens a socket that receives at an address and port; joins the group when it is a multicast address.</summary>
    /// <exception cref="SocketException">The port is taken, the address is not of this machine, or no network takes part in the group; says which.</exception>
    public static Socket ToReceive(IPEndPoint at)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            Bind(socket, at);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new SocketException(exception.ErrorCode, $"{at}: cannot be listened at: {exception.Message}. {Advice(exception.SocketErrorCode)}");
        }
    }

    static void Bind(Socket socket, IPEndPoint at)
    {
        var isMulticast = IsMulticast(at.Address);
        var isIPv6 = at.AddressFamily == AddressFamily.InterNetworkV6;
        if (isMulticast) socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(isMulticast ? new IPEndPoint(isIPv6 ? IPAddress.IPv6Any : IPAddress.Any, at.Port) : at);
        if (!isMulticast) return;
        if (isIPv6) socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(at.Address));
        else socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(at.Address));
    }

    static string Advice(SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => "Does another program listen there? End it, or take another port.",
        SocketError.AddressNotAvailable => "The address is not of this machine: 0.0.0.0 takes what comes to any of its own.",
        SocketError.AccessDenied => "Ports below 1024 are the system's: take a higher one.",
        _ => "Is the network up? For a group it needs a route, such as 'ip route add 224.0.0.0/4 dev eth0'.",
    };
}
