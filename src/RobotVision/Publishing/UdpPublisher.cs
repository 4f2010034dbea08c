using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using RobotVision.Pipeline;
using RobotVision.Publishing.Wire;

namespace RobotVision.Publishing;

/// <summary>
/// Sends one Protobuf message (<c>robotvision.proto</c>) a datagram to one address, a multicast group included. Nobody needs to
/// listen: what cannot be sent is counted, and the next one is tried.
/// </summary>
public sealed class UdpPublisher : IPublisher
{
    readonly Socket _socket;
    readonly IPEndPoint _target;
    readonly byte[] _datagram = new byte[ushort.MaxValue];
    ulong _sequence;

    /// <summary>Opens the socket.</summary>
    /// <param name="target">Address and port; 224.0.0.0/4 and ff00::/8 are multicast, which stays on the local network (TTL 1).</param>
    public UdpPublisher(IPEndPoint target)
    {
        _target = target;
        _socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        if (IsMulticast(target.Address))
            _socket.SetSocketOption(
                target.AddressFamily == AddressFamily.InterNetworkV6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 1);
        else if (target.Address.Equals(IPAddress.Broadcast)) _socket.EnableBroadcast = true;
    }

    /// <summary>Datagrams that could not be sent.</summary>
    public long Failed { get; private set; }

    /// <summary>Whether an address is a multicast group.</summary>
    public static bool IsMulticast(IPAddress address) =>
        address.IsIPv6Multicast || address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and <= 239;

    /// <inheritdoc/>
    public void Publish(Observation observation) => Send(WireMessage.Of(observation, _sequence++));

    /// <inheritdoc/>
    public void Publish(PipelineState state) => Send(WireMessage.Of(state, _sequence++));

    /// <inheritdoc/>
    public void Complete()
    {
        // Everything is under way already.
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    void Send(Message message)
    {
        var length = message.CalculateSize();
        message.WriteTo(_datagram.AsSpan(0, length));
        try
        {
            _socket.SendTo(_datagram.AsSpan(0, length), _target);
        }
        catch (SocketException)
        {
            Failed++;
        }
    }
}
