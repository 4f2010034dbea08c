using System.Net;
using System.Net.Sockets;
using RobotVision.Wire;

namespace RobotVision.Poses;

/// <summary>Receives poses over UDP, on a thread of its own, and keeps those of the last seconds. Invalid messages are counted.</summary>
public sealed class PoseReceiver : IPoseReceiver
{
    readonly Socket _socket;
    readonly Thread _thread;

    /// <summary>Listens at an address and port of this machine, or of a multicast group, which it joins.</summary>
    /// <param name="at">Where.</param>
    /// <param name="capacity">The most poses that are kept.</param>
    /// <exception cref="SocketException">
    /// The port is taken, the address is not of this machine, or no network takes part in the group; the message says which.
    /// </exception>
    public PoseReceiver(IPEndPoint at, int capacity = 1024)
    {
        History = new(capacity);
        _socket = UdpSocket.ToReceive(at);
        _thread = new Thread(Receive) { IsBackground = true, Name = "poses" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public PoseHistory History { get; }

    /// <summary>The port that is listened at.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose(); // wakes the thread
        _thread.Join();
    }

    static bool IsClosing(Exception exception) =>
        exception is SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.Interrupted or SocketError.NotSocket };

    void Receive()
    {
        RealTime.TakePriority(); // a pose that comes late is as good as none
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
                History.CountInvalid($"Pose datagram: {exception.Message}.");
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                if (_socket.SafeHandle.IsClosed || IsClosing(exception)) return;
                History.CountInvalid($"Poses: receiving failed: {exception.Message}.");
            }
        }
    }
}
