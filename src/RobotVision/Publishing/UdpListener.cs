using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using RobotVision.Wire;

namespace RobotVision.Publishing;

/// <summary>Receives what <see cref="UdpPublisher"/> sends.</summary>
public sealed class UdpListener : IDisposable
{
    readonly Socket _socket;
    readonly byte[] _datagram = new byte[ushort.MaxValue];

    /// <summary>Listens at an address and port; joins the group when it is a multicast address.</summary>
    /// <exception cref="SocketException">
    /// The port is taken, the address is not of this machine, or no network takes part in the group; the message says which.
    /// </exception>
    public UdpListener(IPEndPoint at) => _socket = UdpSocket.ToReceive(at);

    /// <summary>Datagrams that were no message of ours.</summary>
    public long Foreign { get; private set; }

    /// <summary>The port that is listened at.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Who sent the last message.</summary>
    public EndPoint? Sender { get; private set; }

    /// <summary>Waits for the next message; other datagrams are counted and skipped.</summary>
    public async Task<Message> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var received = await _socket.ReceiveFromAsync(_datagram, SocketFlags.None, _socket.LocalEndPoint!, cancellationToken).ConfigureAwait(false);
            if (TryParse(_datagram.AsSpan(0, received.ReceivedBytes), out var message))
            {
                Sender = received.RemoteEndPoint;
                return message;
            }

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
}
