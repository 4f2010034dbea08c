using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using RobotVision.Pipeline;
using RobotVision.Wire;

namespace RobotVision.Publishing;

/// <summary>
/// Sends one Protobuf message (<c>robotvision.proto</c>) a datagram to one address, a multicast group or a network's broadcast address included.
/// Nobody needs to listen: messages that cannot be sent are counted.
/// </summary>
public sealed class UdpPublisher : IPublisher
{
    readonly Socket _socket;
    readonly IPEndPoint _target;
    readonly SocketAddress _address; // worked out once: from the end point the socket would do it for every datagram
    readonly FrameMessage _frame = new();
    readonly byte[] _datagram = new byte[ushort.MaxValue];
    ulong _sequence;
    volatile SendFailures? _failures;

    /// <summary>Opens the socket.</summary>
    /// <param name="target">Address and port; 224.0.0.0/4 and ff00::/8 are multicast, which stays on the local network (TTL 1).</param>
    public UdpPublisher(IPEndPoint target) => (_target, _address, _socket) = (target, target.Serialize(), UdpSocket.ToSend(target));

    /// <inheritdoc/>
    public SendFailures? Failures => _failures;

    /// <inheritdoc/>
    public void Publish(Observation observation) => Send(_frame.Fill(observation, _sequence++));

    /// <inheritdoc/>
    public void Publish(PipelineState state) => Send(WireMessage.Of(state, _sequence++));

    /// <inheritdoc/>
    public void Complete()
    {
        // Everything has been sent already.
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    void Send(Message message)
    {
        var length = message.CalculateSize();
        if (length > _datagram.Length)
        {
            Fail($"{length} bytes are more than a datagram holds");
            return;
        }

        message.WriteTo(_datagram.AsSpan(0, length));
        try
        {
            _socket.SendTo(_datagram.AsSpan(0, length), SocketFlags.None, _address);
        }
        catch (SocketException exception)
        {
            Fail($"{exception.Message}. {Advice(exception.SocketErrorCode)}");
        }
    }

    void Fail(string reason) => _failures = new((_failures?.Count ?? 0) + 1, $"nothing goes to udp://{_target}: {reason}");

    static string Advice(SocketError error) => error switch
    {
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown =>
            "Is the network up? A group needs a route, such as 'ip route add 224.0.0.0/4 dev eth0'.",
        SocketError.AccessDenied => "Is it the address of a network rather than a machine, or does a firewall forbid it?",
        _ => "Check the address, and the network with 'ip route get ADDRESS'.",
    };
}
