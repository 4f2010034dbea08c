using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using RobotVision.Publishing.Wire;

namespace RobotVision.Publishing;

/// <summary>Receives what <see cref="UdpPublisher"/> sends.</summary>
public sealed class UdpListener : IDisposable
{
    readonly Socket _socket;
    readonly byte[] _datagram = new byte[ushort.MaxValue];

    /// <summary>Listens at an address and port; joins the group when it is a multicast address.</summary>
    /// <exception cref="SocketException">The port is taken or the address is not of this machine.</exception>
    public UdpListener(IPEndPoint at)
    {
        _socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            Bind(at);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Datagrams that were no message of ours.</summary>
    public long Foreign { get; private set; }

    /// <summary>The port that is listened at.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Waits for the next message; a datagram that is none is counted and passed over.</summary>
    public async Task<Message> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = await _socket.ReceiveAsync(_datagram, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (TryParse(_datagram.AsSpan(0, length), out var message)) return message;
            Foreign++;
        }
    }

    /// <summary>Reads one datagram; false when it is no message of ours.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out Message message)
    {
        try
        {
            message = Message.Parser.ParseFrom(datagram);
            return message.Version == WireMessage.Version && message.ContentCase != Message.ContentOneofCase.None;
        }
        catch (InvalidProtocolBufferException)
        {
            message = new Message();
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    void Bind(IPEndPoint at)
    {
        var multicast = UdpPublisher.IsMulticast(at.Address);
        var any = at.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        if (multicast) _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _socket.Bind(multicast ? new IPEndPoint(any, at.Port) : at);
        if (!multicast) return;
        if (at.AddressFamily == AddressFamily.InterNetworkV6)
            _socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(at.Address));
        else _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(at.Address));
    }
}
