using System.Net;
using System.Net.Sockets;
using RobotVision.Wire;

namespace RobotVision.Poses;

/// <summary>Receives poses over UDP, on a thread of its own, and keeps the last seconds of them. What is no pose is counted.</summary>
public sealed class PoseReceiver : IDisposable
{
    readonly Socket _socket;
    readonly Thread _thread;

    /// <summary>Listens at an address and port of this machine, or of a multicast group, which it joins.</summary>
    /// <param name="at">Where.</param>
    /// <param name="capacity">The most poses that are kept.</param>
    /// <exception cref="SocketException">The port is taken, the address is not of this machine, or no network takes part in the group; says which.</exception>
    public PoseReceiver(IPEndPoint at, int capacity = 1024)
    {
        History = new(capacity);
        _socket = UdpSocket.ToReceive(at);
        _thread = new Thread(Receive) { IsBackground = true, Name = "poses" };
        _thread.Start();
    }

    /// <summary>The poses.</summary>
    public PoseHistory History { get; }

    /// <summary>The port that is listened at.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose(); // wakes the thread
        _thread.Join();
    }

    void Receive()
    {
        var datagram = new byte[ushort.MaxValue];
        while (true)
        {
            try
            {
                var length = _socket.Receive(datagram);
                History.Add(PoseMessage.Parse(datagram.AsSpan(0, length)));
            }
            catch (FormatException exception)
            {
                History.Refuse($"Pose datagram: {exception.Message}.");
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                if (_socket.SafeHandle.IsClosed || exception is SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.Interrupted or SocketError.NotSocket }) return;
                History.Refuse($"Poses: receiving failed: {exception.Message}.");
            }
        }
    }
}
